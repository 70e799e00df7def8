package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.ActorRef;
import dev.talma.ActorStoppingException;
import dev.talma.DeadLetter;
import dev.talma.ExitReason;
import dev.talma.Mailbox;
import dev.talma.Overflow;
import dev.talma.Restart;
import dev.talma.Selection;
import dev.talma.SystemEvent;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// What comes in between while an actor waits for one message: its stop, signals, ticks, a crash.
class ReceiveEventsTest extends ReceiveContract {
  // --- the end

  @Test
  void aStopDuringAReceiveEndsTheActorWithItsReasonAndIsNoCrash() {
    var ends = system.record(SystemEvent.Stopped.class);
    ActorRef<Line> reader =
        script(
            (mailbox, _) -> {
              try {
                journal.add("took " + mailbox.receive(is("none")));
              } catch (ActorStoppingException stopping) {
                journal.add("stopping");
                throw stopping;
              }
            },
            "left over");
    system.settle();
    reader.stop(ExitReason.shutdown("enough"));
    awaitEnd(reader);
    assertEquals(
        ExitReason.shutdown("enough"),
        ends.expect("the reader's end", event -> event.ref().equals(reader)).reason());
    journal.expect("stopping");
    assertEquals(0, system.counters().crashes());
    assertEquals(2, deadLetters(DeadLetter.Reason.STOPPED).size(), "the script and the other");
  }

  @Test
  void aStopDuringAReceiveDoesNotRestartTheActor() {
    ActorRef<Line> reader =
        script(
            reader().supervised(Restart.always()),
            (mailbox, _) -> mailbox.receive(is("none"), AGES));
    system.settle();
    reader.stop();
    awaitEnd(reader);
    assertEquals(0, system.counters().restarts());
  }

  @Test
  void messagesBeforeTheStopThatFitAreStillTaken() {
    ActorRef<Line> reader = system.spawn("reader", reader());
    Gate gate = system.gate("all is sent");
    reader.send(
        new Line.Turn(
            (mailbox, _) -> {
              gate.pass();
              journal.add("took " + mailbox.receive(is("b")));
              journal.add("took " + mailbox.receive(is("a")));
              assertThrows(ActorStoppingException.class, () -> mailbox.receive(is("after")));
              journal.add("asked to stop");
            }));
    gate.awaitArrival();
    reader.send(text("a"));
    reader.send(text("b"));
    reader.stop();
    reader.send(text("after"));
    gate.open();
    awaitEnd(reader);
    journal.expect("took b", "took a", "asked to stop");
    assertEquals(List.of(text("after")), deadLetters(DeadLetter.Reason.STOPPED));
  }

  @Test
  void theTimedFormsEndWithAStopToo() {
    Gate gate = system.gate("next");
    List<Function<Mailbox<Line>, Optional<?>>> forms =
        List.of(
            mailbox -> mailbox.receive(is("none"), AGES),
            mailbox -> mailbox.receive(mailbox.mark(), is("none"), AGES),
            mailbox -> mailbox.poll(AGES));
    gate.open();
    for (Function<Mailbox<Line>, Optional<?>> form : forms) {
      ActorRef<Line> reader =
          script(
              (mailbox, _) -> {
                try {
                  var _ = form.apply(mailbox);
                } catch (ActorStoppingException stopping) {
                  journal.add("stopping");
                  throw stopping;
                }
              });
      system.settle();
      reader.stop();
      awaitEnd(reader);
    }
    journal.expect("stopping", "stopping", "stopping");
    assertEquals(0, system.counters().crashes());
  }

  @Test
  void theChildrenAreGoneBeforeAReceiveEndsWithAStop() {
    ActorRef<Line> reader =
        script(
            (mailbox, ctx) -> {
              ActorRef<Cue> child = ctx.spawn("child", puppet("child"));
              try {
                mailbox.receive(is("none"));
              } catch (ActorStoppingException stopping) {
                journal.add("the child lives: " + child.isAlive());
              }
            });
    journal.awaitLine("child starts");
    reader.stop();
    awaitEnd(reader);
    journal.expect("child starts", "child cleans up", "the child lives: false");
  }

  @Test
  void anInterruptIsNotShownByAReceiveAndNotLost() {
    Thread[] thread = new Thread[1];
    ActorRef<Line> reader =
        script(
            (mailbox, _) -> {
              thread[0] = Thread.currentThread();
              journal.add("waits");
              mailbox.receive(is("a"));
              journal.add("interrupted: " + Thread.interrupted());
            });
    journal.await("waits");
    system.settle();
    thread[0].interrupt();
    reader.send(text("a"));
    journal.await("waits", "interrupted: true");
  }

  // --- what else comes in between

  @Test
  void ticksAndNoticesAreSelectedLikeMessages() {
    ActorRef<Cue> watched = start("watched");
    script(
        (mailbox, ctx) -> {
          ctx.monitor(watched, down -> text("down of " + down.ref().name()));
          ctx.schedule(text("tick"), SECOND);
          journal.add("took " + mailbox.receive(is("down of watched")));
          journal.add("took " + mailbox.receive(is("tick")));
        },
        "other");
    system.settle();
    journal.clear();
    system.advance(SECOND);
    watched.stop();
    journal.await("watched cleans up", "took down of watched", "took tick", "loop other");
  }

  @Test
  void signalsAreHeededDuringAReceive() {
    ActorRef<Cue> watched = start("watched");
    ActorRef<Cue> linked = start("linked");
    ActorRef<Line> reader =
        script(
            (mailbox, ctx) -> {
              ctx.onSignal(signal -> journal.add("signal of " + signal.ref().name()));
              ctx.monitor(watched);
              ctx.link(linked);
              mailbox.receive(is("none"));
            });
    system.settle();
    watched.stop();
    journal.awaitLine("signal of watched");
    linked.kill();
    awaitEnd(reader);
    assertEquals(0, system.counters().crashes());
  }

  @Test
  void aTickThatWasCalledOffIsNotSelected() {
    Gate gate = system.gate("the tick waits");
    ActorRef<Line> reader =
        script(
            (mailbox, ctx) -> {
              var tick = ctx.schedule(text("tick"), SECOND);
              gate.pass();
              assertEquals(Optional.empty(), mailbox.receive(is("none"), Duration.ZERO));
              tick.cancel();
              journal.add("took " + mailbox.receive(is("tick"), Duration.ZERO));
            });
    gate.awaitArrival();
    system.advance(SECOND, reader);
    gate.open();
    journal.await("took Optional.empty");
  }

  @Test
  void skippedMessagesAreNotEvictedAndTakeUpRoom() {
    script(
        reader().bounded(2, Overflow.DROP_OLDEST),
        (mailbox, ctx) -> {
          ctx.self().send(text("skipped"));
          assertEquals(Optional.empty(), mailbox.receive(is("none"), Duration.ZERO));
          ctx.self().send(text("not looked at"));
          ctx.self().send(text("newer"));
        });
    system.settle();
    journal.expect("loop skipped", "loop newer");
    assertEquals(List.of(text("not looked at")), deadLetters(DeadLetter.Reason.OVERFLOW));
  }

  @Test
  void whereEverythingWasLookedAtTheNewestIsDropped() {
    script(
        reader().bounded(1, Overflow.DROP_OLDEST),
        (mailbox, ctx) -> {
          ctx.self().send(text("skipped"));
          assertEquals(Optional.empty(), mailbox.receive(is("none"), Duration.ZERO));
          ctx.self().send(text("newer"));
        });
    system.settle();
    journal.expect("loop skipped");
    assertEquals(List.of(text("newer")), deadLetters(DeadLetter.Reason.OVERFLOW));
  }

  @Test
  void aCrashKeepsSkippedMessagesForTheNextRun() {
    script(
        reader().supervised(Restart.always()),
        (mailbox, _) -> {
          mailbox.receive(is("b"));
          throw new IllegalStateException("on purpose");
        },
        "a",
        "b",
        "c");
    journal.await("loop a", "loop c");
    assertEquals(2, deadLetters(DeadLetter.Reason.CRASHED).size(), "what it had in its hands");
  }

  @Test
  void theSelectorSeesTheMessageItself() {
    Line wanted = text("a");
    CompletableFuture<Line> seen = new CompletableFuture<>();
    ActorRef<Line> reader = script((mailbox, _) -> seen.complete(mailbox.receive(Selection::take)));
    reader.send(wanted);
    assertSame(wanted, value(seen));
    assertInstanceOf(Line.Text.class, wanted);
  }
}
