package dev.talma;

/// A [SystemMessage] that wants an answer.
///
/// @param <R> the type of the answer
/// @see ActorRef#askSystem(SystemRequest, java.time.Duration)
@SuppressWarnings("unused") // the parameter exists for the compiler's sake
public interface SystemRequest<R> extends SystemMessage {}
