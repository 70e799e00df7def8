package dev.talma.otp;

import dev.talma.ExitReason;
import java.util.Objects;

/// The server ends. A caller that has no answer by then is told so at once.
///
/// @param reason why; [ExitReason.Crashed] is a crash
/// @param state the state that `terminate` gets
/// @param <S> the type of the state
public record Stop<S>(ExitReason reason, S state) implements CallResult<S>, CastResult<S> {
  /// Refuses null.
  public Stop {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(state, "state");
  }
}
