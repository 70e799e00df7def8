package dev.talma.internal;

import org.jspecify.annotations.Nullable;

/// Where senders put messages and the one receiver takes them from. It also knows whether the
/// receiver sleeps, so that exactly one sender wakes it, and whether it is closed, so that no
/// message can slip in after the last look.
abstract class Inbox {

  /// What became of a push.
  enum Push {
    /// It is in, and the receiver is awake.
    ACCEPTED,
    /// It is in, and the caller has to wake the receiver.
    WAKE,
    /// The receiver has ended.
    CLOSED,
    /// It is not in, and the sender shall be told.
    REJECTED,
    /// It is not in, and becomes a dead letter.
    DROPPED
  }

  /// Any thread: puts a message in.
  abstract Push push(Envelope envelope);

  /// Receiver: takes messages out, as a list in the order of their arrival; null if there are none.
  abstract @Nullable Envelope take();

  /// Receiver: takes everything that is there at this moment, as [#take()] gives it.
  abstract @Nullable Envelope takeAll();

  /// Receiver: falls asleep, unless something is there. From then on the next push says WAKE, and
  /// who gets that takes over the right to act as the receiver.
  abstract boolean sleep();

  /// Receiver: whether it sleeps and nobody has woken it.
  abstract boolean isAsleep();

  /// Receiver: wakes by itself. False if a sender was faster.
  abstract boolean wakeBySelf();

  /// Receiver, once: closes, and takes out what is there.
  abstract @Nullable Envelope close();

  /// Receiver: a message that was taken out does not wait any more.
  void leave(Envelope envelope) {}

  /// Receiver: a message that was taken out waits again, in the receiver's own list.
  void comeBack(Envelope envelope) {}

  /// Any thread: about how many messages wait, counted no further than a limit.
  abstract int count(int limit);
}
