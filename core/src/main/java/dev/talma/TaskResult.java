package dev.talma;

import java.util.Objects;

/// What came of work that ran on its own.
///
/// @param <R> the type of what it gives
/// @see Context#async(java.util.concurrent.Callable, java.util.function.Function)
public sealed interface TaskResult<R> {

  /// The work gave something.
  ///
  /// @param value what it gave
  /// @param <R> its type
  record Success<R>(R value) implements TaskResult<R> {
    /// Refuses null.
    public Success {
      Objects.requireNonNull(value, "value");
    }
  }

  /// The work gave nothing.
  ///
  /// @param reason why: [ExitReason.Crashed] with what it threw, or the way it was ended
  /// @param <R> the type of what it would have given
  record Failure<R>(ExitReason reason) implements TaskResult<R> {}

  /// {@return what the work gave}
  ///
  /// @throws IllegalStateException if it gave nothing; with what it threw as the cause, if it threw
  default R orThrow() {
    return switch (this) {
      case Success<R>(R value) -> value;
      case Failure<R>(ExitReason reason) ->
          throw new IllegalStateException(
              "The task gave nothing: " + reason, reason.failure().orElse(null));
    };
  }
}
