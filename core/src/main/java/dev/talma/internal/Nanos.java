package dev.talma.internal;

import java.time.Duration;
import java.util.Objects;

/// Durations as nanoseconds, without overflow: what is longer than a century is a century.
public final class Nanos {
  static final long MAX = Long.MAX_VALUE / 4;
  private static final Duration LONGEST = Duration.ofNanos(MAX);

  private Nanos() {}

  static long of(Duration duration) {
    return duration.compareTo(LONGEST) > 0 ? MAX : duration.toNanos();
  }

  /// {@return a positive duration in nanoseconds}
  ///
  /// @throws IllegalArgumentException if it is not positive
  public static long positive(Duration duration, String what) {
    if (!Objects.requireNonNull(duration, what).isPositive()) {
      throw new IllegalArgumentException(what + " must be positive, but is " + duration);
    }
    return of(duration);
  }

  static long notNegative(Duration duration, String what) {
    if (Objects.requireNonNull(duration, what).isNegative()) {
      throw new IllegalArgumentException(what + " must not be negative, but is " + duration);
    }
    return of(duration);
  }
}
