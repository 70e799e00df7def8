package dev.talma;

/// A message that wants an answer. It says at compile time which protocol it belongs to and what
/// type the answer has, so that `int n = ref.ask(new Get())` is checked.
///
/// {@snippet :
/// sealed interface Counter {
///   record Increment(int amount) implements Counter {}
///   record Get() implements Counter, Request<Counter, Integer> {}
/// }
/// }
///
/// A request may also be sent with [ActorRef#send(Object)]; then nobody waits, and the reply is
/// dropped and counted.
///
/// @param <M> the protocol that the request belongs to; the class must implement it too, which is
///   checked when it is asked
/// @param <R> the type of the answer
@SuppressWarnings("unused") // both parameters exist for the compiler's sake
public interface Request<M, R> {}
