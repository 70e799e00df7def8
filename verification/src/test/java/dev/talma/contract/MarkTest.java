package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.ActorRef;
import dev.talma.Mailbox;
import dev.talma.Restart;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Receives that look only at what came after a mark.
class MarkTest extends ReceiveContract {
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
}
