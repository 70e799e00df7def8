package dev.talma;

/// A message on hold: out of its actor's mailbox and not handled yet, with its sender and its
/// pending reply. If the actor restarts, it goes back into the mailbox by itself, before all that
/// waits; if the actor ends, it becomes a dead letter.
///
/// *Threading*: only the actor that holds it.
///
/// @param <M> the type of the message
/// @see Context#hold()
public interface Held<M> {

  /// {@return the message} Not for a [SystemMessage]: that is not of the type `M`, and taking it
  /// for one is a `ClassCastException` at the caller.
  M message();

  /// Puts the message back, at the front of the mailbox. Doing so twice does nothing.
  void redeliver();
}
