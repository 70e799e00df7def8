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

  // --- marks

  @Test
  void aReceiveWithAMarkLooksOnlyAtWhatCameLater() {
    ActorRef<Line> reader =
        script(
            (mailbox, _) -> {
              Mailbox.Mark mark = mailbox.mark();
              journal.add("took " + mailbox.receive(mark, is("a"), Duration.ZERO));
              int[] looks = {0};
              Optional<String> taken =
                  mailbox.receive(
                      mark,
                      line -> {
                        looks[0]++;
                        return is("a").apply(line);
                      },
                      AGES);
              journal.add("took " + taken + " after " + looks[0] + " looks");
            },
            "a",
            "b");
    system.settle();
    journal.expect("took Optional.empty");
    reader.send(text("c"));
    reader.send(text("a"));
    system.settle();
    journal.expect(
        "took Optional.empty", "took Optional[a] after 2 looks", "loop a", "loop b", "loop c");
  }

  @Test
  void aMarkIsNoMessage() {
    script((mailbox, _) -> mailbox.mark(), "a", "b");
    system.settle();
    journal.expect("loop a", "loop b");
    assertEquals(3, system.counters().handled());
  }

  @Test
  void aNewerMarkMakesTheFormerOneVoid() {
    script(
        (mailbox, _) -> {
          Mailbox.Mark former = mailbox.mark();
          Mailbox.Mark newer = mailbox.mark();
          IllegalStateException isVoid =
              assertThrows(
                  IllegalStateException.class,
                  () -> mailbox.receive(former, is("a"), Duration.ZERO));
          assertSays(isVoid, "void", "/reader");
          journal.add("took " + mailbox.receive(newer, is("a"), Duration.ZERO));
        },
        "a");
    system.settle();
    journal.expect("took Optional.empty", "loop a");
  }

  @Test
  void aMarkThatTheLoopHasPassedHidesNothing() {
    ActorRef<Line> reader = system.spawn("reader", reader());
    Mailbox.Mark[] mark = new Mailbox.Mark[1];
    reader.send(new Line.Turn((mailbox, _) -> mark[0] = mailbox.mark()));
    reader.send(text("a"));
    Gate gate = system.gate("a is behind it");
    reader.send(
        new Line.Turn(
            (mailbox, _) -> {
              gate.pass();
              journal.add("took " + mailbox.receive(mark[0], is("c"), Duration.ZERO));
              journal.add("took " + mailbox.receive(mark[0], is("c"), Duration.ZERO));
            }));
    gate.awaitArrival();
    reader.send(text("b"));
    reader.send(text("c"));
    gate.open();
    journal.await("loop a", "took Optional[c]", "took Optional.empty", "loop b");
  }

  @Test
  void aMarkOfAnotherMailboxIsVoid() {
    ActorRef<Line> other = system.spawn("other", reader());
    CompletableFuture<Mailbox.Mark> mark = new CompletableFuture<>();
    other.send(new Line.Turn((mailbox, _) -> mark.complete(mailbox.mark())));
    Mailbox.Mark foreign = value(mark);
    script(
        (mailbox, _) -> {
          assertThrows(
              IllegalStateException.class, () -> mailbox.receive(foreign, is("a"), Duration.ZERO));
          assertThrows(
              IllegalArgumentException.class,
              () -> mailbox.receive(new Mailbox.Mark() {}, is("a"), Duration.ZERO));
          journal.add("done");
        });
    journal.await("done");
  }

  @Test
  void aMarkDoesNotOutliveARestart() {
    Mailbox.Mark[] mark = new Mailbox.Mark[1];
    ActorRef<Line> reader = system.spawn("reader", reader().supervised(Restart.always()));
    reader.send(
        new Line.Turn(
            (mailbox, _) -> {
              mark[0] = mailbox.mark();
              throw new IllegalStateException("on purpose");
            }));
    reader.send(
        new Line.Turn(
            (mailbox, _) -> {
              assertThrows(
                  IllegalStateException.class,
                  () -> mailbox.receive(mark[0], is("a"), Duration.ZERO));
              journal.add("done");
            }));
    journal.await("done");
  }

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
                  form.apply(mailbox);
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
