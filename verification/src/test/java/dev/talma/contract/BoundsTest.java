package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.AskInterruptedException;
import dev.talma.AskTimeoutException;
import dev.talma.Counters;
import dev.talma.DeadLetter;
import dev.talma.ExitReason;
import dev.talma.MailboxFullException;
import dev.talma.Overflow;
import dev.talma.SendInterruptedException;
import dev.talma.TargetStoppedException;
import dev.talma.testkit.Await;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What becomes of messages that find a bounded mailbox full.
@BothStyles
class BoundsTest extends StyledContract {

  private ActorRef<Cue> start(int capacity, Overflow overflow) {
    return start("actor", puppet("actor").bounded(capacity, overflow));
  }

  /// Keeps the actor busy, and fills its mailbox with `1`, `2` and so on.
  private Gate fill(ActorRef<Cue> actor, int capacity) {
    Gate gate = hold(actor);
    for (int i = 1; i <= capacity; i++) {
      actor.send(Cue.note("" + i));
    }
    return gate;
  }

  /// A thread that does something and keeps what came of it.
  private static final class Other {
    final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    final Thread thread;

    Other(Runnable work) {
      thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      work.run();
                      interrupted.complete(Thread.currentThread().isInterrupted());
                    } catch (RuntimeException e) {
                      assertEquals(
                          e instanceof SendInterruptedException
                              || e instanceof AskInterruptedException,
                          Thread.currentThread().isInterrupted());
                      interrupted.completeExceptionally(e);
                    } catch (Throwable t) {
                      interrupted.completeExceptionally(t);
                    }
                  });
    }

    Other waits() {
      Await.until(
          "the sender waits",
          PATIENCE,
          () ->
              thread.getState() == Thread.State.WAITING
                  || thread.getState() == Thread.State.TIMED_WAITING);
      return this;
    }

    /// Is done, without a failure and without being interrupted.
    void isDone() {
      assertFalse(value(interrupted));
    }
  }

  // --- the policies

  @Test
  void rejectTellsTheSenderAndSendsNothing() {
    ActorRef<Cue> actor = start(2, Overflow.REJECT);
    Gate gate = fill(actor, 2);
    MailboxFullException full =
        assertThrows(MailboxFullException.class, () -> actor.send(Cue.note("3")));
    assertSays(full, "/actor", "full", Cue.Note.class.getName(), "not sent");
    gate.open();
    system.settle();
    assertEquals(List.of("actor: 1", "actor: 2"), journal.of("actor:"));
    assertEquals(1, system.counters().rejected());
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void dropNewestMakesTheNewOneADeadLetter() {
    ActorRef<Cue> actor = start(2, Overflow.DROP_NEWEST);
    Gate gate = fill(actor, 2);
    actor.send(Cue.note("3"));
    actor.send(Cue.note("4"));
    assertEquals(List.of(Cue.note("3"), Cue.note("4")), deadLetters(DeadLetter.Reason.OVERFLOW));
    gate.open();
    system.settle();
    assertEquals(List.of("actor: 1", "actor: 2"), journal.of("actor:"));
    assertEquals(0, system.counters().rejected());
  }

  @Test
  void dropOldestMakesTheOneThatWaitedLongestADeadLetter() {
    ActorRef<Cue> actor = start(2, Overflow.DROP_OLDEST);
    Gate gate = fill(actor, 2);
    actor.send(Cue.note("3"));
    actor.send(Cue.note("4"));
    actor.send(Cue.note("5"));
    assertEquals(
        List.of(Cue.note("1"), Cue.note("2"), Cue.note("3")),
        deadLetters(DeadLetter.Reason.OVERFLOW));
    gate.open();
    system.settle();
    assertEquals(List.of("actor: 4", "actor: 5"), journal.of("actor:"));
    assertEquals(0, system.counters().rejected());
  }

  @Test
  void blockLetsTheSenderWaitUntilThereIsRoom() {
    ActorRef<Cue> actor = start(2, Overflow.BLOCK);
    Gate gate = fill(actor, 2);
    Other sender =
        new Other(
            () -> {
              actor.send(Cue.note("3"));
              actor.send(Cue.note("4"));
              actor.send(Cue.note("5"));
            });
    sender.waits();
    assertEquals(2, actor.waiting());
    gate.open();
    sender.isDone();
    system.settle();
    assertEquals(
        List.of("actor: 1", "actor: 2", "actor: 3", "actor: 4", "actor: 5"), journal.of("actor:"));
    assertEquals(0, system.counters().rejected());
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void oneRoomLetsOneSenderIn() {
    ActorRef<Cue> actor = start(1, Overflow.BLOCK);
    Gate gate = fill(actor, 1);
    List<Other> senders = new ArrayList<>();
    Gate later = system.gate("later");
    for (int i = 0; i < 10; i++) {
      senders.add(new Other(() -> actor.send(Cue.act(_ -> later.pass()))).waits());
    }
    gate.open();
    later.awaitArrival();
    for (int handled = 1; handled < 9; handled++) {
      int sent = handled + 1; // one is in the actor's hands, and one waits in the mailbox
      Await.until(
          sent + " are sent",
          PATIENCE,
          () -> senders.stream().filter(each -> each.interrupted.isDone()).count() == sent);
      assertEquals(1, actor.waiting());
      later.letOnePass();
      later.awaitPassed(handled);
      later.awaitArrival();
    }
    later.open();
    senders.forEach(Other::isDone);
  }

  @Test
  void whatIsBeingHandledTakesUpNoRoom() {
    ActorRef<Cue> actor = start(1, Overflow.REJECT);
    Gate gate = hold(actor);
    actor.send(Cue.note("fits"));
    assertThrows(MailboxFullException.class, () -> actor.send(Cue.note("does not")));
    gate.open();
    system.settle();
    actor.send(Cue.note("fits again"));
    system.settle();
    assertEquals(List.of("actor: fits", "actor: fits again"), journal.of("actor:"));
  }

  // --- who waits for room

  @Test
  void theEndOfTheTargetReleasesTheSenderAndMakesADeadLetter() {
    for (boolean kill : new boolean[] {true, false}) {
      ActorRef<Cue> actor = start(1, Overflow.BLOCK);
      Gate gate = system.gate("before the end");
      actor.send(
          Cue.act(
              ctx -> {
                gate.pass();
                ctx.stop();
              }));
      gate.awaitArrival();
      actor.send(Cue.note("waits"));
      Cue late = Cue.note("waits for room, kill is " + kill);
      Other sender = new Other(() -> actor.send(late)).waits();
      if (kill) {
        actor.kill();
      } else {
        gate.open();
      }
      sender.isDone();
      awaitEnd(actor);
      assertTrue(deadLetters(DeadLetter.Reason.NO_PROCESS).contains(late));
    }
    assertEquals(List.of(), journal.of("actor:"));
  }

  @Test
  void anInterruptEndsTheWaitAndNothingWasSent() {
    ActorRef<Cue> actor = start(1, Overflow.BLOCK);
    Gate gate = fill(actor, 1);
    Other sender = new Other(() -> actor.send(Cue.note("2"))).waits();
    sender.thread.interrupt();
    // the thread itself looks whether its flag is kept
    SendInterruptedException interrupted =
        failure(SendInterruptedException.class, sender.interrupted);
    assertSays(interrupted, "/actor", "room", Cue.Note.class.getName(), "not sent");
    assertEquals(1, actor.waiting());
    assertEquals(1, system.counters().rejected());
    gate.open();
    system.settle();
    assertEquals(List.of("actor: 1"), journal.of("actor:"));
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void anInterruptedThreadMaySendWhereThereIsRoom() {
    ActorRef<Cue> actor = start(1, Overflow.BLOCK);
    Gate gate = hold(actor);
    Other sender =
        new Other(
            () -> {
              Thread.currentThread().interrupt();
              actor.send(Cue.note("1"));
            });
    assertTrue(value(sender.interrupted), "it is still interrupted");
    gate.open();
    system.settle();
    assertEquals(List.of("actor: 1"), journal.of("actor:"));
  }

  @Test
  void actorsThatWaitForRoomDoNotHoldUpOthers() {
    ActorRef<Cue> full = start(1, Overflow.BLOCK);
    Gate gate = fill(full, 1);
    int many = 200;
    List<ActorRef<Cue>> senders = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      ActorRef<Cue> sender = start("sender" + i);
      sender.send(Cue.act(_ -> full.send(Cue.note("late"))));
      senders.add(sender);
    }
    ActorRef<Cue> other = start("other");
    for (int i = 0; i < 100; i++) {
      settled(other);
    }
    gate.open();
    senders.forEach(Contract::settled);
    system.settle();
    assertEquals(many, journal.of("actor: late").size());
  }

  @Test
  void anActorThatWaitsForRoomCanBeKilled() {
    ActorRef<Cue> full = start(1, Overflow.BLOCK);
    Gate gate = fill(full, 1);
    ActorRef<Cue> sender = start("sender");
    sender.send(Cue.act(_ -> full.send(Cue.note("late"))));
    sender.send(Cue.note("waits"));
    sender.kill();
    awaitEnd(sender);
    gate.open();
    system.settle();
    assertEquals(List.of("actor: 1"), journal.of("actor:"));
  }

  @Test
  void anActorThatWouldWaitForItselfIsRefused() {
    ActorRef<Cue> actor = start(1, Overflow.BLOCK);
    MailboxFullException refused =
        in(
            actor,
            ctx -> {
              ctx.self().send(Cue.note("fits"));
              return assertThrows(
                  MailboxFullException.class, () -> ctx.self().send(Cue.note("does not")));
            });
    assertSays(refused, "/actor", "the actor itself", "not sent");
    system.settle();
    assertEquals(List.of("actor: fits"), journal.of("actor:"));
    assertEquals(1, system.counters().rejected());
  }

  // --- what is exempt

  @ParameterizedTest
  @EnumSource(Overflow.class)
  void ticksNoticesAndSignalsAreNeverDroppedAndNeverWait(Overflow overflow) {
    ActorRef<Cue> actor = start(1, overflow);
    ActorRef<Cue> watched = start("watched");
    ActorRef<Cue> linked = start("linked");
    tell(
        actor,
        ctx -> {
          ctx.schedule(Cue.note("once"), Duration.ofSeconds(1));
          ctx.scheduleEvery(Cue.note("tick"), Duration.ofSeconds(1));
          ctx.monitor(watched, _ -> Cue.note("down"));
          ctx.onSignal(signal -> journal.add("actor: signal of " + signal.ref().name()));
          ctx.monitor(watched);
        });
    tell(actor, ctx -> ctx.link(linked));
    tell(actor, ctx -> ctx.trapExits(_ -> Cue.note("exit")));
    Gate gate = fill(actor, 1);
    system.advance(Duration.ofSeconds(1), actor);
    watched.stop();
    awaitEnd(watched);
    linked.kill();
    awaitEnd(linked);
    system.settle(actor);
    actor.stop(ExitReason.shutdown("enough"));
    gate.open();
    awaitEnd(actor);
    assertEquals(
        List.of(
            "actor: 1",
            "actor: down",
            "actor: exit",
            "actor: once",
            "actor: signal of watched",
            "actor: tick"),
        journal.of("actor:").stream().sorted().toList());
    assertEquals("actor: 1", journal.of("actor:").getFirst());
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @ParameterizedTest
  @EnumSource(Overflow.class)
  void whatIsExemptTakesUpNoRoom(Overflow overflow) {
    ActorRef<Cue> actor = start(1, overflow);
    ActorRef<Cue> watched = start("watched");
    tell(
        actor,
        ctx -> {
          ctx.schedule(Cue.note("once"), Duration.ofSeconds(1));
          ctx.monitor(watched, _ -> Cue.note("down"));
        });
    Gate gate = hold(actor);
    system.advance(Duration.ofSeconds(1), actor);
    watched.kill();
    awaitEnd(watched);
    actor.send(Cue.note("fits"));
    gate.open();
    system.settle();
    assertEquals(List.of("actor: once", "actor: down", "actor: fits"), journal.of("actor:"));
  }

  @ParameterizedTest
  @EnumSource(Overflow.class)
  void aFullMailboxDoesNotHoldUpAKill(Overflow overflow) {
    ActorRef<Cue> actor = start(1, overflow);
    fill(actor, 1);
    actor.kill();
    awaitEnd(actor);
    assertEquals(List.of(), journal.of("actor:"));
  }

  // --- asks

  @ParameterizedTest
  @EnumSource(names = {"REJECT", "DROP_NEWEST"})
  void anAskThatDoesNotGetInFailsAtOnce(Overflow overflow) {
    ActorRef<Cue> actor = start(1, overflow);
    Gate gate = fill(actor, 1);
    Cue.Question question = Cue.echo("too late");
    MailboxFullException full =
        assertThrows(MailboxFullException.class, () -> actor.ask(question, AGES));
    assertSays(full, "/actor", "full", Cue.Question.class.getName());
    failure(MailboxFullException.class, actor.askAsync(question, AGES));
    gate.open();
    system.settle();
    assertEquals(overflow == Overflow.REJECT ? 2 : 0, system.counters().rejected());
    assertEquals(
        overflow == Overflow.REJECT ? 0 : 2,
        system.counters().deadLetters(DeadLetter.Reason.OVERFLOW));
  }

  @Test
  void anAskThatIsDroppedForANewerMessageFailsAtOnce() {
    ActorRef<Cue> actor = start(1, Overflow.DROP_OLDEST);
    Gate gate = hold(actor);
    Cue.Question question = Cue.echo("too late");
    CompletableFuture<String> answer = actor.askAsync(question, AGES);
    actor.send(Cue.note("newer"));
    assertSays(failure(MailboxFullException.class, answer), "/actor", "not handled");
    assertEquals(List.of(question), deadLetters(DeadLetter.Reason.OVERFLOW));
    gate.open();
    system.settle();
    assertEquals(List.of("actor: newer"), journal.of("actor:"));
  }

  @Test
  void anAskWaitsForRoomAndIsAnswered() {
    ActorRef<Cue> actor = start(1, Overflow.BLOCK);
    Gate gate = fill(actor, 1);
    CompletableFuture<String> answer = new CompletableFuture<>();
    Other asker = new Other(() -> answer.complete(actor.ask(Cue.echo("in time"), AGES))).waits();
    gate.open();
    assertEquals("in time", value(answer));
    asker.isDone();
  }

  @Test
  void anAskThatWaitsForRoomEndsWithItsTimeout() {
    ActorRef<Cue> actor = start(1, Overflow.BLOCK);
    Gate gate = fill(actor, 1);
    Duration timeout = Duration.ofSeconds(3);
    Other asker = new Other(() -> actor.ask(Cue.echo("late"), timeout)).waits();
    CompletableFuture<String> answer = new CompletableFuture<>();
    Other asyncAsker =
        new Other(() -> actor.askAsync(Cue.echo("late"), timeout).whenComplete(settle(answer)))
            .waits();
    Await.until("both have set their timers", PATIENCE, () -> system.time().pending() == 3);
    system.time().advance(timeout);
    assertSays(failure(AskTimeoutException.class, asker.interrupted), "/actor", "PT3S");
    failure(AskTimeoutException.class, answer);
    asyncAsker.isDone();
    assertEquals(1, actor.waiting(), "they do not wait any more");
    assertEquals(2, deadLetters(DeadLetter.Reason.ABANDONED).size());
    gate.open();
    system.settle();
    assertEquals(List.of("actor: 1"), journal.of("actor:"));
    assertEquals(0, system.counters().lateReplies());
  }

  private static java.util.function.BiConsumer<String, Throwable> settle(
      CompletableFuture<String> future) {
    return (value, failure) -> {
      if (failure == null) {
        future.complete(value);
      } else {
        future.completeExceptionally(failure);
      }
    };
  }

  @Test
  void anInterruptOfAnAskThatWaitsForRoomEndsTheAsk() {
    ActorRef<Cue> actor = start(1, Overflow.BLOCK);
    Gate gate = fill(actor, 1);
    Other asker = new Other(() -> actor.ask(Cue.echo("late"), AGES)).waits();
    asker.thread.interrupt();
    assertSays(
        failure(AskInterruptedException.class, asker.interrupted), "/actor", "room", "not sent");
    gate.open();
    system.settle();
    assertEquals(List.of("actor: 1"), journal.of("actor:"));
    assertEquals(1, system.counters().rejected());
  }

  @Test
  void theEndOfTheTargetEndsAnAskThatWaitsForRoom() {
    ActorRef<Cue> actor = start(1, Overflow.BLOCK);
    Gate _ = hold(actor);
    CompletableFuture<String> waiting = actor.askAsync(Cue.echo("waits"), AGES);
    Other asker = new Other(() -> actor.ask(Cue.echo("late"), AGES)).waits();
    actor.kill();
    failure(TargetStoppedException.class, waiting);
    failure(dev.talma.NoProcessException.class, asker.interrupted);
  }

  @Test
  void aForwardWaitsForRoomNoLongerThanTheAsker() {
    ActorRef<Cue> full = start(1, Overflow.BLOCK);
    Gate gate = fill(full, 1);
    ActorRef<Cue> middle = start("middle");
    CompletableFuture<String> answer =
        middle.askAsync(
            Cue.question((question, ctx) -> ctx.forward(question, full)), Duration.ofSeconds(3));
    middle.send(Cue.note("goes on"));
    Await.until("the forward waits", PATIENCE, () -> system.time().pending() == 2);
    system.time().advance(Duration.ofSeconds(3));
    failure(AskTimeoutException.class, answer);
    journal.awaitLine("middle: goes on");
    gate.open();
    system.settle();
  }

  // --- the numbers

  @Test
  void everyMessageToAFullMailboxIsAccountedFor() {
    for (Overflow overflow : List.of(Overflow.REJECT, Overflow.DROP_NEWEST, Overflow.DROP_OLDEST)) {
      ActorRef<Cue> actor = start(3, overflow);
      system.settle();
      Counters before = system.counters();
      Gate gate = hold(actor);
      int refused = 0;
      for (int i = 0; i < 10; i++) {
        try {
          actor.send(Cue.note("message"));
        } catch (MailboxFullException full) {
          refused++;
        }
      }
      gate.open();
      system.settle();
      Counters after = system.counters();
      assertEquals(before.handled() + 1 + 3, after.handled(), overflow.name());
      assertEquals(before.rejected() + refused, after.rejected());
      assertEquals(
          before.deadLetters(DeadLetter.Reason.OVERFLOW) + 7 - refused,
          after.deadLetters(DeadLetter.Reason.OVERFLOW));
      actor.stop();
      awaitEnd(actor);
    }
    assertEquals(7, system.counters().rejected());
  }
}
