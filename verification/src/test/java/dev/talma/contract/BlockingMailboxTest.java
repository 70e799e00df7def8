package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.AskInterruptedException;
import dev.talma.AskTimeoutException;
import dev.talma.DeadLetter;
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

/// Senders that wait for room in a full mailbox.
@BothStyles
class BlockingMailboxTest extends MailboxContract {

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

  // --- asks

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
    assertEquals(2, system.counters().rejected(), "they never got in");
    assertEquals(0, system.counters().deadLettersTotal());
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
}
