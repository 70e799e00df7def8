package dev.talma.otp;

import dev.talma.ExitReason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What a [GenStateMachine] makes of an event. Made by its methods.
///
/// @param <S> the type of the states
/// @param <D> the type of the data
public sealed interface Transition<S, D> {

  /// The machine goes to a state. If that equals the one it is in, this is the same as [KeepState].
  ///
  /// @param state the next state
  /// @param data the next data; as before if empty
  /// @param actions what else to do, in this order
  /// @param <S> the type of the states
  /// @param <D> the type of the data
  record NextState<S, D>(S state, Optional<D> data, List<Action> actions)
      implements Transition<S, D> {
    /// Refuses null.
    public NextState {
      Objects.requireNonNull(state, "state");
      Objects.requireNonNull(data, "data");
      actions = List.copyOf(actions);
    }
  }

  /// The machine stays in its state: no postponed event comes again, and the state's time-out runs
  /// on.
  ///
  /// @param data the next data; as before if empty
  /// @param actions what else to do, in this order
  /// @param <S> the type of the states
  /// @param <D> the type of the data
  record KeepState<S, D>(Optional<D> data, List<Action> actions) implements Transition<S, D> {
    /// Refuses null.
    public KeepState {
      Objects.requireNonNull(data, "data");
      actions = List.copyOf(actions);
    }
  }

  /// As [KeepState], but the state is entered again, as far as [Event.Enter] is concerned.
  ///
  /// @param data the next data; as before if empty
  /// @param actions what else to do, in this order
  /// @param <S> the type of the states
  /// @param <D> the type of the data
  record RepeatState<S, D>(Optional<D> data, List<Action> actions) implements Transition<S, D> {
    /// Refuses null.
    public RepeatState {
      Objects.requireNonNull(data, "data");
      actions = List.copyOf(actions);
    }
  }

  /// The machine ends. A caller that has no answer by then is told so at once.
  ///
  /// @param reason why; [ExitReason.Crashed] is a crash
  /// @param data the data that `terminate` gets; as before if empty
  /// @param replies what to answer before
  /// @param <S> the type of the states
  /// @param <D> the type of the data
  record Stop<S, D>(ExitReason reason, Optional<D> data, List<Action.Reply> replies)
      implements Transition<S, D> {
    /// Refuses null.
    public Stop {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(data, "data");
      replies = List.copyOf(replies);
    }
  }
}
