package dev.talma.otp;

import java.util.Objects;

/// What a [GenStateMachine] remembers: what [Sys#getState(dev.talma.ActorRef)] shows of one, and
/// what [Sys#replaceState] has to give.
///
/// @param state the state it is in
/// @param data its data
/// @param <S> the type of the states
/// @param <D> the type of the data
public record StateAndData<S, D>(S state, D data) {
  /// Refuses null.
  public StateAndData {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(data, "data");
  }
}
