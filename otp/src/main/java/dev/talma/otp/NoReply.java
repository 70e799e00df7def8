package dev.talma.otp;

import java.util.Objects;

/// The server goes on, and nobody gets an answer from this callback. Of a call that means: later,
/// by the [dev.talma.ReplyTo] that was taken of it.
///
/// @param state the next state
/// @param after what to do besides waiting for the next message
/// @param <S> the type of the state
public record NoReply<S>(S state, After after) implements CallResult<S>, CastResult<S> {
  /// Refuses null.
  public NoReply {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(after, "after");
  }
}
