package dev.talma.contract;

import static dev.talma.Selection.skip;
import static dev.talma.Selection.take;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.ActorRef;
import dev.talma.Cancellable;
import dev.talma.DeadLetter.Reason;
import dev.talma.NotAnsweredException;
import dev.talma.Request;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Selective receive between the turns of a loop, and what it shows to its selector.
class ReceiveTest extends Contract {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /// At which an actor waits until its mailbox is filled.
  private Gate filled;

  @Override
  Style style() {
    return Style.LOOP;
  }

  @BeforeEach
  void closeTheGate() {
    filled = system.gate("filled");
  }

  @Test
  void itReturnsWhatTheSelectorMakesOfTheMessage() {
    ActorRef<String> actor =
        system.spawn(
            (mailbox, ctx) -> {
              int length = mailbox.receive(m -> m.isEmpty() ? skip() : take(m.length()));
              journal.add("length " + length);
            });
    actor.send("");
    actor.send("four");
    journal.await("length 4");
  }

  private sealed interface Desk {
    record Order(String item) implements Desk, Request<Desk, String> {}

    record Price(int amount) implements Desk {}

    record Count() implements Desk, Request<Desk, Integer> {}
  }

  @Test
  void insideOfTheLoopTheOuterRequestStaysOpenAndTheInnerOneCanBeAnswered() {
    Gate asked = system.gate("asked");
    ActorRef<Desk> desk =
        system.spawn(
            (mailbox, ctx) -> {
              for (Desk message : mailbox) {
                if (message instanceof Desk.Order order) {
                  asked.pass();
                  Desk.Count count =
                      mailbox.receive(m -> m instanceof Desk.Count c ? take(c) : skip());
                  ctx.reply(count, 1);
                  int amount =
                      mailbox.receive(m -> m instanceof Desk.Price(int a) ? take(a) : skip());
                  ctx.reply(order, order.item() + " for " + amount);
                }
              }
            });
    var order = desk.askAsync(new Desk.Order("book"), AGES);
    asked.awaitArrival();
    desk.send(new Desk.Price(5));
    var count = desk.askAsync(new Desk.Count(), AGES);
    asked.open();
    assertEquals(1, value(count));
    assertEquals("book for 5", value(order));
  }

  @Test
  void aRequestThatAReceiveTookIsHandledAtTheNextReceiveOrTurn() {
    Gate gate = system.gate("in between");
    ActorRef<Desk> desk =
        system.spawn(
            (mailbox, ctx) -> {
              mailbox.receive(m -> m instanceof Desk.Count ? take(m) : skip());
              gate.pass();
              mailbox.receive(m -> m instanceof Desk.Count ? take(m) : skip());
              gate.pass();
              for (Desk message : mailbox) {
                journal.add("a turn");
              }
            });
    var first = desk.askAsync(new Desk.Count(), AGES);
    var second = desk.askAsync(new Desk.Count(), AGES);
    gate.awaitArrival();
    assertFalse(first.isDone());
    gate.letOnePass();
    failure(NotAnsweredException.class, first);
    gate.awaitPassed(1);
    gate.awaitArrival();
    assertFalse(second.isDone());
    gate.open();
    failure(NotAnsweredException.class, second);
  }

  @Test
  void whatItOffersIsWhatTheLoopWouldGet() {
    AtomicInteger looks = new AtomicInteger();
    CompletableFuture<Cancellable> timer = new CompletableFuture<>();
    ActorRef<Cue> target = start("target");
    ActorRef<Cue> actor =
        system.spawn(
            (mailbox, ctx) -> {
              ctx.monitor(target, down -> Cue.note("down"));
              timer.complete(ctx.schedule(Cue.note("cancelled"), SECOND));
              filled.pass();
              Cue taken =
                  mailbox.receive(
                      cue -> {
                        looks.incrementAndGet();
                        return cue.equals(Cue.note("wanted")) ? take(cue) : skip();
                      });
              journal.add("took " + taken);
              for (Cue cue : mailbox) {
                journal.add("" + cue);
              }
            });
    filled.awaitArrival();
    journal.clear();
    system.time().advance(SECOND);
    value(timer).cancel();
    var answer = actor.askAsync(Cue.question("given up", (question, ctx) -> {}), AGES);
    answer.cancel(false);
    var end = witness(target);
    target.stop();
    value(end);
    journal.clear();
    actor.send(Cue.note("wanted"));
    filled.open();
    journal.await("took wanted", "down");
    assertEquals(2, looks.get(), "neither the cancelled tick nor the ask that was given up");
    assertEquals(1, deadLetters(Reason.ABANDONED).size());
  }

  @Test
  void onlyValuesCanBeTaken() {
    assertThrows(NullPointerException.class, () -> take(nothing()));
  }

  @SuppressWarnings("NullAway") // on purpose
  private static <T> T nothing() {
    return null;
  }
}
