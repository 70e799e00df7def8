package dev.talma.internal;

import dev.talma.Cancellable;
import dev.talma.ExitReason;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Stops actors one after the other, each of them when the one before is gone, without holding a
/// thread. One that takes too long is killed. There is one timer for the whole chain, which looks
/// at whoever is being stopped when it goes off.
final class StopChain {
  private final LocalSystem system;
  private final ExitReason reason;
  private final Supplier<@Nullable Cell<?>> following;
  private final Runnable done;
  private final AtomicReference<@Nullable Cancellable> timer = new AtomicReference<>();

  /// There is a timer, or soon will be. One that is to be stopped may be killed and end at once, so
  /// that two threads take a step at the same time; a second timer would not be called off.
  private final AtomicBoolean armed = new AtomicBoolean();

  private volatile @Nullable Stage stage;

  /// The one who is being stopped, and since when.
  private record Stage(Cell<?> cell, long since) {}

  /// @param following gives the next one to stop, or null when all are gone
  StopChain(
      LocalSystem system, ExitReason reason, Supplier<@Nullable Cell<?>> following, Runnable done) {
    this.system = system;
    this.reason = reason;
    this.following = following;
    this.done = done;
  }

  void step() {
    while (true) {
      Cell<?> cell = following.get();
      if (cell == null) {
        stage = null;
        disarm();
        done.run();
        return;
      }
      stage = new Stage(cell, system.time().nanoTime());
      if (cell.relations().onEnd(this::step)) {
        if (!cell.isScope() && armed.compareAndSet(false, true)) {
          arm(Nanos.of(system.settings().stopTimeout()));
        }
        cell.stop(reason);
        return;
      }
    }
  }

  private void arm(long nanos) {
    timer.set(system.time().schedule(java.time.Duration.ofNanos(nanos), this::look));
    if (stage == null) {
      disarm();
    }
  }

  private void disarm() {
    Cancellable set = timer.getAndSet(null);
    if (set != null) {
      set.cancel();
    }
  }

  private void look() {
    Stage now = stage;
    if (now == null) {
      return;
    }
    long patience = Nanos.of(system.settings().stopTimeout());
    long left = patience - (system.time().nanoTime() - now.since);
    if (now.cell.isScope()) {
      left = patience; // its own chain is patient with each of its actors
    } else if (left <= 0) {
      Log.killing(now.cell, system.settings().stopTimeout());
      now.cell.kill();
      left = patience;
    }
    arm(left);
  }
}
