package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorStoppingException;
import dev.talma.Counters;
import dev.talma.DeadLetter.Reason;
import dev.talma.ExitReason;
import dev.talma.Held;
import dev.talma.Mailbox;
import dev.talma.NotAnsweredException;
import dev.talma.RequestFailedException;
import dev.talma.Restart;
import dev.talma.SystemEvent;
import dev.talma.TargetStoppedException;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// System messages that come while an actor of the loop style reads its mailbox in its own way.
class SystemReceiveTest extends ReceiveContract {

  /// A reader that heeds whispers, in the middle of a message, with all of this waiting for it.
  private ActorRef<Line> heeding(Deed deed, Consumer<ActorRef<Line>> waiting) {
    ActorRef<Line> reader =
        system.spawn(
            "reader",
            (mailbox, ctx) -> {
              Whisper.heed(ctx);
              reader().run(mailbox, ctx);
            });
    Gate gate = system.gate("all waits");
    reader.send(
        new Line.Turn(
            (mailbox, ctx) -> {
              gate.pass();
              deed.in(mailbox, ctx);
            }));
    gate.awaitArrival();
    waiting.accept(reader);
    gate.open();
    return reader;
  }

  private Whisper noted(String text) {
    return Whisper.note(journal, text);
  }

  private Deed receiveB() {
    return (mailbox, _) -> journal.add("took " + mailbox.receive(is("b")));
  }

  @Test
  void aReceiveHasThemHandledInTheirPlaceAndTakesThemOut() {
    CompletableFuture<String> answer = new CompletableFuture<>();
    ActorRef<Line> reader =
        heeding(
            receiveB(),
            r -> {
              r.sendSystem(noted("first"));
              r.send(text("a"));
              r.sendSystem(noted("second"));
              r.askSystemAsync(Whisper.echo("answer"), AGES).thenAccept(answer::complete);
              r.send(text("c"));
              r.send(text("b"));
              r.sendSystem(noted("behind"));
            });
    journal.await("first", "second", "took b", "loop a", "loop c", "behind");
    assertEquals("answer", value(answer));
    assertEquals(0, reader.waiting());
    awaitCount(8L, Counters::handled); // with the script
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void aReceiveThatWaitsHasThemHandledAtOnce() {
    ActorRef<Line> reader = heeding(receiveB(), r -> r.send(text("a")));
    system.settle();
    assertEquals("answer", reader.askSystem(Whisper.echo("answer"), AGES));
    reader.sendSystem(noted("noted"));
    system.settle();
    journal.expect("noted");
    reader.send(text("b"));
    journal.await("noted", "took b", "loop a");
  }

  @Test
  void whatIsNotUnderstoodIsADeadLetterThereToo() {
    ActorRef<Line> reader = script(receiveB(), "a"); // heeds nothing
    Whisper whisper = noted("not heard");
    reader.sendSystem(whisper);
    assertThrows(RequestFailedException.class, () -> reader.askSystem(Whisper.echo("x"), AGES));
    reader.send(text("b"));
    journal.await("took b", "loop a");
    assertEquals(whisper, deadLetters(Reason.NOT_UNDERSTOOD).getFirst());
    assertEquals(2, system.counters().deadLettersTotal());
    awaitCount(3L, Counters::handled);
  }

  @Test
  void theMessagesInHandStayThere() {
    ActorRef<Line> reader = heeding((_, _) -> {}, _ -> {});
    ActorRef<Cue> asker = start("asker");
    Line.Ask[] asked = new Line.Ask[1];
    asked[0] =
        new Line.Ask(
            (mailbox, ctx) -> {
              journal.add("took " + mailbox.receive(is("b")));
              journal.add("from " + ctx.sender().isPresent());
              ctx.reply(asked[0], "in the end");
            });
    var answer = in(asker, _ -> reader.askAsync(asked[0], AGES));
    assertThrows(
        NotAnsweredException.class, () -> reader.askSystem(Whisper.question((_, _) -> {}), AGES));
    CompletableFuture<Optional<ActorRef<?>>> sender = new CompletableFuture<>();
    CompletableFuture<Boolean> isAsked = new CompletableFuture<>();
    reader.sendSystem(
        Whisper.act(
            ctx -> {
              sender.complete(ctx.sender());
              isAsked.complete(ctx.isAsked());
            }));
    assertEquals(Optional.empty(), value(sender));
    assertEquals(false, value(isAsked));
    reader.send(text("b"));
    assertEquals("in the end", value(answer));
    assertEquals(List.of("took b", "from false"), journal.lines().subList(1, 3));
  }

  @Test
  void oneThatIsPutOnHoldComesBackInTheSameReceive() {
    List<Held<?>> shelf = new ArrayList<>();
    CompletableFuture<String> answer = new CompletableFuture<>();
    heeding(
        receiveB(),
        r -> {
          r.send(text("a"));
          r.askSystemAsync(
                  Whisper.question(
                      (question, ctx) -> {
                        if (shelf.isEmpty()) {
                          shelf.add(ctx.hold());
                          journal.add("on hold");
                        } else {
                          journal.add("again");
                          ctx.replySystem(question, "answer");
                        }
                      }),
                  AGES)
              .thenAccept(answer::complete);
          r.send(text("c"));
          r.sendSystem(Whisper.act(_ -> shelf.getFirst().redeliver()));
          r.send(text("b"));
        });
    journal.await("on hold", "again", "took b", "loop a", "loop c");
    assertEquals("answer", value(answer));
    awaitCount(6L, Counters::handled);
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void whatTheFunctionPutsBackIsOfferedToTheReceive() {
    List<Held<?>> shelf = new ArrayList<>();
    ActorRef<Line> reader = system.spawn("reader", holder(shelf));
    reader.send(text("b"));
    reader.send(text("go"));
    reader.send(text("a"));
    reader.sendSystem(Whisper.act(_ -> shelf.removeFirst().redeliver()));
    reader.send(text("c"));
    journal.await("took b", "loop a", "loop c");
    reader.send(text("b"));
    reader.send(text("go"));
    reader.sendSystem(Whisper.act(_ -> shelf.removeFirst().redeliver())); // with nothing skipped
    journal.await("took b", "loop a", "loop c", "took b");
    awaitCount(8L, Counters::handled);
  }

  /// Puts `b` on hold, and at `go` waits for it.
  private Actor<Line> holder(List<Held<?>> shelf) {
    return (mailbox, ctx) -> {
      Whisper.heed(ctx);
      for (Line line : mailbox) {
        switch (((Line.Text) line).text()) {
          case "b" -> shelf.add(ctx.hold());
          case "go" -> journal.add("took " + mailbox.receive(is("b")));
          case String other -> journal.add("loop " + other);
        }
      }
    };
  }

  @Test
  void aFunctionThatThrowsIsACrashAndKeepsWhatWasSkipped() {
    ActorRef<Line> reader =
        system.spawn(
            "reader",
            ((Actor<Line>)
                    (mailbox, ctx) -> {
                      Whisper.heed(ctx);
                      reader().run(mailbox, ctx);
                    })
                .supervised(Restart.always()));
    Line script = new Line.Turn(receiveB());
    reader.send(script);
    reader.send(text("a"));
    Whisper.Question bad =
        Whisper.question(
            (_, _) -> {
              throw new IllegalStateException("on purpose");
            });
    TargetStoppedException failed =
        assertThrows(TargetStoppedException.class, () -> reader.askSystem(bad, AGES));
    assertSays(failed, "on purpose");
    journal.await("loop a");
    assertEquals(List.of(bad, script), deadLetters(Reason.CRASHED));
  }

  @Test
  void aStopByTheFunctionEndsTheReceive() {
    var ends = system.record(SystemEvent.Stopped.class);
    ActorRef<Line> reader =
        heeding(
            (mailbox, _) -> {
              assertThrows(ActorStoppingException.class, () -> mailbox.receive(is("b")));
              journal.add("stopping");
            },
            r -> r.sendSystem(Whisper.act(ctx -> ctx.stop(ExitReason.shutdown("told so")))));
    reader.send(text("b"));
    awaitEnd(reader);
    journal.expect("stopping");
    assertEquals(
        ExitReason.shutdown("told so"),
        ends.expect("the end", event -> event.ref().equals(reader)).reason());
  }

  @Test
  void aKillInTheMiddleOfOneEndsTheReceive() {
    Gate gate = system.gate("in the middle");
    ActorRef<Line> reader = heeding(receiveB(), _ -> {});
    var answer =
        reader.askSystemAsync(
            Whisper.question(
                (_, _) -> {
                  try {
                    gate.pass();
                  } catch (InterruptedException swallowed) {
                    journal.add("interrupted");
                  }
                }),
            AGES);
    gate.awaitArrival();
    reader.kill();
    assertEquals(ExitReason.killed(), failure(TargetStoppedException.class, answer).reason());
    awaitEnd(reader);
    journal.expect("interrupted");
    assertEquals(2, deadLetters(Reason.STOPPED).size());
  }

  @Test
  void theTimedFormsHaveThemHandledToo() {
    heeding(
        (mailbox, _) -> {
          journal.add("polled " + mailbox.poll(Duration.ZERO));
          journal.add("received " + mailbox.receive(is("b"), SECOND));
        },
        r -> r.sendSystem(noted("noted")));
    journal.await("noted", "polled Optional.empty");
    system.advance(SECOND);
    journal.await("noted", "polled Optional.empty", "received Optional.empty");
  }

  @Test
  void aReceiveWithAMarkHasThoseHandledThatCameLater() {
    ActorRef<Line> reader =
        heeding(
            (mailbox, ctx) -> {
              Mailbox.Mark mark = mailbox.mark();
              ctx.self().sendSystem(noted("later"));
              ctx.self().send(text("b"));
              journal.add("took " + mailbox.receive(mark, is("b"), AGES).orElseThrow());
            },
            r -> r.sendSystem(noted("before")));
    journal.await("later", "took b", "before");
    system.settle();
    assertEquals(0, reader.waiting());
  }

  @Test
  void anAskThatWasGivenUpIsNotServedByAReceive() {
    Whisper.Question question = Whisper.echo("too late");
    heeding(
        receiveB(),
        r -> {
          assertEquals(true, r.askSystemAsync(question, AGES).cancel(false));
          r.send(text("b"));
        });
    journal.await("took b");
    assertEquals(List.of(question), deadLetters(Reason.ABANDONED));
  }

  // --- the mailbox

  @Test
  void theFunctionMustNotUseTheMailbox() {
    ActorRef<Line> reader =
        system.spawn(
            "reader",
            (mailbox, ctx) -> {
              ctx.onSystemMessage(
                  _ -> {
                    for (Supplier<Object> use : uses(mailbox)) {
                      IllegalStateException refused =
                          assertThrows(IllegalStateException.class, use::get);
                      assertSays(refused, "contract:/reader", "the handler of system messages");
                    }
                    journal.add("refused");
                    return true;
                  });
              reader().run(mailbox, ctx);
            });
    reader.send(text("a"));
    reader.sendSystem(noted("in the loop"));
    reader.send(new Line.Turn(receiveB()));
    reader.sendSystem(noted("in a receive"));
    reader.send(text("b"));
    reader.send(text("c"));
    journal.await("loop a", "refused", "refused", "took b", "loop c");
    assertEquals(0, system.counters().crashes());
  }

  private static List<Supplier<Object>> uses(Mailbox<Line> mailbox) {
    return List.of(
        mailbox::iterator,
        mailbox::mark,
        () -> mailbox.receive(is("b")),
        () -> mailbox.poll(Duration.ZERO),
        () -> mailbox.receive(is("b"), Duration.ZERO));
  }
}
