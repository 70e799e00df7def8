package dev.talma.internal;

import dev.talma.ExitReason;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What follows the end of one run of an actor.
sealed interface Outcome {

  /// It has ended.
  ///
  /// @param escalated what it passes to its owner as its crash
  /// @param fatal an error that must not be swallowed
  /// @param hand what is to become of the messages in its hands
  record End(ExitReason reason, Optional<Throwable> escalated, @Nullable Error fatal, Hand hand)
      implements Outcome {
    End(ExitReason reason, Optional<Throwable> escalated, @Nullable Error fatal) {
      this(reason, escalated, fatal, Hand.EMPTY);
    }

    static End as(ExitReason reason) {
      return new End(reason, Optional.empty(), null);
    }

    End with(Hand other) {
      return new End(reason, escalated, fatal, other);
    }

    @Override
    public Duration delay() {
      return Duration.ZERO;
    }
  }

  /// What is to become of the messages in the hands of an actor, when it has ended.
  enum Hand {
    /// Nothing; none is left.
    EMPTY,
    /// They were handled to their end.
    HANDLED,
    /// Nobody handles them.
    DISCARDED
  }

  /// It runs again after a time.
  record Again(ExitReason reason, Duration delay) implements Outcome {}

  /// It runs again together with its siblings.
  record Together(ExitReason reason, Regroup regroup, Duration delay) implements Outcome {}

  /// {@return why the run ended}
  ExitReason reason();

  /// {@return how long it waits at least before it runs again}
  Duration delay();
}
