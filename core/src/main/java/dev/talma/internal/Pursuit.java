package dev.talma.internal;

import dev.talma.remote.Gateway;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Follows up a kill: interrupts those that are still there again, in case an interrupt got lost,
/// after longer and longer times, and in the end gives them up, so that nobody waits for an actor
/// that swallows interrupts.
///
/// One that is not in the user's code cannot do that: it waits for its turn or for its children,
/// and is not given up.
///
/// There is one pursuit for all that were killed by one call, as there may be a million of them. It
/// runs on the machine's time, as this is about real threads.
final class Pursuit implements Runnable {
  /// Doubled each time: they are given up after 50 + 100 + … + 800 ms, about 1.5 s.
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  private static final int LONGEST_PAUSE = 4;

  private final List<Cell<?>> left;

  /// Those that were in the user's code last time; one that is so by chance now is not given up.
  private Set<Cell<?>> suspects = Set.of();

  private int pauses;

  private Pursuit(List<Cell<?>> killed) {
    this.left = killed;
  }

  /// @param killed handed over
  static void begin(List<Cell<?>> killed) {
    new Pursuit(killed).pause();
  }

  private void pause() {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(pauses, LONGEST_PAUSE));
    var _ = SystemTime.INSTANCE.schedule(pause, this);
    pauses++;
  }

  @Override
  public void run() {
    boolean patient = pauses <= LONGEST_PAUSE;
    left.removeIf(cell -> cell.isBuried() || (!patient && isGivenUp(cell)));
    suspects = new HashSet<>();
    for (Cell<?> cell : left) {
      if (cell.runningThread() != null) {
        suspects.add(cell);
      }
      cell.interrupt();
    }
    if (!left.isEmpty()) {
      pause();
    }
  }

  private boolean isGivenUp(Cell<?> cell) {
    Thread thread = cell.runningThread();
    if (thread == null || !suspects.contains(cell)) {
      return false;
    }
    Log.givenUp(cell, thread);
    ScopedValue.where(Gateway.AT_ONCE, true).run(cell::giveUp); // all timers wait for this
    return true;
  }
}
