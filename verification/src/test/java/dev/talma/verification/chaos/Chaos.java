package dev.talma.verification.chaos;

import dev.talma.testkit.Await;
import java.time.Duration;
import java.util.stream.LongStream;

/// How much is to be done.
final class Chaos {
  private static final int ROUNDS = 10;

  private Chaos() {}

  /// Whether all scenarios run, as hard as they can be.
  static boolean isFull() {
    return System.getProperty("talma.chaos", "").equals("full");
  }

  /// Waits as long as a disturbance is to last.
  static void awaitMoment(long nanos) {
    Await.until("the time is over", Duration.ofMinutes(1), () -> System.nanoTime() - nanos > 0);
  }

  /// {@return a seed for each round; `-Dtalma.seed=N` sets the first one}
  static LongStream seeds() {
    long first = Long.getLong("talma.seed", System.nanoTime() % 1_000_000);
    return LongStream.range(
        first, first + Integer.getInteger("talma.rounds", isFull() ? ROUNDS : 1));
  }
}
