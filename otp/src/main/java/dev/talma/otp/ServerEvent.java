package dev.talma.otp;

import dev.talma.ActorRef;

/// Something that a traced server has done.
///
/// @see Sys#trace(ActorRef, java.util.function.Consumer)
public sealed interface ServerEvent {

  /// {@return the server}
  ActorRef<?> server();

  /// A message goes to a callback.
  ///
  /// @param server the server
  /// @param kind which callback
  /// @param message the message; for a time-out of a [GenServer] the word `timeout`, and for what
  ///   is no message of a [GenStateMachine] the [Event]
  record Received(ActorRef<?> server, Kind kind, Object message) implements ServerEvent {}

  /// A caller was answered by what a callback returned.
  ///
  /// @param server the server
  /// @param value the answer
  record Replied(ActorRef<?> server, Object value) implements ServerEvent {}

  /// A callback gave another state.
  ///
  /// @param server the server
  /// @param state the state
  record NewState(ActorRef<?> server, Object state) implements ServerEvent {}

  /// The ways in which a message comes. Those of a [GenStateMachine] go to its `handleEvent`.
  enum Kind {
    /// To `handleCall`.
    CALL,
    /// To `handleCast`.
    CAST,
    /// To `handleInfo`.
    INFO,
    /// To `handleContinue`.
    CONTINUE,
    /// To `handleTimeout`.
    TIMEOUT,
    /// To `handleSignal`.
    SIGNAL,
    /// To `handleTaskEnd`.
    TASK_END,
    /// An [Event.Internal].
    INTERNAL,
    /// An [Event.Enter].
    ENTER
  }
}
