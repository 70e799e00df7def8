package dev.talma.internal;

import dev.talma.Cancellable;
import dev.talma.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A wait of an actor between two runs. It ends once: by time, by its siblings, or because somebody
/// wants the actor to end.
final class Pause {
  private final AtomicBoolean over = new AtomicBoolean();
  private final Runnable wake;
  private volatile @Nullable Cancellable alarm;

  Pause(Runnable wake) {
    this.wake = wake;
  }

  boolean isOver() {
    return over.get();
  }

  /// Ends it after a time, unless it ends before. Then no timer holds on to the actor.
  void endAfter(Duration delay, TimeSource time) {
    Cancellable set = time.schedule(delay, this::end);
    alarm = set;
    if (isOver()) {
      set.cancel();
    }
  }

  void end() {
    if (over.compareAndSet(false, true)) {
      Cancellable set = alarm;
      if (set != null) {
        set.cancel();
      }
      wake.run();
    }
  }
}
