package dev.talma;

/// What happens when an actor crashes. Given with [Actor#supervised(Supervision)].
public sealed interface Supervision permits Restart, Stop, Escalate {}
