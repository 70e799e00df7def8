package dev.talma.contract;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.Mailbox;
import dev.talma.Request;
import dev.talma.Selection;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.function.Function;

/// The stage of a selective receive, which is the loop style's alone: a reader of lines.
abstract class ReceiveContract extends Contract {
  static final Duration SECOND = Duration.ofSeconds(1);

  @Override
  Style style() {
    return Style.LOOP;
  }

  /// What the reader reads.
  sealed interface Line {
    record Text(String text) implements Line {}

    /// To be done.
    record Turn(Deed deed) implements Line {}

    /// To be answered, or whatever the test wants.
    record Ask(Deed deed) implements Line, Request<Line, String> {}
  }

  @FunctionalInterface
  interface Deed {
    void in(Mailbox<Line> mailbox, Context<Line> ctx) throws Exception;
  }

  Actor<Line> reader() {
    return (mailbox, ctx) -> {
      for (Line line : mailbox) {
        switch (line) {
          case Line.Text(String text) -> journal.add("loop " + text);
          case Line.Turn(Deed deed) -> deed.in(mailbox, ctx);
          case Line.Ask(Deed deed) -> deed.in(mailbox, ctx);
        }
      }
    };
  }

  static Line text(String text) {
    return new Line.Text(text);
  }

  static Function<Line, Selection<String>> is(String wanted) {
    return line ->
        line instanceof Line.Text(String text) && text.equals(wanted)
            ? Selection.take(text)
            : Selection.skip();
  }

  /// Has the reader do something once all of these lines wait for it.
  ActorRef<Line> script(Deed deed, String... waiting) {
    return script(reader(), deed, waiting);
  }

  ActorRef<Line> script(Actor<Line> actor, Deed deed, String... waiting) {
    ActorRef<Line> reader = system.spawn("reader", actor);
    Gate gate = system.gate("the lines wait");
    reader.send(
        new Line.Turn(
            (mailbox, ctx) -> {
              gate.pass();
              deed.in(mailbox, ctx);
            }));
    gate.awaitArrival();
    for (String line : waiting) {
      reader.send(text(line));
    }
    gate.open();
    return reader;
  }
}
