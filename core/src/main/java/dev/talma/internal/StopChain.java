package dev.talma.internal;

import dev.talma.Cancellable;
import dev.talma.ExitReason;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Stops actors one after the other, each of them when the one before is gone, without holding a
/// thread. One that takes too long is killed.
///
/// There is one timer for the whole chain, which looks at whoever is being stopped when it goes
/// off, as most end long before. Whoever ends may do so while it is still being told to stop, so
/// that two threads take a step at the same time: the lock is what makes them agree on the timer.
final class StopChain {
  private final LocalSystem system;
  private final ExitReason reason;
  private final Supplier<@Nullable Cell<?>> following;
  private final Runnable done;

  // guarded by this
  private @Nullable Stage stage;
  private @Nullable Cancellable timer;

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
        end();
        done.run();
        return;
      }
      Stage next = new Stage(cell, system.time().nanoTime());
      begin(next);
      if (cell.relations().onEnd(this::step)) {
        if (cell.stopTimeout().isZero() && !cell.isScope()) {
          cell.killHere();
          return;
        }
        limitPatience(next);
        cell.stop(reason);
        return;
      }
    }
  }

  private synchronized void begin(Stage next) {
    stage = next;
  }

  private synchronized void end() {
    stage = null;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /// There is no need to look earlier than a timer that is set already, unless this one gets less
  /// time than is usual.
  private synchronized void limitPatience(Stage meant) {
    if (stage != meant || meant.cell.isScope()) {
      return; // it has ended, or its own chain is patient with each of its actors
    }
    Duration own = meant.cell.stopTimeout();
    if (timer == null || own.compareTo(usual()) < 0) {
      lookAfter(Nanos.of(own));
    }
  }

  private Duration usual() {
    return system.settings().stopTimeout();
  }

  /// Holding the lock.
  private void lookAfter(long nanos) {
    if (timer != null) {
      timer.cancel();
    }
    long most = Nanos.of(usual()); // whoever comes next may have less time than this one
    timer = system.time().schedule(Duration.ofNanos(Math.min(nanos, most)), this::look);
  }

  private void look() {
    Cell<?> late = null;
    synchronized (this) {
      Stage now = stage;
      if (now == null) {
        return;
      }
      long left = Nanos.MAX;
      if (!now.cell.isScope()) {
        left = Nanos.of(now.cell.stopTimeout()) - (system.time().nanoTime() - now.since);
      }
      if (left <= 0) {
        late = now.cell;
        left = Nanos.MAX;
      }
      lookAfter(left);
    }
    if (late != null) {
      Log.killing(late, late.stopTimeout());
      late.killHere();
    }
  }
}
