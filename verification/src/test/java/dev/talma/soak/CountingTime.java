package dev.talma.soak;

import dev.talma.Cancellable;
import dev.talma.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// The machine's time, with a count of the timers that have neither run nor been called off.
final class CountingTime implements TimeSource {
  private final AtomicLong pending = new AtomicLong();

  @Override
  public long nanoTime() {
    return TimeSource.system().nanoTime();
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable task) {
    AtomicBoolean over = new AtomicBoolean();
    Runnable end =
        () -> {
          if (over.compareAndSet(false, true)) {
            pending.decrementAndGet();
          }
        };
    pending.incrementAndGet();
    Cancellable timer =
        TimeSource.system()
            .schedule(
                delay,
                () -> {
                  end.run();
                  task.run();
                });
    return () -> {
      timer.cancel();
      end.run();
    };
  }

  long pending() {
    return pending.get();
  }
}
