package dev.talma;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// The messages of one actor, in the order of their arrival; for each sender, that is the order in
/// which it sent them.
///
/// The usual way to read it is `for (var msg : mailbox)`. The loop waits for messages and ends when
/// the actor is asked to stop: messages that were sent before that still come, later ones become
/// dead letters. Taking the next message says that the one before has been handled; a request among
/// them that was neither answered nor deferred then fails at its asker.
///
/// *Threading*: only the actor that owns it, else [IllegalStateException]. Waiting for a message
/// blocks nobody else. An interrupt is not consumed by waiting and not shown by it; it stays set
/// for the actor's own code.
///
/// @param <M> the type of the messages
public interface Mailbox<M> extends Iterable<M> {

  /// Waits for the first message, among those that wait and those still to come, for which the
  /// selector says [Selection#take(Object)]. Messages that it skips stay in their order.
  ///
  /// Usable inside of a `for` loop over the mailbox, while a message is being handled: that one
  /// stays open. A message that a receive took counts as handled at the next receive or the next
  /// turn of the loop.
  ///
  /// @param selector decides about each message; it may be asked again about one that it skipped,
  ///   in a later receive
  /// @param <T> the type of the result
  /// @return what the selector took
  /// @throws ActorStoppingException when the actor is asked to stop and no message before that
  ///   fits; let it pass
  <T> T receive(Function<? super M, Selection<T>> selector);

  /// As [#receive(Function)], but gives up after a time.
  ///
  /// @param selector decides about each message
  /// @param timeout how long to wait; zero only looks at what is there
  /// @param <T> the type of the result
  /// @return what the selector took, or empty when the time was over
  /// @throws IllegalArgumentException if the timeout is negative
  <T> Optional<T> receive(Function<? super M, Selection<T>> selector, Duration timeout);

  /// Remembers the present end of the mailbox. A receive that is given the mark looks only at
  /// messages that came later, so that waiting for the answer to a fresh reference does not go
  /// through a long queue again. Taking a mark makes the former one of the same mailbox void.
  ///
  /// @return the mark
  Mark mark();

  /// As [#receive(Function, Duration)], but looks only at messages that came after the mark.
  ///
  /// @param mark the last mark that was taken of this mailbox
  /// @param selector decides about each message
  /// @param timeout how long to wait
  /// @param <T> the type of the result
  /// @return what the selector took, or empty when the time was over
  /// @throws IllegalStateException if the mark is void
  <T> Optional<T> receive(Mark mark, Function<? super M, Selection<T>> selector, Duration timeout);

  /// {@return the next message, in order, or empty when the time was over}
  ///
  /// @param timeout how long to wait; zero only looks at what is there
  /// @throws ActorStoppingException when the actor is asked to stop and no message comes before
  ///   that
  default Optional<M> poll(Duration timeout) {
    return receive(Selection::take, timeout);
  }

  /// A place in a mailbox.
  interface Mark {}
}
