package dev.talma.otp;

import java.time.Duration;
import java.util.Objects;

/// How a supervisor ends a child.
public sealed interface Shutdown {

  /// The child is asked to stop, and killed if that takes too long.
  ///
  /// @param patience how long it may take; positive
  record Within(Duration patience) implements Shutdown {
    /// Refuses a time that is not positive.
    public Within {
      if (!Objects.requireNonNull(patience, "patience").isPositive()) {
        throw new IllegalArgumentException(
            "The time to shut down must be positive, but is "
                + patience
                + "; to kill a child at once, say Shutdown.brutalKill()");
      }
    }
  }

  /// The child is killed at once: its clean-up does not run.
  record BrutalKill() implements Shutdown {
    static final BrutalKill INSTANCE = new BrutalKill();
  }

  /// The child is asked to stop, and waited for however long that takes.
  record Infinity() implements Shutdown {
    static final Infinity INSTANCE = new Infinity();
  }

  /// {@return the child is asked to stop, and killed if that takes longer}
  ///
  /// @param patience how long it may take
  /// @throws IllegalArgumentException if that is not positive
  static Shutdown within(Duration patience) {
    return new Within(patience);
  }

  /// {@return the child is killed at once}
  static Shutdown brutalKill() {
    return BrutalKill.INSTANCE;
  }

  /// {@return the child is waited for} For supervisors, whose children have their own times.
  static Shutdown infinity() {
    return Infinity.INSTANCE;
  }

  /// {@return how long an owner waits for the child; zero for a kill}
  default Duration asStopTimeout() {
    return switch (this) {
      case Within(Duration patience) -> patience;
      case BrutalKill() -> Duration.ZERO;
      case Infinity() -> Start.FOREVER;
    };
  }
}
