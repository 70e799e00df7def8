package dev.talma;

/// A crash ends the actor and is a crash of its owner, with an [EscalatedException] that carries
/// the cause; the owner's own supervision decides then. At the top of the system, it closes the
/// system.
public record Escalate() implements Supervision {}
