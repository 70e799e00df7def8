package dev.talma.examples.wordcount;

import dev.talma.Actor;
import dev.talma.Request;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;

/// Owns the terminal, so that complaints and the progress bar do not run into each other.
/// Complaints go to the standard error; the bar goes to the terminal or, where there is none,
/// nowhere.
final class Screen {

  sealed interface Message {}

  /// Shows a line.
  record Complain(String line) implements Message {}

  /// There will be so many bytes in all.
  record Expect(long bytes) implements Message {}

  /// So many bytes more are done.
  record Done(long bytes) implements Message {}

  private record Redraw() implements Message {}

  /// Answered when the bar is gone and all has been shown.
  record Clear() implements Message, Request<Message, Boolean> {}

  static Actor<Message> screen(PrintStream err, Optional<PrintWriter> terminal) {
    return (mailbox, ctx) -> {
      var bar = new ProgressBar(terminal);
      if (terminal.isPresent()) {
        ctx.scheduleEvery(new Redraw(), Duration.ofMillis(100));
      }
      for (var msg : mailbox) {
        switch (msg) {
          case Complain(String line) -> {
            bar.erase();
            err.println("word-count: " + line);
          }
          case Expect(long bytes) -> bar.expect(bytes);
          case Done(long bytes) -> bar.add(bytes);
          case Redraw() -> bar.draw();
          case Clear clear -> {
            bar.erase();
            bar = new ProgressBar(Optional.empty()); // a tick may still come
            err.flush();
            ctx.reply(clear, true);
          }
        }
      }
      bar.erase();
    };
  }

  private Screen() {}
}
