package dev.talma.benchmarks.workload;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Waits for the end of the work, but not for ever: a message that got lost must fail the benchmark
/// and not hang it.
final class Latches {

  /// How long one invocation may take. The longest takes a few seconds on two cores.
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private Latches() {}

  /// Waits until the latch is open.
  static void await(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new IllegalStateException(
          "after %s, %,d are still missing".formatted(PATIENCE, latch.getCount()));
    }
  }
}
