package dev.talma.otp;

import dev.talma.ExitReason;
import java.util.List;
import java.util.Objects;

/// What [GenStateMachine#init()] gives.
///
/// @param <S> the type of the states
/// @param <D> the type of the data
public sealed interface MachineInit<S, D> {

  /// The machine runs.
  ///
  /// @param state the first state
  /// @param data the first data
  /// @param actions what else to do, in this order
  /// @param <S> the type of the states
  /// @param <D> the type of the data
  record Ok<S, D>(S state, D data, List<Action> actions) implements MachineInit<S, D> {
    /// Refuses null.
    public Ok {
      Objects.requireNonNull(state, "state");
      Objects.requireNonNull(data, "data");
      actions = List.copyOf(actions);
    }
  }

  /// The machine is not needed: it ends as normal, and a supervisor goes on without it.
  ///
  /// @param <S> the type of the states
  /// @param <D> the type of the data
  record Ignore<S, D>() implements MachineInit<S, D> {}

  /// The machine cannot run.
  ///
  /// @param reason why
  /// @param <S> the type of the states
  /// @param <D> the type of the data
  record Stop<S, D>(ExitReason reason) implements MachineInit<S, D> {
    /// Refuses null.
    public Stop {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
