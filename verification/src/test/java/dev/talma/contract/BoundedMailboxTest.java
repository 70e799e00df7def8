package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.AskInterruptedException;
import dev.talma.AskTimeoutException;
import dev.talma.DeadLetter.Reason;
import dev.talma.ExitReason;
import dev.talma.MailboxFullException;
import dev.talma.Overflow;
import dev.talma.SendInterruptedException;
import dev.talma.SystemEvent;
import dev.talma.testkit.Await;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Mailboxes with a limit.
@BothStyles
class BoundedMailboxTest extends StyledContract {
  private static final Cue FIRST = Cue.note("first");
  private static final Cue SECOND = Cue.note("second");
  private static final Cue THIRD = Cue.note("third");

  private ActorRef<Cue> bounded(int capacity, Overflow overflow) {
    return start("actor", puppet("actor").bounded(capacity, overflow));
  }

  /// Sends in a thread of its own, and tells how that went.
  private static CompletableFuture<String> sending(ActorRef<Cue> actor, Cue cue) {
    CompletableFuture<String> outcome = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                actor.send(cue);
                outcome.complete("sent");
              } catch (RuntimeException e) {
                outcome.completeExceptionally(e);
              }
            });
    return outcome;
  }

  /// A thread that waits for room.
  private static Thread blocked(Runnable send) {
    Thread sender = Thread.ofVirtual().start(send);
    Await.until("it waits for room", () -> sender.getState() == Thread.State.WAITING);
    return sender;
  }

  private void assertHandled(String... texts) {
    journal.awaitLine("actor: " + texts[texts.length - 1]);
    assertEquals(
        List.of(texts).stream().map(text -> "actor: " + text).toList(), journal.of("actor:"));
  }

  @Test
  void withoutABoundAMailboxHoldsWhatComes() {
    ActorRef<Cue> actor = start("actor");
    Gate gate = hold(actor);
    for (int i = 0; i < 100_000; i++) {
      actor.send(FIRST);
    }
    gate.open();
    settled(actor);
    assertEquals(100_000, journal.of("actor:").size());
  }

  @Test
  void theMessageInHandDoesNotCount() {
    ActorRef<Cue> actor = bounded(2, Overflow.REJECT);
    Gate gate = hold(actor);
    actor.send(FIRST);
    actor.send(SECOND);
    assertThrows(MailboxFullException.class, () -> actor.send(THIRD));
    gate.open();
    assertHandled("first", "second");
  }

  @Test
  void itCanRejectWhatComesTooMuch() {
    ActorRef<Cue> actor = bounded(1, Overflow.REJECT);
    Gate gate = hold(actor);
    actor.send(FIRST);
    MailboxFullException full = assertThrows(MailboxFullException.class, () -> actor.send(SECOND));
    assertSays(full, "contract:/actor", "full", "Cue$Note", "was not sent");
    gate.open();
    journal.awaitLine("actor: first");
    actor.send(THIRD);
    assertHandled("first", "third");
    assertEquals(1, system.counters().rejected());
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void itCanDropTheNewest() {
    ActorRef<Cue> actor = bounded(2, Overflow.DROP_NEWEST);
    Gate gate = hold(actor);
    actor.send(FIRST);
    actor.send(SECOND);
    actor.send(THIRD);
    gate.open();
    assertHandled("first", "second");
    assertEquals(List.of(THIRD), deadLetters(Reason.OVERFLOW));
    assertEquals(0, system.counters().rejected());
  }

  @Test
  void itCanDropTheOldest() {
    ActorRef<Cue> actor = bounded(2, Overflow.DROP_OLDEST);
    Gate gate = hold(actor);
    actor.send(FIRST);
    actor.send(SECOND);
    actor.send(THIRD);
    gate.open();
    assertHandled("second", "third");
    assertEquals(List.of(FIRST), deadLetters(Reason.OVERFLOW));
    assertEquals(0, system.counters().rejected());
  }

  @Test
  void itCanLetTheSenderWait() {
    ActorRef<Cue> actor = bounded(1, Overflow.BLOCK);
    Gate gate = hold(actor);
    actor.send(FIRST);
    Thread sender =
        blocked(
            () -> {
              actor.send(SECOND);
              actor.send(THIRD);
            });
    assertEquals(1, actor.waiting());
    gate.open();
    assertHandled("first", "second", "third");
    Await.until("the sender is through", () -> !sender.isAlive());
    assertEquals(0, system.counters().rejected());
  }

  @Test
  void everySenderThatWaitsGetsItsTurn() {
    ActorRef<Cue> actor = bounded(1, Overflow.BLOCK);
    Gate gate = hold(actor);
    List<CompletableFuture<String>> sending =
        IntStream.range(0, 200).mapToObj(i -> sending(actor, Cue.note("" + i))).toList();
    gate.open();
    sending.forEach(each -> assertEquals("sent", value(each)));
    Await.untilPasses(PATIENCE, () -> assertEquals(200, journal.of("actor:").size()));
  }

  @Test
  void whoIsInterruptedWhileItWaitsForRoomHasNotSent() {
    ActorRef<Cue> actor = bounded(1, Overflow.BLOCK);
    Gate gate = hold(actor);
    actor.send(FIRST);
    CompletableFuture<SendInterruptedException> failure = new CompletableFuture<>();
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Thread sender =
        blocked(
            () -> {
              failure.complete(
                  assertThrows(SendInterruptedException.class, () -> actor.send(SECOND)));
              flag.complete(Thread.currentThread().isInterrupted());
            });
    sender.interrupt();
    assertSays(value(failure), "contract:/actor", "Cue$Note", "was not sent");
    assertTrue(value(flag));
    gate.open();
    settled(actor);
    assertHandled("first");
    assertEquals(1, system.counters().rejected());
  }

  @Test
  void whoWaitsForRoomIsFreedByTheEndOfTheActor() {
    ActorRef<Cue> actor = bounded(1, Overflow.BLOCK);
    hold(actor);
    actor.send(FIRST);
    Thread sender = blocked(() -> actor.send(SECOND));
    actor.kill();
    Await.until("the sender is through", () -> !sender.isAlive());
    assertEquals(List.of(SECOND), deadLetters(Reason.NO_PROCESS));
  }

  @Test
  void anAskThatWaitsForRoomEndsInTime() {
    ActorRef<Cue> actor = bounded(1, Overflow.BLOCK);
    Gate gate = hold(actor);
    actor.send(FIRST);
    CompletableFuture<AskTimeoutException> timeout = new CompletableFuture<>();
    Cue.Question question = Cue.question((asked, ctx) -> journal.add("asked"));
    blocked(
        () ->
            timeout.complete(
                assertThrows(
                    AskTimeoutException.class, () -> actor.ask(question, Duration.ofSeconds(3)))));
    system.time().awaitTimers(1);
    system.time().advance(Duration.ofMillis(2_999));
    assertFalse(timeout.isDone());
    system.time().advance(Duration.ofMillis(1));
    assertSays(value(timeout), "contract:/actor", "Cue$Question", "PT3S");
    gate.open();
    settled(actor);
    assertEquals(List.of(), journal.of("asked"));
  }

  @Test
  void anAskThatIsInterruptedWhileItWaitsForRoomIsInterrupted() {
    ActorRef<Cue> actor = bounded(1, Overflow.BLOCK);
    Gate gate = hold(actor);
    actor.send(FIRST);
    CompletableFuture<AskInterruptedException> failure = new CompletableFuture<>();
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Thread asker =
        blocked(
            () -> {
              failure.complete(
                  assertThrows(
                      AskInterruptedException.class, () -> actor.ask(Cue.echo("late"), AGES)));
              flag.complete(Thread.currentThread().isInterrupted());
            });
    asker.interrupt();
    assertSays(value(failure), "contract:/actor", "Cue$Question");
    assertTrue(value(flag));
    gate.open();
    assertHandled("first");
  }

  @Test
  void aFutureToAMailboxThatBlocksWaitsForRoomAsASendDoes() {
    ActorRef<Cue> actor = bounded(1, Overflow.BLOCK);
    Gate gate = hold(actor);
    actor.send(FIRST);
    CompletableFuture<CompletableFuture<String>> late = new CompletableFuture<>();
    blocked(() -> late.complete(actor.askAsync(Cue.echo("late"), Duration.ofSeconds(1))));
    assertFalse(late.isDone());
    system.time().advance(Duration.ofSeconds(1));
    failure(AskTimeoutException.class, value(late));
    CompletableFuture<CompletableFuture<String>> interrupted = new CompletableFuture<>();
    Thread asker =
        blocked(() -> interrupted.complete(actor.askAsync(Cue.echo("interrupted"), AGES)));
    asker.interrupt();
    failure(AskInterruptedException.class, value(interrupted));
    gate.open();
    assertHandled("first");
  }

  @Test
  void whoPassesOnToAMailboxThatBlocksWaitsForRoomOnlyAsLongAsTheAsker() {
    ActorRef<Cue> full = bounded(1, Overflow.BLOCK);
    Gate gate = hold(full);
    full.send(FIRST);
    ActorRef<Cue> middle = start("middle");
    Cue.Question passedOn =
        Cue.question(
            (question, ctx) -> {
              ctx.forward(Cue.echo("late"), full);
              journal.add("middle goes on");
            });
    var answer = middle.askAsync(passedOn, Duration.ofSeconds(1));
    system.time().awaitTimers(2); // of the ask, and of the wait for room
    system.time().advance(Duration.ofSeconds(1));
    failure(AskTimeoutException.class, answer);
    journal.awaitLine("middle goes on");
    gate.open();
    assertHandled("first");
  }

  @Test
  void anAskThatFindsRoomInTimeIsAnswered() {
    ActorRef<Cue> actor = bounded(1, Overflow.BLOCK);
    Gate gate = hold(actor);
    actor.send(FIRST);
    CompletableFuture<String> answer = new CompletableFuture<>();
    blocked(() -> answer.complete(actor.ask(Cue.echo("answer"), AGES)));
    gate.open();
    assertEquals("answer", value(answer));
  }

  @Test
  void anActorThatWaitsForRoomHoldsUpNobodyElse() {
    ActorRef<Cue> full = bounded(1, Overflow.BLOCK);
    Gate gate = hold(full);
    full.send(FIRST);
    List<ActorRef<Cue>> senders = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      ActorRef<Cue> sender = system.spawn(puppet("sender"));
      sender.send(Cue.act(_ -> full.send(SECOND)));
      senders.add(sender);
    }
    for (int i = 0; i < 50; i++) {
      settled(system.spawn(puppet("other")));
    }
    gate.open();
    senders.forEach(Contract::settled);
    Await.untilPasses(PATIENCE, () -> assertEquals(201, journal.of("actor:").size()));
  }

  @Test
  void anActorThatSendsToItselfIsRefusedInsteadOfWaitingForEver() {
    ActorRef<Cue> actor = bounded(1, Overflow.BLOCK);
    Gate gate = system.gate("before it sends to itself");
    CompletableFuture<MailboxFullException> refused = new CompletableFuture<>();
    actor.send(
        Cue.act(
            ctx -> {
              gate.pass();
              refused.complete(
                  assertThrows(MailboxFullException.class, () -> ctx.self().send(SECOND)));
            }));
    gate.awaitArrival();
    actor.send(FIRST);
    gate.open();
    assertSays(value(refused), "contract:/actor", "itself", "for ever", "was not sent");
    assertHandled("first");
    assertEquals(1, system.counters().rejected());
  }

  @Test
  void signalsAndTicksAndNoticesAreExempt() {
    for (Overflow overflow : Overflow.values()) {
      journal.clear();
      ActorRef<Cue> target = start("target-" + overflow);
      ActorRef<Cue> actor = start("exempt-" + overflow, puppet("actor").bounded(1, overflow));
      tell(
          actor,
          ctx -> {
            ctx.trapExits(_ -> Cue.note("exit"));
            ctx.monitor(target, _ -> Cue.note("down"));
            ctx.link(target);
            ctx.schedule(Cue.note("tick"), Duration.ofSeconds(1));
          });
      Gate gate = hold(actor);
      actor.send(FIRST);
      var end = witness(target);
      target.stop();
      value(end);
      system.time().advance(Duration.ofSeconds(1));
      actor.stop(ExitReason.shutdown("last of all"));
      gate.open();
      awaitEnd(actor);
      assertEquals(
          List.of("actor: first", "actor: exit", "actor: down", "actor: tick"),
          journal.of("actor:"),
          overflow.name());
    }
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void theyDoNotTakeTheRoomOfMessagesEither() {
    ActorRef<Cue> target = start("target");
    ActorRef<Cue> actor = bounded(2, Overflow.DROP_OLDEST);
    tell(actor, ctx -> ctx.monitor(target, _ -> Cue.note("down")));
    Gate gate = hold(actor);
    var end = witness(target);
    target.stop();
    value(end);
    actor.send(FIRST);
    actor.send(SECOND);
    actor.send(THIRD);
    gate.open();
    assertHandled("down", "second", "third");
    assertEquals(List.of(FIRST), deadLetters(Reason.OVERFLOW));
  }

  @Test
  void aSubscriberMayMissEventsItHasNoRoomFor() {
    for (Overflow overflow : Overflow.values()) {
      ActorRef<SystemEvent> subscriber =
          system.spawn(
              style
                  .<SystemEvent>of((event, ctx) -> journal.add(overflow + " event"))
                  .bounded(1, overflow));
      system.subscribe(SystemEvent.Started.class, subscriber);
    }
    for (int i = 0; i < 100; i++) {
      start("started-" + i);
    }
    for (Overflow overflow : Overflow.values()) {
      journal.awaitLine(overflow + " event");
    }
    assertEquals(0, system.counters().deadLettersTotal());
    assertEquals(0, system.counters().rejected());
  }
}
