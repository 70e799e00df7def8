package dev.talma;

/// A message outside of an actor's own protocol, for the behaviour that the actor is built on: a
/// framework such as a generic server defines its own and takes them with
/// [Context#onSystemMessage(java.util.function.Predicate)]. So it can be told things, or be looked
/// into, that are no business of the protocol's author, and a reference need not know its protocol.
///
/// In everything else it is a message as others are: in order with them, counted, and subject to
/// the bound of the mailbox. An actor whose code takes no system messages leaves it as a dead
/// letter ([DeadLetter.Reason#NOT_UNDERSTOOD]).
///
/// @see ActorRef#sendSystem(SystemMessage)
/// @see SystemRequest
public interface SystemMessage {

  /// {@return whose class stands in logs and events for the message, when the actor crashes over
  /// it} Itself, unless it only carries a message of the protocol.
  default Object carried() {
    return this;
  }
}
