package dev.talma;

import java.util.Optional;

/// A message that was accepted and will not be handled.
///
/// @param message the message
/// @param target to whom it was sent
/// @param sender who sent it, if it was an actor
/// @param reason why it is not handled
public record DeadLetter(
    Object message, ActorRef<?> target, Optional<ActorRef<?>> sender, Reason reason) {

  /// Why a message is not handled.
  public enum Reason {
    /// The target had ended when it was sent.
    NO_PROCESS,
    /// The target ended, in an orderly way or by a kill, before its turn came.
    STOPPED,
    /// The target crashed while handling it, or crashed for good before its turn came.
    CRASHED,
    /// The target's mailbox was full, and its [Overflow] says to drop.
    OVERFLOW,
    /// The asker had given up before its turn came.
    ABANDONED,
    /// It is a [SystemMessage], and the target's code takes none, or not this one; or another node
    /// has sent what is no message of the target.
    NOT_UNDERSTOOD,
    /// It was on its way to another node, and that was lost, or there was no way to it.
    NODE_LOST
  }
}
