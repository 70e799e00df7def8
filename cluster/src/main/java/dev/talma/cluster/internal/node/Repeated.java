package dev.talma.cluster.internal.node;

import dev.talma.Cancellable;
import dev.talma.TimeSource;
import java.time.Duration;

/// Does something again and again, until it is stopped. A failure is logged, and it goes on.
final class Repeated {
  private final TimeSource time;
  private final Duration pause;
  private final Runnable task;
  private volatile boolean stopped;
  private volatile Cancellable next = () -> {};

  /// @param pause how long it rests before each time
  Repeated(TimeSource time, Duration pause, Runnable task) {
    this.time = time;
    this.pause = pause;
    this.task = task;
  }

  void start() {
    next = time.schedule(pause, this::run);
    if (stopped) { // by one who has called off the former one
      next.cancel();
    }
  }

  /// One that runs now is the last. Does not wait for it.
  void stop() {
    stopped = true;
    next.cancel();
  }

  private void run() {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      NodeLog.notDone("what is done all " + pause, e);
    } finally {
      start();
    }
  }
}
