package dev.talma.internal;

import dev.talma.Cancellable;
import dev.talma.ExitReason;
import java.time.Duration;
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
        Cancellable set = timer.getAndSet(null);
        if (set != null) {
          set.cancel();
        }
        done.run();
        return;
      }
      Stage next = new Stage(cell, system.time().nanoTime());
      stage = next;
      if (cell.relations().onEnd(this::step)) {
        if (!cell.isScope()) {
          armFor(next);
        }
        cell.stop(reason);
        return;
      }
    }
  }

  /// There is no need to look earlier than the default says, unless one is given less.
  private void armFor(Stage next) {
    Duration usual = system.settings().stopTimeout();
    Duration own = next.cell.stopTimeout();
    if (timer.get() == null || own.compareTo(usual) < 0) {
      arm(next, Nanos.of(own.compareTo(usual) < 0 ? own : usual));
    }
  }

  /// Whoever ends the present one may be on with the next one, or done, at the same time on another
  /// thread. What that one has set may have been replaced here, so it is put right again.
  private void arm(Stage meant, long nanos) {
    Cancellable former =
        timer.getAndSet(system.time().schedule(Duration.ofNanos(nanos), this::look));
    if (former != null) {
      former.cancel();
    }
    Stage now = stage;
    if (now == null) {
      Cancellable set = timer.getAndSet(null);
      if (set != null) {
        set.cancel();
      }
    } else if (now != meant) {
      look();
    }
  }

  private void look() {
    Stage now = stage;
    if (now == null) {
      return;
    }
    long usual = Nanos.of(system.settings().stopTimeout());
    long left = Nanos.of(now.cell.stopTimeout()) - (system.time().nanoTime() - now.since);
    if (now.cell.isScope()) {
      left = usual; // its own chain is patient with each of its actors
    } else if (left <= 0) {
      Log.killing(now.cell, now.cell.stopTimeout());
      now.cell.kill();
      left = usual;
    }
    arm(now, Math.min(left, usual));
  }
}
