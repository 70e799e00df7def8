package dev.talma;

/// A linked actor has ended, as seen by an actor that traps exits.
///
/// @param ref the actor that was linked
/// @param reason why it ended; [ExitReason.NoProcess] if it had ended before it was linked
public record Exit(ActorRef<?> ref, ExitReason reason) implements Signal {}
