package dev.talma;

/// News about the life of another actor, in order with the messages of that actor.
///
/// @see Context#monitor(ActorRef)
/// @see Context#trapExits()
public sealed interface Signal permits Down, Exit {

  /// {@return the actor that ended}
  ActorRef<?> ref();

  /// {@return why it ended}
  ExitReason reason();
}
