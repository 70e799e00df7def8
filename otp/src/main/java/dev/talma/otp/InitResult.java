package dev.talma.otp;

import dev.talma.ExitReason;
import java.util.Objects;

/// What [GenServer#init()] gives.
///
/// @param <S> the type of the state
public sealed interface InitResult<S> {

  /// The server runs.
  ///
  /// @param state the first state
  /// @param after what to do first
  /// @param <S> the type of the state
  record Ok<S>(S state, After after) implements InitResult<S> {
    /// Refuses null.
    public Ok {
      Objects.requireNonNull(state, "state");
      Objects.requireNonNull(after, "after");
    }
  }

  /// The server is not needed: it ends as normal, and a supervisor goes on without it.
  ///
  /// @param <S> the type of the state
  record Ignore<S>() implements InitResult<S> {}

  /// The server cannot run.
  ///
  /// @param reason why
  /// @param <S> the type of the state
  record Stop<S>(ExitReason reason) implements InitResult<S> {
    /// Refuses null.
    public Stop {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
