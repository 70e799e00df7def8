package dev.talma;

import java.time.Duration;

/// Something that happened to an actor of a system. See [ActorSystem#onEvent(Class,
/// java.util.function.Consumer)].
public sealed interface SystemEvent {

  /// An actor was started.
  ///
  /// @param ref the actor
  record Started(ActorRef<?> ref) implements SystemEvent {}

  /// An actor has crashed; whether it restarts or ends is told by the event that follows.
  ///
  /// @param ref the actor
  /// @param messageType the class of the message that was being handled, or `none`
  /// @param cause what it threw
  record Crashed(ActorRef<?> ref, String messageType, Throwable cause) implements SystemEvent {}

  /// An actor that crashed, or whose sibling did, will run again.
  ///
  /// @param ref the actor
  /// @param delay after how long
  record Restarting(ActorRef<?> ref, Duration delay) implements SystemEvent {}

  /// An actor has ended.
  ///
  /// @param ref the actor
  /// @param reason why
  record Stopped(ActorRef<?> ref, ExitReason reason) implements SystemEvent {}

  /// A message was accepted and will not be handled.
  ///
  /// @param letter the message and what became of it
  record DeadLettered(DeadLetter letter) implements SystemEvent {}
}
