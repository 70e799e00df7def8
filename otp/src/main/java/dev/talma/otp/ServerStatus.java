package dev.talma.otp;

/// What a server is, and how it is.
///
/// @param behaviour the class that has the callbacks
/// @param suspended whether it is suspended
/// @param waiting about how many messages wait
/// @param state its state
public record ServerStatus(Class<?> behaviour, boolean suspended, int waiting, Object state) {}
