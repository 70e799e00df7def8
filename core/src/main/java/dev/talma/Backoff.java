package dev.talma;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before a restart: the first restart waits `min`, each further one `factor`
/// times as long as the one before, up to `max`, and a random part of up to `jitter` is added or
/// taken away, so that many actors which failed together do not come back together. An actor that
/// ran for as long as `max` (at least one second) without a crash begins at `min` again.
///
/// @param min the first wait; may be zero, then the second wait is one millisecond
/// @param max the longest wait, before jitter
/// @param factor at least 1
/// @param jitter the part of the wait that is random, from 0 to 1
public record Backoff(Duration min, Duration max, double factor, double jitter) {
  private static final long FLOOR_NANOS = 1_000_000;

  /// Refuses what makes no sense.
  public Backoff {
    if (min.isNegative() || max.compareTo(min) < 0 || !max.isPositive()) {
      throw new IllegalArgumentException(
          "A back-off goes from a wait that is not negative to a positive one that is not shorter,"
              + " but was given "
              + min
              + " and "
              + max);
    }
    if (!(factor >= 1) || !(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException(
          "The factor is at least 1 and the jitter from 0 to 1, but they are "
              + factor
              + " and "
              + jitter);
    }
  }

  /// {@return at once, then 1 ms, doubling up to 10 s, with a jitter of a fifth}
  public static Backoff standard() {
    return new Backoff(Duration.ZERO, Duration.ofSeconds(10), 2, 0.2);
  }

  /// {@return doubling between two waits, with a jitter of a fifth}
  ///
  /// @param min the first wait
  /// @param max the longest wait
  public static Backoff between(Duration min, Duration max) {
    return new Backoff(min, max, 2, 0.2);
  }

  /// {@return always the same wait, without jitter}
  ///
  /// @param wait how long, positive
  public static Backoff fixed(Duration wait) {
    return new Backoff(wait, wait, 1, 0);
  }

  /// {@return how long to wait before a restart}
  ///
  /// @param crashes how many crashes came in a row before this one
  /// @param random decides about the jitter
  public Duration delay(int crashes, RandomGenerator random) {
    if (crashes == 0 && min.isZero()) {
      return Duration.ZERO;
    }
    // with min zero, the doubling begins one crash later, at the floor
    double first = (double) (min.isZero() ? FLOOR_NANOS : min.toNanos());
    int doublings = min.isZero() ? crashes - 1 : crashes;
    double nanos = Math.min(first * Math.pow(factor, doublings), (double) max.toNanos());
    double spread = 1 + jitter * (2 * random.nextDouble() - 1);
    return Duration.ofNanos((long) (nanos * spread));
  }

  /// {@return how long an actor has to run without a crash for its crashes to be forgotten}
  public Duration forgetAfter() {
    Duration second = Duration.ofSeconds(1);
    return max.compareTo(second) < 0 ? second : max;
  }
}
