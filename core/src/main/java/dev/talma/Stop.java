package dev.talma;

/// A crash ends the actor, as it does without any supervision. For saying so in the code.
public record Stop() implements Supervision {}
