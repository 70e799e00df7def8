package dev.talma.otp;

import dev.talma.ActorRef;
import dev.talma.Request;
import dev.talma.TaskResult;

/// Something that a [GenStateMachine] is to react to.
///
/// @param <M> the type of the messages
public sealed interface Event<M> {

  /// Somebody waits for an answer.
  ///
  /// @param request the request
  /// @param <M> the type of the messages
  record Call<M>(Request<M, ?> request) implements Event<M> {}

  /// A message was cast.
  ///
  /// @param message the message
  /// @param <M> the type of the messages
  record Cast<M>(M message) implements Event<M> {}

  /// A message came in any other way: sent, scheduled, or made of the end of another actor.
  ///
  /// @param message the message
  /// @param <M> the type of the messages
  @SuppressWarnings(
      "AvoidCommonTypeNames") // what OTP calls it, and nobody takes it for a process's
  record Info<M>(M message) implements Event<M> {}

  /// The machine has told itself something with [GenStateMachine#nextEvent(Object)].
  ///
  /// @param message the message
  /// @param <M> the type of the messages
  record Internal<M>(M message) implements Event<M> {}

  /// The state has lasted for as long as [GenStateMachine#stateTimeout(java.time.Duration)] said.
  ///
  /// @param content what was given with the time-out; the time itself if nothing was
  /// @param <M> the type of the messages
  record StateTimeout<M>(Object content) implements Event<M> {}

  /// No event has come for as long as [GenStateMachine#eventTimeout(java.time.Duration)] said.
  ///
  /// @param content what was given with the time-out; the time itself if nothing was
  /// @param <M> the type of the messages
  record EventTimeout<M>(Object content) implements Event<M> {}

  /// The time of a time-out that has a name is over.
  ///
  /// @param name its name
  /// @param content what was given with the time-out; the time itself if nothing was
  /// @param <M> the type of the messages
  /// @see GenStateMachine#timeout(Object, java.time.Duration)
  record Timeout<M>(Object name, Object content) implements Event<M> {}

  /// An actor that this one monitors or, if it traps exits, is linked to has ended, and the monitor
  /// or the trap was set without a message to make of it.
  ///
  /// @param signal the news
  /// @param <M> the type of the messages
  record Signal<M>(dev.talma.Signal signal) implements Event<M> {}

  /// A task that was begun with [Server#startTask(java.util.concurrent.Callable)] has ended.
  ///
  /// @param task the task, as `startTask` gave it
  /// @param result what came of it
  /// @param <M> the type of the messages
  record TaskEnd<M>(ActorRef<?> task, TaskResult<?> result) implements Event<M> {}

  /// A state was entered. Only if [GenStateMachine#stateEnter()] says so.
  ///
  /// @param oldState the state before; for the first one, and when a state is repeated, the same
  /// @param <M> the type of the messages
  record Enter<M>(Object oldState) implements Event<M> {}
}
