package dev.talma.internal;

import dev.talma.ActorRef;
import dev.talma.DeadLetter;
import dev.talma.ExitReason;
import dev.talma.SystemMessage;
import dev.talma.remote.AskFailure;
import dev.talma.remote.Parcel;
import dev.talma.remote.PendingReply;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One message on its way, and the node of the list that it waits in: a message costs one small
/// object. It is in one list at a time, first the inbox and then the receiver's own.
class Envelope implements Parcel {
  /// The neighbour in the list. Written by the one who pushes before the push, and by the receiver
  /// after it took the list; the push and the take publish it.
  @Nullable Envelope next;

  final Object message;
  final @Nullable ActorRef<?> sender;

  Envelope(Object message, @Nullable ActorRef<?> sender) {
    this.message = message;
    this.sender = sender;
  }

  /// Whether it counts as a message that somebody sent: it ends as handled or as a dead letter.
  boolean isCounted() {
    return true;
  }

  /// Whether it is for the behaviour that the actor is built on, and not of its protocol.
  boolean isSystem() {
    return false;
  }

  /// {@return the name of the class of the message, or of what it carries}
  final String messageType() {
    Object shown =
        isSystem() && message instanceof SystemMessage carrier ? carrier.carried() : message;
    return shown.getClass().getName();
  }

  /// A message outside of the protocol.
  static final class OfSystem extends Envelope {
    OfSystem(Object message, @Nullable ActorRef<?> sender) {
      super(message, sender);
    }

    @Override
    boolean isSystem() {
      return true;
    }
  }

  /// Whether it enters a bounded mailbox even if that is full.
  boolean isExempt() {
    return false;
  }

  // --- on its way to an actor elsewhere

  @Override
  public Kind kind() {
    return isSystem() ? Kind.SYSTEM_MESSAGE : Kind.MESSAGE;
  }

  @Override
  public final Object message() {
    if (!isCounted()) {
      throw new IllegalStateException("A signal has no message");
    }
    return message;
  }

  @Override
  public Optional<ActorRef<?>> from() {
    return Optional.ofNullable(sender);
  }

  @Override
  public Optional<PendingReply> ask() {
    return Optional.empty();
  }

  @Override
  public ExitReason reason() {
    throw new IllegalStateException("Only the end of an actor has a reason");
  }

  @Override
  public final boolean passOn(ActorRef<?> target) {
    Addressee<?> to = Addressee.of(target);
    if (to instanceof Cell<?> cell) {
      return enter(cell, false);
    }
    to.deliver(this);
    return true;
  }

  /// Has come to an actor of this system, by a reference for those elsewhere.
  ///
  /// @param atOnce whether it must not wait for room
  /// @return false if that has ended; then it is still the caller's
  boolean enter(Cell<?> cell, boolean atOnce) {
    return cell.take(this, atOnce);
  }

  /// Will come to nobody.
  void undelivered() {}

  @Override
  public final void undeliverable(
      ActorRef<?> target, DeadLetter.Reason reason, AskFailure failure) {
    undelivered();
    Refusals.discardOne(Addressee.of(target), this, reason, failure);
  }

  @Override
  public final void deadLetter(ActorRef<?> target, DeadLetter.Reason reason) {
    undelivered();
    Refusals.report(Addressee.of(target), this, reason);
  }
}
