package dev.talma.examples.wordcount;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/// One line on a terminal that is drawn again and again.
final class ProgressBar {
  private static final int WIDTH = 40;
  private static final String ERASE = "\r\u001B[K";

  private final Optional<PrintWriter> terminal;
  private final long start = System.nanoTime();
  private long done;
  private long expected;
  private boolean drawn;

  ProgressBar(Optional<PrintWriter> terminal) {
    this.terminal = terminal;
  }

  void expect(long bytes) {
    expected = bytes;
  }

  void add(long bytes) {
    done += bytes;
  }

  void draw() {
    terminal.ifPresent(
        writer -> {
          writer.print(ERASE + line());
          writer.flush();
          drawn = true;
        });
  }

  void erase() {
    if (drawn) {
      terminal.ifPresent(
          writer -> {
            writer.print(ERASE);
            writer.flush();
          });
      drawn = false;
    }
  }

  private String line() {
    double seconds = (System.nanoTime() - start) / 1e9;
    String speed =
        String.format(Locale.ROOT, "%.1f MB, %.0f MB/s", done / 1e6, done / 1e6 / seconds);
    if (expected == 0) {
      return speed; // it is not known yet, or not knowable, how much there is
    }
    double part = Math.min(1, (double) done / expected); // files may have grown
    int filled = (int) (part * WIDTH);
    return String.format(
        Locale.ROOT,
        "[%s%s] %3d%%  %s",
        "#".repeat(filled),
        ".".repeat(WIDTH - filled),
        (int) (part * 100),
        speed);
  }
}
