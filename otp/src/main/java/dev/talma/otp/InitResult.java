package dev.talma.otp;

import dev.talma.ExitReason;
import java.util.Objects;

/// What [GenServer#init()] gives.
///
/// @param <S> the type of the state
public sealed interface InitResult<S> {

  /// The server runs.
  record Ok<S>(S state, After after) implements InitResult<S> {
    /// Refuses null.
    public Ok {
      Objects.requireNonNull(state, "state");
      Objects.requireNonNull(after, "after");
    }
  }

  /// The server is not needed: it ends as normal, and a supervisor goes on without it.
  record Ignore<S>() implements InitResult<S> {}

  /// The server cannot run.
  record Stop<S>(ExitReason reason) implements InitResult<S> {
    /// Refuses null.
    public Stop {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
