package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Overflow;
import dev.talma.Selection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Taking one message out of many: which one, how long it waits for it, and what it leaves.
class SelectiveReceiveTest extends ReceiveContract {
  // --- what it takes and what it leaves

  @Test
  void skippedMessagesStayInOrder() {
    script(
        (mailbox, _) -> {
          journal.add("took " + mailbox.receive(is("c")));
          journal.add("took " + mailbox.receive(is("a")));
        },
        "a",
        "b",
        "c",
        "d");
    system.settle();
    journal.expect("took c", "took a", "loop b", "loop d");
  }

  @Test
  void theFirstThatFitsIsTaken() {
    script(
        (mailbox, _) ->
            journal.add(
                "took "
                    + mailbox.receive(
                        line ->
                            line instanceof Line.Text(String text) && text.startsWith("b")
                                ? Selection.take(text)
                                : Selection.skip())),
        "a1",
        "b1",
        "b2");
    system.settle();
    journal.expect("took b1", "loop a1", "loop b2");
  }

  @Test
  void itWaitsForAMessageThatIsStillToCome() {
    ActorRef<Line> reader =
        script((mailbox, _) -> journal.add("took " + mailbox.receive(is("late"))), "early");
    system.settle();
    journal.expect();
    reader.send(text("other"));
    reader.send(text("late"));
    system.settle();
    journal.expect("took late", "loop early", "loop other");
  }

  @Test
  void theSenderIsThatOfTheMessageTakenLast() {
    ActorRef<Cue> sender = start("sender");
    ActorRef<Line> reader =
        script(
            (mailbox, ctx) -> {
              mailbox.receive(is("wanted"));
              journal.add("from " + ctx.sender().map(ActorRef::path).orElse("nobody"));
            });
    tell(sender, _ -> reader.send(text("wanted")));
    journal.awaitLine("from /sender");
  }

  @Test
  void theOuterRequestStaysOpenWhileOthersAreTaken() {
    ActorRef<Line> reader = system.spawn("reader", reader());
    Line.Ask[] outer = new Line.Ask[1];
    outer[0] =
        new Line.Ask(
            (mailbox, ctx) -> {
              String first = mailbox.receive(is("first"));
              String second = mailbox.receive(is("second"));
              ctx.reply(outer[0], first + ", " + second);
            });
    CompletableFuture<String> answer = reader.askAsync(outer[0], AGES);
    reader.send(text("second"));
    system.settle();
    assertFalse(answer.isDone());
    reader.send(text("first"));
    assertEquals("first, second", value(answer));
  }

  @Test
  void aRequestThatWasTakenCanBeAnsweredUntilTheNextReceive() {
    ActorRef<Line> reader =
        script(
            (mailbox, ctx) -> {
              Line.Ask inner = mailbox.receive(SelectiveReceiveTest::isAsk);
              ctx.reply(inner, "answered");
              Line.Ask unanswered = mailbox.receive(SelectiveReceiveTest::isAsk);
              Optional<String> _ = mailbox.receive(is("none"), Duration.ZERO);
              assertThrows(
                  IllegalStateException.class,
                  () -> ctx.reply(unanswered, "after another receive"));
            });
    assertEquals("answered", value(reader.askAsync(new Line.Ask((_, _) -> {}), AGES)));
    CompletableFuture<String> unanswered = reader.askAsync(new Line.Ask((_, _) -> {}), AGES);
    failure(dev.talma.NotAnsweredException.class, unanswered);
    system.settle();
    assertEquals(0, system.counters().crashes());
  }

  private static Selection<Line.Ask> isAsk(Line line) {
    return line instanceof Line.Ask ask ? Selection.take(ask) : Selection.skip();
  }

  @Test
  void whatIsTakenIsHandledAtTheNextTurnOfTheLoop() {
    ActorRef<Line> reader = script((mailbox, _) -> mailbox.receive(is("a")), "a", "b");
    system.settle();
    assertEquals(3, system.counters().handled(), "the script, a and b");
    assertEquals(0, reader.waiting());
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void anExceptionOfTheSelectorLeavesTheMessage() {
    script(
        (mailbox, _) -> {
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  mailbox.receive(
                      line -> {
                        if (line.equals(text("b"))) {
                          throw new IllegalArgumentException("on purpose");
                        }
                        return Selection.<String>skip();
                      }));
          journal.add("took " + mailbox.receive(is("b")));
        },
        "a",
        "b",
        "c");
    system.settle();
    journal.expect("took b", "loop a", "loop c");
    assertEquals(0, system.counters().crashes());
  }

  // --- time

  @Test
  void aTimeoutEndsTheWaitAndLeavesTheMailboxAsItIs() {
    script(
        (mailbox, _) -> {
          Optional<String> taken = mailbox.receive(is("none"), SECOND);
          journal.add("took " + taken + " at " + system.time().elapsed().toMillis());
        },
        "a",
        "b");
    system.advance(Duration.ofMillis(999));
    journal.expect();
    system.advance(Duration.ofMillis(1));
    journal.await("took Optional.empty at 1000", "loop a", "loop b");
  }

  @Test
  void aMessageInTimeIsTaken() {
    ActorRef<Line> reader =
        script(
            (mailbox, _) -> journal.add("took " + mailbox.receive(is("wanted"), SECOND)), "other");
    system.advance(Duration.ofMillis(999));
    reader.send(text("wanted"));
    system.settle();
    journal.expect("took Optional[wanted]", "loop other");
    assertEquals(Optional.empty(), system.time().untilNext(), "its timer is called off");
  }

  @Test
  void aTimeoutOfZeroLooksOnlyAtWhatIsThere() {
    script(
        (mailbox, _) -> {
          journal.add("took " + mailbox.receive(is("none"), Duration.ZERO));
          journal.add("took " + mailbox.receive(is("b"), Duration.ZERO));
        },
        "a",
        "b");
    journal.await("took Optional.empty", "took Optional[b]", "loop a");
  }

  @Test
  void aTimeoutOfZeroLooksAtAllThatIsThereInABoundedMailbox() {
    script(
        reader().bounded(10, Overflow.REJECT),
        (mailbox, _) -> journal.add("took " + mailbox.receive(is("c"), Duration.ZERO)),
        "a",
        "b",
        "c");
    journal.await("took Optional[c]", "loop a", "loop b");
  }

  @Test
  void theTimeoutComesEvenIfMessagesComeFasterThanTheyAreSkipped() {
    for (Actor<Line> actor : List.of(reader(), reader().bounded(1_000_000, Overflow.REJECT))) {
      ActorRef<Line> reader =
          script(
              actor,
              (mailbox, ctx) -> {
                Optional<String> taken =
                    mailbox.receive(
                        _ -> {
                          ctx.self().send(text("another"));
                          return Selection.skip();
                        },
                        Duration.ZERO);
                journal.add("took " + taken);
                ctx.stop();
              },
              "a");
      awaitEnd(reader);
    }
    journal.expect("took Optional.empty", "took Optional.empty");
  }

  @Test
  void pollTakesTheNextMessageWhateverItIs() {
    ActorRef<Line> reader =
        script(
            (mailbox, _) -> {
              journal.add("took " + mailbox.poll(SECOND).orElseThrow());
              journal.add("took " + mailbox.poll(Duration.ZERO).orElseThrow());
              journal.add("took " + mailbox.poll(Duration.ZERO));
              journal.add("took " + mailbox.poll(SECOND).orElseThrow());
              journal.add("took " + mailbox.poll(SECOND));
            },
            "a",
            "b");
    system.settle();
    reader.send(text("c"));
    system.settle();
    system.advance(SECOND);
    journal.await(
        "took Text[text=a]",
        "took Text[text=b]",
        "took Optional.empty",
        "took Text[text=c]",
        "took Optional.empty");
  }
}
