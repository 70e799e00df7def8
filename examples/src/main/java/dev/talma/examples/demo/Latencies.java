package dev.talma.examples.demo;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/// How long things took: counts by size, eight for each doubling, so that a quantile is right
/// within a tenth. For any threads.
final class Latencies {
  private static final int PER_DOUBLING = 8;
  private static final int LARGEST = 40 * PER_DOUBLING; // 18 minutes

  private final AtomicLongArray counts = new AtomicLongArray(LARGEST + 1);

  void add(Duration took) {
    long nanos = Math.max(1, took.toNanos());
    int index = (int) (PER_DOUBLING * (Math.log((double) nanos) / Math.log(2)));
    counts.incrementAndGet(Math.min(index, LARGEST));
  }

  /// {@return the time within which such a part of them was done; zero if there are none}
  ///
  /// @param part from 0 to 1
  Duration quantile(double part) {
    long all = 0;
    for (int i = 0; i <= LARGEST; i++) {
      all += counts.get(i);
    }
    long left = (long) Math.ceil(part * all);
    for (int i = 0; i <= LARGEST && left > 0; i++) {
      left -= counts.get(i);
      if (left <= 0) {
        return Duration.ofNanos((long) Math.pow(2, (i + 0.5) / PER_DOUBLING));
      }
    }
    return Duration.ZERO;
  }
}
