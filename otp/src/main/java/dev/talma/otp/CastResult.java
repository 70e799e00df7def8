package dev.talma.otp;

/// What the callbacks of a [GenServer] give that have nobody to answer: [GenServer#handleCast],
/// [GenServer#handleInfo], [GenServer#handleContinue] and the others.
///
/// @param <S> the type of the state
public sealed interface CastResult<S> permits NoReply, Stop {}
