package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.ExitReason;
import dev.talma.remote.Parcel;
import java.util.Optional;

/// What one node sends to another about an actor: a message or a signal.
///
/// @param kind what it is
/// @param target whom it is for
/// @param from who sent it
/// @param message the message; of a signal, an empty text
/// @param ticket the ask that waits for an answer
/// @param reason why the actor shall stop, or why a linked one has ended
record Letter(
    Parcel.Kind kind,
    Target target,
    Optional<ActorRef<?>> from,
    Object message,
    Optional<Ticket> ticket,
    Optional<ExitReason> reason) {

  boolean isMessage() {
    return isMessage(kind);
  }

  /// Whether something of a kind is a message, and no signal.
  static boolean isMessage(Parcel.Kind kind) {
    return kind == Parcel.Kind.MESSAGE || kind == Parcel.Kind.SYSTEM_MESSAGE;
  }

  /// Whether something of a kind is reason enough to start its actor.
  static boolean starts(Parcel.Kind kind) {
    return switch (kind) {
      case MESSAGE, SYSTEM_MESSAGE, LINK -> true;
      case STOP, KILL, UNLINK, EXIT -> false;
    };
  }
}
