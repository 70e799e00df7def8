package dev.talma.internal;

import dev.talma.Cancellable;
import dev.talma.TimeSource;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The machine's time. One platform thread runs all timers of the JVM: their tasks only put
/// something into a mailbox or wake a thread.
public final class SystemTime implements TimeSource {
  /// The only one.
  public static final SystemTime INSTANCE = new SystemTime();

  private final ScheduledThreadPoolExecutor timers;

  private SystemTime() {
    timers =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("talma-timers").factory());
    timers.setRemoveOnCancelPolicy(true);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable task) {
    ScheduledFuture<?> future = timers.schedule(task, Nanos.of(delay), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }
}
