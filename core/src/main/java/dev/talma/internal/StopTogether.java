package dev.talma.internal;

import dev.talma.Cancellable;
import dev.talma.ExitReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Stops actors all at the same time, without holding a thread. Those that take too long are
/// killed. There is one timer for all that get the same time.
final class StopTogether {
  private final LocalSystem system;
  private final Runnable done;
  private final List<Cancellable> timers = new ArrayList<>(1);

  /// How many are not gone; one more until all of them were told.
  private final AtomicInteger left;

  private StopTogether(LocalSystem system, int count, Runnable done) {
    this.system = system;
    this.left = new AtomicInteger(count + 1);
    this.done = done;
  }

  /// @param cells whom; nobody joins them any more
  /// @param done runs when all are gone, on the thread that ended the last one
  static void begin(LocalSystem system, ExitReason reason, List<Cell<?>> cells, Runnable done) {
    new StopTogether(system, cells.size(), done).stop(cells, reason);
  }

  private void stop(List<Cell<?>> cells, ExitReason reason) {
    Map<Duration, List<Cell<?>>> byPatience = new HashMap<>();
    for (Cell<?> cell : cells) {
      if (!cell.relations().onEnd(this::oneLess)) {
        oneLess();
      } else if (cell.isScope()) { // its own chain is patient with each of its actors
        cell.stop(reason);
      } else if (cell.stopTimeout().isZero()) {
        cell.killHere();
      } else {
        byPatience.computeIfAbsent(cell.stopTimeout(), _ -> new ArrayList<>()).add(cell);
        cell.stop(reason);
      }
    }
    byPatience.forEach(this::killAfter);
    oneLess();
  }

  private void killAfter(Duration patience, List<Cell<?>> cells) {
    long nanos = Nanos.of(patience);
    timers.add(
        system
            .time()
            .schedule(
                Duration.ofNanos(nanos),
                () -> {
                  for (Cell<?> cell : cells) {
                    if (cell.isAlive()) {
                      Log.killing(cell, patience);
                      cell.killHere();
                    }
                  }
                }));
  }

  /// The last one comes after all timers are set, and sees them by the counter.
  private void oneLess() {
    if (left.decrementAndGet() == 0) {
      timers.forEach(Cancellable::cancel);
      done.run();
    }
  }
}
