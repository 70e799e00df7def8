package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.ActorRef;
import dev.talma.AskInterruptedException;
import dev.talma.AskTimeoutException;
import dev.talma.DeadLetter.Reason;
import dev.talma.MailboxFullException;
import dev.talma.Overflow;
import dev.talma.SystemEvent;
import dev.talma.testkit.Await;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Mailboxes with a limit: what each policy does.
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
