package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSnapshot;
import dev.talma.Backoff;
import dev.talma.Cancellable;
import dev.talma.Context;
import dev.talma.DeadLetter.Reason;
import dev.talma.ExitReason;
import dev.talma.Handler;
import dev.talma.Held;
import dev.talma.Restart;
import dev.talma.Selection;
import dev.talma.Stop;
import dev.talma.SystemEvent;
import dev.talma.TargetStoppedException;
import dev.talma.testkit.EventLog;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What a restart keeps and what it drops.
@BothStyles
class SupervisionTest extends StyledContract {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Restart AFTER_A_SECOND = Restart.always().backoff(Backoff.fixed(SECOND));
  private static final Cue CRASH = Cue.crash("on purpose");
  private static final Cue FIRST = Cue.note("first");
  private static final Cue SECOND_ONE = Cue.note("second");

  private ActorRef<Cue> restarting(String name) {
    return start(name, puppet(name).supervised(AFTER_A_SECOND));
  }

  private int starts(String name) {
    return journal.of(name + " starts").size();
  }

  /// Lets an actor crash, and all others do what they do about it, without any time.
  private void crash(ActorRef<Cue> ref) {
    ref.send(CRASH);
    system.settle();
  }

  // --- what stays

  @Test
  void itKeepsTheReferenceAndTheMessagesThatWait() {
    ActorRef<Cue> actor = restarting("actor");
    Gate gate = hold(actor);
    actor.send(CRASH);
    actor.send(FIRST);
    actor.send(SECOND_ONE);
    gate.open();
    system.advance(SECOND);
    assertEquals(2, starts("actor"));
    assertEquals(List.of("actor: first", "actor: second"), journal.of("actor: "));
    assertTrue(actor.isAlive());
    assertEquals(Optional.of(actor), system.find("/actor"));
  }

  @Test
  void itDropsTheFailingMessageAndNoOther() {
    ActorRef<Cue> actor = restarting("actor");
    Gate gate = hold(actor);
    actor.send(FIRST);
    actor.send(CRASH);
    actor.send(SECOND_ONE);
    gate.open();
    system.advance(SECOND);
    assertEquals(List.of(CRASH), deadLetters(Reason.CRASHED));
    assertEquals(1, system.counters().deadLettersTotal());
  }

  @Test
  void itTakesMessagesWhileItWaitsForTheRestart() {
    ActorRef<Cue> actor = restarting("actor");
    crash(actor);
    actor.send(FIRST);
    var answer = actor.askAsync(Cue.echo("after the restart"), AGES);
    system.settle();
    assertFalse(answer.isDone());
    system.advance(SECOND);
    assertEquals("after the restart", value(answer));
    assertEquals(List.of("actor: first"), journal.of("actor: "));
  }

  @Test
  void whatAReceiveHasSkippedStaysInItsPlace() {
    Actor<Cue> choosy =
        (mailbox, ctx) -> {
          journal.add("choosy starts");
          mailbox.receive(
              cue -> cue instanceof Cue.Act act ? Selection.take(act) : Selection.skip());
          if (starts("choosy") == 1) {
            throw new IllegalStateException("on purpose");
          }
          for (Cue cue : mailbox) {
            journal.add("choosy: " + cue);
          }
        };
    ActorRef<Cue> actor = system.spawn("choosy", choosy.supervised(AFTER_A_SECOND));
    actor.send(FIRST);
    actor.send(SECOND_ONE);
    actor.send(CRASH);
    system.advance(SECOND);
    actor.send(Cue.act(ctx -> {}));
    system.settle();
    assertEquals(List.of("choosy: first", "choosy: second"), journal.of("choosy: "));
    assertEquals(List.of(CRASH), deadLetters(Reason.CRASHED));
  }

  @Test
  void whatWasOnHoldGoesToTheFrontInItsOrder() {
    List<Held<Cue>> held = new ArrayList<>();
    Handler<Cue> keeper =
        (cue, ctx) -> {
          if (cue instanceof Cue.Note && held.size() < 2) {
            held.add(ctx.hold());
          } else {
            new Puppet("actor", journal).handle(cue, ctx);
          }
        };
    ActorRef<Cue> actor = start("actor", style.of(keeper).supervised(AFTER_A_SECOND));
    actor.send(FIRST);
    actor.send(SECOND_ONE);
    Gate gate = hold(actor);
    actor.send(CRASH);
    actor.send(Cue.note("third"));
    gate.open();
    system.advance(SECOND);
    assertEquals(List.of("actor: first", "actor: second", "actor: third"), journal.of("actor: "));
    assertEquals(List.of(CRASH), deadLetters(Reason.CRASHED));
  }

  @Test
  void anAskerWhoseRequestIsOnHoldGoesOnWaiting() {
    AtomicInteger runs = new AtomicInteger();
    Actor<Cue> actor =
        style.actor(
            () -> {
              int run = runs.incrementAndGet();
              return (cue, ctx) -> {
                if (run == 1 && cue instanceof Cue.Question) {
                  ctx.hold();
                } else {
                  new Puppet("actor", journal).handle(cue, ctx);
                }
              };
            });
    ActorRef<Cue> ref = system.spawn("actor", actor.supervised(AFTER_A_SECOND));
    var answer = ref.askAsync(Cue.echo("in the second run"), AGES);
    crash(ref);
    assertFalse(answer.isDone());
    system.advance(SECOND);
    assertEquals("in the second run", value(answer));
  }

  // --- what goes

  @Test
  void itBeginsWithFreshState() {
    Actor<Cue> counting =
        style.actor(
            () ->
                new Handler<>() {
                  private int count;

                  @Override
                  public void handle(Cue cue, Context<Cue> ctx) throws Exception {
                    count++;
                    journal.add("actor: " + count);
                    if (cue instanceof Cue.Act act) {
                      act.deed().in(ctx);
                    }
                  }
                });
    ActorRef<Cue> actor = system.spawn("actor", counting.supervised(AFTER_A_SECOND));
    actor.send(FIRST);
    actor.send(CRASH);
    actor.send(FIRST);
    system.advance(SECOND);
    journal.expect("actor: 1", "actor: 2", "actor: 1");
  }

  @Test
  void itsChildrenAreStoppedBeforeItRunsAgainTheLastStartedFirst() {
    ActorRef<Cue> actor = restarting("actor");
    startChild(actor, "one");
    ActorRef<Cue> two = startChild(actor, "two");
    Gate gate = hold(two);
    journal.clear();
    actor.send(CRASH);
    system.settle(actor, two);
    system.advance(SECOND, actor, two); // it waits for its child, however long the back-off is
    assertEquals(0, starts("actor"));
    assertEquals(List.of(), journal.of("one"));
    gate.open();
    system.advance(SECOND);
    assertEquals(1, starts("actor"));
    assertEquals(
        List.of("two cleans up", "one cleans up", "actor starts"),
        journal.lines().stream().filter(line -> !line.equals("actor cleans up")).toList());
    assertEquals(List.of(), in(actor, Context::children));
  }

  @Test
  void theNamesOfItsChildrenAreFreeInTheNextRun() {
    Actor<Cue> parent =
        style.actor(
            () ->
                new Handler<>() {
                  @Override
                  public void init(Context<Cue> ctx) {
                    ctx.spawn("child", puppet("child"));
                  }

                  @Override
                  public void handle(Cue cue, Context<Cue> ctx) throws Exception {
                    new Puppet("parent", journal).handle(cue, ctx);
                  }
                });
    ActorRef<Cue> ref = start("parent", parent.supervised(AFTER_A_SECOND));
    crash(ref);
    system.advance(SECOND);
    settled(ref);
    assertEquals(2, starts("child"));
    assertEquals(1, system.counters().crashes());
  }

  @Test
  void itsTimersAreGone() {
    ActorRef<Cue> actor = restarting("actor");
    tell(
        actor,
        ctx -> {
          Cancellable _ = ctx.schedule(Cue.note("once"), SECOND.multipliedBy(2));
          Cancellable _ = ctx.scheduleEvery(Cue.note("every"), SECOND.multipliedBy(2));
        });
    crash(actor);
    system.advance(SECOND.multipliedBy(10));
    assertEquals(2, starts("actor"));
    assertEquals(List.of(), journal.of("actor: "));
    assertEquals(0, system.time().pending());
  }

  @Test
  void aTickThatWaitsAtTheCrashIsGone() {
    ActorRef<Cue> actor = restarting("actor");
    tell(
        actor,
        ctx -> {
          Cancellable _ = ctx.schedule(Cue.note("once"), SECOND);
        });
    Gate gate = hold(actor);
    actor.send(CRASH);
    system.advance(SECOND);
    gate.open();
    system.advance(SECOND);
    assertEquals(2, starts("actor"));
    assertEquals(List.of(), journal.of("actor: "));
  }

  @Test
  void theFunctionForSignalsIsGone() {
    ActorRef<Cue> actor = restarting("actor");
    ActorRef<Cue> target = start("target");
    tell(actor, ctx -> ctx.onSignal(signal -> journal.add("signal")));
    crash(actor);
    system.advance(SECOND);
    boolean refused =
        in(
            actor,
            ctx -> {
              try {
                ctx.monitor(target);
                return false;
              } catch (IllegalStateException e) {
                return true;
              }
            });
    assertTrue(refused);
  }

  // --- the askers

  @Test
  void theAskerOfTheFailingMessageIsToldAtOnceWithTheStacksOfBothSides() {
    ActorRef<Cue> actor = restarting("actor");
    ActorRef<Cue> child = startChild(actor, "child");
    Gate gate = hold(child); // the restart has to wait
    CompletableFuture<String> answer = askFromHere(actor);
    TargetStoppedException failure = failure(TargetStoppedException.class, answer);
    assertSays(failure, "contract:/actor", "crashed", "Cue$Question");
    Throwable cause = failure.reason().failure().orElseThrow();
    assertSame(cause, failure.getCause());
    assertTrue(isOnStack("askFromHere", failure), "the stack of the asker");
    assertTrue(isOnStack("crashFromThere", cause), "the stack of the actor");
    assertTrue(child.isAlive());
    gate.open();
  }

  private static CompletableFuture<String> askFromHere(ActorRef<Cue> actor) {
    return actor.askAsync(Cue.question((question, ctx) -> crashFromThere()), AGES);
  }

  private static void crashFromThere() {
    throw new IllegalStateException("on purpose");
  }

  private static boolean isOnStack(String method, Throwable failure) {
    return Arrays.stream(failure.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals(method));
  }

  @Test
  void asksThatItHasDeferredFailWithTheCauseAndThoseThatWaitDoNot() {
    ActorRef<Cue> actor = restarting("actor");
    var deferred = actor.askAsync(Cue.question((question, ctx) -> ctx.replyTo(question)), AGES);
    Gate gate = hold(actor);
    actor.send(CRASH);
    var waiting = actor.askAsync(Cue.echo("after the restart"), AGES);
    gate.open();
    TargetStoppedException failure = failure(TargetStoppedException.class, deferred);
    assertEquals("on purpose", failure.reason().failure().orElseThrow().getMessage());
    assertFalse(waiting.isDone());
    system.advance(SECOND);
    assertEquals("after the restart", value(waiting));
  }

  // --- crashes elsewhere than in a message

  @Test
  void aCrashAtTheStartIsACrash() {
    EventLog<SystemEvent.Crashed> crashed = system.record(SystemEvent.Crashed.class);
    AtomicInteger runs = new AtomicInteger();
    Actor<Cue> actor =
        style.actor(
            () ->
                new Handler<>() {
                  @Override
                  public void init(Context<Cue> ctx) {
                    if (runs.incrementAndGet() < 3) {
                      throw new IllegalStateException("in init");
                    }
                  }

                  @Override
                  public void handle(Cue cue, Context<Cue> ctx) throws Exception {
                    new Puppet("actor", journal).handle(cue, ctx);
                  }

                  @Override
                  public void terminate(ExitReason reason, Context<Cue> ctx) {
                    journal.add("actor cleans up");
                  }
                });
    ActorRef<Cue> ref = system.spawn("actor", actor.supervised(AFTER_A_SECOND));
    ref.send(FIRST);
    system.settle();
    assertEquals(1, runs.get());
    system.advance(SECOND);
    assertEquals(2, runs.get());
    system.advance(SECOND);
    assertEquals(3, runs.get());
    journal.expect("actor: first"); // what had not begun, had nothing to clean up
    assertEquals(
        List.of("none", "none"), crashed.all().stream().map(event -> event.messageType()).toList());
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void aCrashOfWhatMakesTheBehaviourIsACrash() {
    AtomicInteger runs = new AtomicInteger();
    Actor<Cue> actor =
        style.actor(
            () -> {
              if (runs.incrementAndGet() < 3) {
                throw new IllegalStateException("in the factory");
              }
              return new Puppet("actor", journal);
            });
    ActorRef<Cue> ref = system.spawn("actor", actor.supervised(AFTER_A_SECOND));
    ref.send(FIRST);
    system.advance(SECOND);
    assertEquals(2, runs.get());
    system.advance(SECOND);
    journal.expect("actor starts", "actor: first");
  }

  @Test
  void aCrashAtTheStartWithoutSupervisionEndsIt() {
    ActorRef<Cue> witness = start("witness");
    Actor<Cue> stillborn =
        style.actor(
            () -> {
              throw new IllegalStateException("at birth");
            });
    tell(witness, ctx -> ctx.spawnMonitored("stillborn", stillborn, News::note));
    journal.awaitLine("witness: down stillborn crashed at birth");
  }

  @Test
  void aCrashInTheCleanUpOfAStopRestartsNothing() {
    ActorRef<Cue> witness = start("witness");
    Actor<Cue> untidy = style.actor(() -> new Untidy());
    ActorRef<Cue> ref = start("untidy", untidy.supervised(Restart.always()));
    tell(witness, ctx -> ctx.monitor(ref, News::note));
    ref.stop();
    // the code after a loop is a part of the function; terminate is not a part of handle
    journal.awaitLine(
        switch (style) {
          case LOOP -> "witness: down untidy crashed in the clean-up";
          case HANDLER -> "witness: down untidy shutdown";
        });
    assertEquals(0, system.counters().restarts());
  }

  @Test
  void aCrashInTheCleanUpOfACrashChangesNothing() {
    ActorRef<Cue> ref = start("untidy", style.actor(() -> new Untidy()).supervised(AFTER_A_SECOND));
    crash(ref);
    assertEquals(1, system.counters().crashes());
    system.advance(SECOND);
    settled(ref);
    assertEquals(1, system.counters().restarts());
  }

  /// Fails to clean up.
  private final class Untidy implements Handler<Cue> {
    @Override
    public void handle(Cue cue, Context<Cue> ctx) throws Exception {
      new Puppet("untidy", journal).handle(cue, ctx);
    }

    @Override
    public void terminate(ExitReason reason, Context<Cue> ctx) {
      throw new IllegalStateException("in the clean-up");
    }
  }

  @Test
  void aHandlerCleansUpWithTheCrashAsTheReason() {
    List<ExitReason> reasons = new ArrayList<>();
    Actor<Cue> actor =
        Actor.handler(
            () ->
                new Handler<>() {
                  @Override
                  public void handle(Cue cue, Context<Cue> ctx) throws Exception {
                    new Puppet("actor", journal).handle(cue, ctx);
                  }

                  @Override
                  public void terminate(ExitReason reason, Context<Cue> ctx) {
                    reasons.add(reason);
                  }
                });
    ActorRef<Cue> ref = start("actor", actor.supervised(AFTER_A_SECOND));
    IllegalStateException cause = new IllegalStateException("on purpose");
    ref.send(
        Cue.act(
            ctx -> {
              throw cause;
            }));
    system.advance(SECOND);
    ref.stop();
    awaitEnd(ref);
    assertEquals(List.of(ExitReason.crashed(cause), ExitReason.shutdown()), reasons);
  }

  @Test
  void whoHasDecidedToStopIsNotRestarted() {
    ActorRef<Cue> actor = restarting("actor");
    actor.send(
        Cue.act(
            ctx -> {
              ctx.stop();
              throw new IllegalStateException("on purpose");
            }));
    awaitEnd(actor);
    assertEquals(0, system.counters().restarts());
  }

  // --- ended while it waits for its restart

  @Test
  void aStopEndsTheWaitForARestart() {
    ActorRef<Cue> witness = start("witness");
    ActorRef<Cue> actor = restarting("actor");
    tell(witness, ctx -> ctx.monitor(actor, News::note));
    crash(actor);
    assertTrue(actor.isAlive());
    actor.send(FIRST);
    actor.stop(ExitReason.shutdown("for today"));
    awaitEnd(actor);
    journal.awaitLine("witness: down actor shutdown for today");
    assertEquals(1, starts("actor"));
    assertEquals(List.of(FIRST), deadLetters(Reason.STOPPED));
  }

  @Test
  void aKillEndsTheWaitForARestart() {
    ActorRef<Cue> witness = start("witness");
    ActorRef<Cue> actor = restarting("actor");
    tell(witness, ctx -> ctx.monitor(actor, News::note));
    crash(actor);
    actor.send(FIRST);
    actor.kill();
    awaitEnd(actor);
    journal.awaitLine("witness: down actor killed");
    assertEquals(1, starts("actor"));
    assertEquals(List.of(FIRST), deadLetters(Reason.STOPPED));
  }

  @Test
  void theStopOfTheOwnerEndsTheWaitForARestart() {
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> child = startChild(parent, "child", puppet("child").supervised(AFTER_A_SECOND));
    crash(child);
    parent.stop();
    awaitEnd(parent);
    assertFalse(child.isAlive());
    assertEquals(Duration.ZERO, system.time().elapsed());
  }

  @Test
  void theEndOfTheSystemEndsTheWaitForARestart() {
    ActorRef<Cue> actor = restarting("actor");
    crash(actor);
    system.close();
    assertFalse(actor.isAlive());
    assertEquals(Duration.ZERO, system.time().elapsed());
  }

  // --- what is told

  @Test
  void theRestartIsCountedAndShownAndTold() {
    EventLog<SystemEvent.Restarting> told = system.record(SystemEvent.Restarting.class);
    ActorRef<Cue> actor = restarting("actor");
    crash(actor);
    assertEquals(ActorSnapshot.State.RESTARTING, snapshot().state());
    assertEquals(0, snapshot().restarts());
    system.advance(SECOND);
    assertEquals(ActorSnapshot.State.IDLE, snapshot().state());
    assertEquals(1, snapshot().restarts());
    assertEquals(1, system.counters().restarts());
    assertEquals(1, system.counters().crashes());
    assertEquals(List.of(new SystemEvent.Restarting(actor, SECOND)), told.all());
  }

  private ActorSnapshot snapshot() {
    return system.snapshot().children().stream()
        .filter(each -> each.path().equals("/actor"))
        .findFirst()
        .orElseThrow();
  }

  // --- other supervision

  @Test
  void withStopACrashEndsItAsWithoutSupervision() {
    ActorRef<Cue> witness = start("witness");
    for (String name : List.of("supervised", "unsupervised")) {
      Actor<Cue> actor = puppet(name);
      ActorRef<Cue> ref =
          start(name, name.equals("supervised") ? actor.supervised(new Stop()) : actor);
      tell(witness, ctx -> ctx.monitor(ref, News::note));
      ref.send(CRASH);
      journal.awaitLine("witness: down " + name + " crashed on purpose");
    }
    assertEquals(0, system.counters().restarts());
  }

  @Test
  void givenTwiceTheLastSupervisionCounts() {
    ActorRef<Cue> stops =
        start("stops", puppet("stops").supervised(AFTER_A_SECOND).supervised(new Stop()));
    ActorRef<Cue> restarts =
        start("restarts", puppet("restarts").supervised(new Stop()).supervised(AFTER_A_SECOND));
    crash(stops);
    crash(restarts);
    assertFalse(stops.isAlive());
    assertTrue(restarts.isAlive());
  }
}
