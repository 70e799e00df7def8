package dev.talma.benchmarks;

import java.time.Duration;
import java.time.Instant;

/// Says on the error output what is going on; on a terminal in one line that vanishes in the end.
final class Progress {
  private final boolean terminal = isTerminal();
  private final Instant begin = Instant.now();
  private final int rows;
  private int row;

  Progress(int rows) {
    this.rows = rows;
  }

  @SuppressWarnings("SystemConsoleNull") // it does again since JDK 25
  private static boolean isTerminal() {
    var console = System.console();
    return console != null && console.isTerminal();
  }

  /// Says which row comes now.
  void next(Row next) {
    row++;
    var text = "[%d/%d] %s (%s)".formatted(row, rows, next.name(), elapsed());
    System.err.print(terminal ? "\r\u001b[K" + text : text + "\n");
  }

  void end() {
    if (terminal) {
      System.err.print("\r\u001b[K");
    }
  }

  /// {@return the time since the beginning}
  String elapsed() {
    var time = Duration.between(begin, Instant.now());
    return "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
