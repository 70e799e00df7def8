package dev.talma;

/// The event-driven style of an actor: called for each message, one at a time, without a thread of
/// its own while nothing is to do. Instance fields are the state; what one call wrote, the next one
/// sees, whatever thread runs it.
///
/// *Threading*: runs on virtual threads that many handlers share. A call may block; others do not
/// wait for it. Code that computes for long without blocking holds one core, as everywhere.
///
/// @param <M> the type of the messages
@FunctionalInterface
public interface Handler<M> {

  /// Runs before the first message, at each start and restart. Throwing is a crash.
  ///
  /// @param ctx what the actor can do
  /// @throws Exception as it likes; that is a crash
  default void init(Context<M> ctx) throws Exception {}

  /// Handles one message. Throwing is a crash.
  ///
  /// @param message the message
  /// @param ctx what else the actor can do
  /// @throws Exception as it likes; that is a crash
  void handle(M message, Context<M> ctx) throws Exception;

  /// Runs after the last message when the actor stops, crashes or is about to be restarted; not
  /// when it is killed, and not when [#init(Context)] failed. What it throws is logged and changes
  /// nothing.
  ///
  /// @param reason why the actor ends
  /// @param ctx what the actor can do
  /// @throws Exception as it likes
  default void terminate(ExitReason reason, Context<M> ctx) throws Exception {}
}
