package dev.talma.contract;

import static dev.talma.Selection.skip;
import static dev.talma.Selection.take;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Cancellable;
import dev.talma.DeadLetter.Reason;
import dev.talma.MailboxFullException;
import dev.talma.NotAnsweredException;
import dev.talma.Overflow;
import dev.talma.Request;
import dev.talma.Restart;
import dev.talma.Selection;
import dev.talma.testkit.Await;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Selective receive: what is taken, and what becomes of the rest.
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

  private static <M> Function<M, Selection<M>> only(M wanted) {
    return message -> message.equals(wanted) ? take(message) : skip();
  }

  /// Starts an actor that waits until these messages are in its mailbox.
  private ActorRef<String> filled(Actor<String> actor, String... messages) {
    ActorRef<String> ref = system.spawn("actor", actor);
    filled.awaitArrival();
    List.of(messages).forEach(ref::send);
    filled.open();
    return ref;
  }

  private void noteRest(Iterable<String> mailbox) {
    for (String message : mailbox) {
      journal.add(message);
    }
  }

  @Test
  void itTakesTheFirstThatFitsAndLeavesTheOthersInTheirOrder() {
    filled(
        (mailbox, ctx) -> {
          filled.pass();
          journal.add("took " + mailbox.receive(only("c")));
          journal.add("took " + mailbox.<String>receive(m -> m.startsWith("a") ? take(m) : skip()));
          noteRest(mailbox);
        },
        "b",
        "a1",
        "c",
        "a2",
        "d");
    journal.await("took c", "took a1", "b", "a2", "d");
  }

  @Test
  void itWaitsForOneThatIsStillToCome() {
    ActorRef<String> actor =
        filled(
            (mailbox, ctx) -> {
              filled.pass();
              journal.add("took " + mailbox.receive(only("wanted")));
              noteRest(mailbox);
            },
            "a",
            "b");
    actor.send("c");
    actor.send("wanted");
    actor.send("d");
    journal.await("took wanted", "a", "b", "c", "d");
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

  // --- time

  @Test
  void itGivesUpWhenItsTimeIsOver() {
    ActorRef<String> actor =
        system.spawn(
            "actor",
            (mailbox, ctx) -> {
              journal.add("got " + mailbox.receive(only("wanted"), SECOND));
              noteRest(mailbox);
            });
    actor.send("a");
    system.time().awaitTimers(1);
    system.advance(Duration.ofMillis(999));
    journal.expect();
    system.advance(Duration.ofMillis(1));
    journal.await("got Optional.empty", "a");
    assertEquals(0, system.time().pending());
  }

  @Test
  void aTimeoutOfNothingOnlyLooks() {
    filled(
        (mailbox, ctx) -> {
          filled.pass();
          journal.add("got " + mailbox.receive(only("b"), Duration.ZERO));
          journal.add("got " + mailbox.receive(only("c"), Duration.ZERO));
          journal.add("polled " + mailbox.poll(Duration.ZERO));
          journal.add("polled " + mailbox.poll(Duration.ZERO));
        },
        "a",
        "b");
    journal.await(
        "got Optional[b]", "got Optional.empty", "polled Optional[a]", "polled Optional.empty");
  }

  // --- marks

  @Test
  void aReceiveFromAMarkLooksOnlyAtWhatCameLater() {
    AtomicInteger looks = new AtomicInteger();
    filled(
        (mailbox, ctx) -> {
          filled.pass();
          var mark = mailbox.mark();
          ctx.self().send("wanted");
          ctx.self().send("later");
          journal.add(
              "got "
                  + mailbox.receive(
                      mark,
                      m -> {
                        looks.incrementAndGet();
                        return m.equals("wanted") ? take(m) : skip();
                      },
                      AGES));
          noteRest(mailbox);
        },
        "wanted",
        "a",
        "b");
    journal.await("got Optional[wanted]", "wanted", "a", "b", "later");
    assertEquals(1, looks.get());
  }

  @Test
  void aMarkHoldsWhileTheLoopGoesOn() {
    filled(
        (mailbox, ctx) -> {
          filled.pass();
          var mark = mailbox.mark();
          var messages = mailbox.iterator();
          journal.add("loop " + messages.next());
          ctx.self().send("after the mark");
          journal.add("got " + mailbox.receive(mark, Selection::take, Duration.ZERO));
          journal.add("loop " + messages.next());
          ctx.self().send("after the mark, too");
          journal.add("got " + mailbox.receive(mark, Selection::take, Duration.ZERO));
          journal.add("got " + mailbox.receive(mark, Selection::take, Duration.ZERO));
        },
        "a",
        "b");
    journal.await(
        "loop a",
        "got Optional[after the mark]",
        "loop b",
        "got Optional[after the mark, too]",
        "got Optional.empty");
  }

  @Test
  void aNewMarkMakesTheFormerOneVoid() {
    CompletableFuture<IllegalStateException> refused = new CompletableFuture<>();
    CompletableFuture<IllegalArgumentException> foreign = new CompletableFuture<>();
    system.spawn(
        "actor",
        (Actor<String>)
            (mailbox, ctx) -> {
              var first = mailbox.mark();
              mailbox.mark();
              refused.complete(
                  assertThrows(
                      IllegalStateException.class,
                      () -> mailbox.receive(first, Selection::take, Duration.ZERO)));
              foreign.complete(
                  assertThrows(
                      IllegalArgumentException.class,
                      () ->
                          mailbox.receive(
                              new dev.talma.Mailbox.Mark() {}, Selection::take, Duration.ZERO)));
            });
    assertSays(value(refused), "void", "contract:/actor");
    value(foreign);
  }

  // --- inside of the loop

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
  void theSenderIsThatOfTheMessageTakenLast() {
    ActorRef<Cue> outer = start("outer");
    ActorRef<Cue> inner = start("inner");
    ActorRef<String> actor =
        system.spawn(
            (mailbox, ctx) -> {
              for (String message : mailbox) {
                journal.add(ctx.sender().orElseThrow().name());
                mailbox.receive(only("inner"));
                journal.add(ctx.sender().orElseThrow().name());
              }
            });
    journal.clear();
    actor.send("outer", outer);
    actor.send("inner", inner);
    journal.await("outer", "inner");
  }

  // --- the end

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
  void aSelectorThatThrowsCrashesTheActorAndLeavesTheMessageWhereItIs() {
    AtomicInteger runs = new AtomicInteger();
    filled(
        ((Actor<String>)
                (mailbox, ctx) -> {
                  if (runs.incrementAndGet() == 1) {
                    filled.pass();
                    mailbox.receive(
                        m -> {
                          if (m.equals("b")) {
                            throw new IllegalStateException("on purpose");
                          }
                          return skip();
                        });
                  }
                  noteRest(mailbox);
                })
            .supervised(Restart.always()),
        "a",
        "b",
        "c");
    journal.await("a", "b", "c");
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void messagesThatWereSkippedCountAgainstTheBound() {
    ActorRef<String> actor =
        system.spawn(
            ((Actor<String>)
                    (mailbox, ctx) -> {
                      mailbox.receive(only("wanted"), SECOND);
                      noteRest(mailbox);
                    })
                .bounded(2, Overflow.REJECT));
    actor.send("a");
    actor.send("b");
    system.time().awaitTimers(1);
    Await.until("both were looked at", () -> stateIsIdle());
    assertThrows(MailboxFullException.class, () -> actor.send("c"));
    system.advance(SECOND);
    journal.await("a", "b");
    actor.send("d");
    journal.await("a", "b", "d");
  }

  @Test
  void whatAReceiveHasLookedAtIsNotDroppedForNewerOnes() {
    ActorRef<String> actor =
        system.spawn(
            ((Actor<String>)
                    (mailbox, ctx) -> {
                      mailbox.receive(only("wanted"), SECOND);
                      noteRest(mailbox);
                    })
                .bounded(2, Overflow.DROP_OLDEST));
    actor.send("a");
    actor.send("b");
    system.time().awaitTimers(1);
    Await.until("both were looked at", () -> stateIsIdle());
    actor.send("c");
    system.advance(SECOND);
    journal.await("a", "b");
    assertEquals(List.of("c"), deadLetters(Reason.OVERFLOW));
  }

  private boolean stateIsIdle() {
    return system.snapshot().children().stream()
        .allMatch(child -> child.state() == dev.talma.ActorSnapshot.State.IDLE);
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
