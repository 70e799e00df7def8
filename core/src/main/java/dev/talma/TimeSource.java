package dev.talma;

import dev.talma.internal.SystemTime;
import java.time.Duration;

/// Where a system gets its time from: schedules, timeouts, back-off. The testkit has one that
/// stands still until it is told to move.
///
/// *Threading*: every method may be called from every thread.
public interface TimeSource {

  /// {@return a number of nanoseconds that never runs backwards, from an arbitrary origin}
  long nanoTime();

  /// Runs something later, once. It is quick and does not throw.
  ///
  /// @param delay how long to wait
  /// @param task what to run
  /// @return to call it off
  Cancellable schedule(Duration delay, Runnable task);

  /// {@return the machine's time} Its timers share one thread, which is started with the first one.
  static TimeSource system() {
    return SystemTime.INSTANCE;
  }
}
