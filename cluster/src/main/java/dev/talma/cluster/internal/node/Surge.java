package dev.talma.cluster.internal.node;

import dev.talma.TimeSource;
import java.time.Duration;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Says what may happen to one or to a hundred thousand at once: the first one at once, and from
/// then on one in ten seconds, with the number of them. None is left out of the numbers.
///
/// *Threading*: every thread may call every method.
final class Surge {
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final TimeSource time;
  private boolean paused;
  private long unsaid;
  private @Nullable LongConsumer last;

  Surge(TimeSource time) {
    this.time = time;
  }

  /// It has happened.
  ///
  /// @param line says so, and how many more there were since the line before
  void happened(LongConsumer line) {
    synchronized (this) {
      if (paused) {
        unsaid++;
        last = line;
        return;
      }
      pause();
    }
    line.accept(0);
  }

  /// Says what was not said yet.
  void flush() {
    LongConsumer line;
    long more;
    synchronized (this) {
      line = last;
      more = unsaid - 1;
      last = null;
      unsaid = 0;
    }
    if (line != null) {
      line.accept(more);
    }
  }

  private void pause() {
    paused = true;
    var _ = time.schedule(PAUSE, this::after);
  }

  private void after() {
    synchronized (this) {
      paused = false;
      if (last != null) {
        pause();
      }
    }
    flush();
  }
}
