package dev.talma;

/// A monitored actor has ended. By then its name is free again.
///
/// @param ref the actor that was monitored
/// @param reason why it ended; [ExitReason.NoProcess] if it had ended before it was monitored
public record Down(ActorRef<?> ref, ExitReason reason) implements Signal {}
