package dev.talma.internal;

import dev.talma.ActorRef;
import dev.talma.SystemMessage;
import org.jspecify.annotations.Nullable;

/// One message on its way, and the node of the list that it waits in: a message costs one small
/// object. It is in one list at a time, first the inbox and then the receiver's own.
class Envelope {
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
}
