package dev.talma.internal;

import dev.talma.Cancellable;
import dev.talma.TimeSource;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The parking of the current thread until a moment of a [TimeSource]. On the machine's time that
/// is what the thread scheduler offers; on any other, a timer wakes the thread.
final class Wait {
  private static final Wait FOREVER = new Wait(SystemTime.INSTANCE, Long.MAX_VALUE, null);

  private final TimeSource time;
  private final long deadline;
  private final @Nullable Cancellable alarm;

  /// For the waiting thread: it has looked for what it waits for after the moment had come.
  boolean lastLook;

  private Wait(TimeSource time, long deadline, @Nullable Cancellable alarm) {
    this.time = time;
    this.deadline = deadline;
    this.alarm = alarm;
  }

  static Wait forever() {
    return FOREVER;
  }

  static Wait until(TimeSource time, long deadline) {
    if (time == SystemTime.INSTANCE) {
      return new Wait(time, deadline, null);
    }
    Thread waiter = Thread.currentThread();
    Duration left = Duration.ofNanos(Math.max(0, deadline - time.nanoTime()));
    return new Wait(time, deadline, time.schedule(left, () -> LockSupport.unpark(waiter)));
  }

  /// Parks once; may return for no reason. False if the moment has come, without parking.
  boolean park(Object blocker) {
    if (this == FOREVER) {
      LockSupport.park(blocker);
      return true;
    }
    long left = deadline - time.nanoTime();
    if (left <= 0) {
      return false;
    }
    if (alarm == null) {
      LockSupport.parkNanos(blocker, left);
    } else {
      LockSupport.park(blocker);
    }
    return true;
  }

  /// Whether the moment has come.
  boolean isOver() {
    return this != FOREVER && deadline - time.nanoTime() <= 0;
  }

  void end() {
    if (alarm != null) {
      alarm.cancel();
    }
  }
}
