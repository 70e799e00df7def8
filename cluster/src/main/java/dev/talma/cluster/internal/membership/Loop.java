package dev.talma.cluster.internal.membership;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that owns all that a node knows of the others. After the end, what it is given is
/// dropped.
final class Loop {
  private static final Logger LOG = LoggerFactory.getLogger("dev.talma.cluster");
  private final ScheduledThreadPoolExecutor executor;

  Loop(String node) {
    executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("talma-members-" + node).factory());
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /// Something that was put off.
  interface Later {
    void cancel();
  }

  void execute(Runnable task) {
    try {
      executor.execute(guarded(task));
    } catch (RejectedExecutionException e) {
      LOG.trace("After the end", e);
    }
  }

  Later after(Duration delay, Runnable task) {
    try {
      Future<?> future = executor.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException e) {
      return () -> {};
    }
  }

  /// {@return a quarter more or less than that, so that nodes do not act in step}
  static Duration about(Duration delay) {
    long nanos = delay.toNanos();
    return Duration.ofNanos(
        nanos + ThreadLocalRandom.current().nextLong(-nanos / 4, nanos / 4 + 1));
  }

  void end() {
    executor.shutdown();
  }

  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("A step of the membership has failed; the next ones are done all the same", e);
      }
    };
  }
}
