package dev.talma.cluster.internal.node;

import dev.talma.MailboxFullException;
import dev.talma.SendInterruptedException;
import dev.talma.cluster.Outbound;
import dev.talma.cluster.internal.transport.Session;
import dev.talma.cluster.internal.transport.Session.Offer;
import dev.talma.remote.Gateway;
import dev.talma.remote.Parcel;
import io.netty.util.concurrent.FastThreadLocalThread;

/// Gives frames to the network, and does with a full queue what the settings say.
final class Post {
  private final Outbound outbound;
  private final Traffic traffic;

  Post(Outbound outbound, Traffic traffic) {
    this.outbound = outbound;
    this.traffic = traffic;
  }

  /// Whether the calling thread may wait: those of the network serve everybody. What it does now
  /// may have to be done [without][Gateway#AT_ONCE], whoever does it.
  static boolean mayWait() {
    return !(Thread.currentThread() instanceof FastThreadLocalThread);
  }

  /// Offers a frame without waiting. False if the queue is full; one that is closed counts as
  /// taken, as the frame is settled.
  boolean tryToSend(Link link, Session.Frame frame) {
    return switch (offer(link, frame)) {
      case ACCEPTED -> true;
      case CLOSED -> {
        frame.lost();
        yield true;
      }
      case FULL -> false;
    };
  }

  /// Offers a frame without waiting. One that finds its queue closed is the caller's to settle.
  Offer offer(Link link, Session.Frame frame) {
    Offer offer = link.offer(frame);
    if (offer == Offer.ACCEPTED) {
      traffic.sent();
    }
    return offer;
  }

  /// Sends a frame, and waits for room if it has to and may.
  ///
  /// @param nanos how long it waits at most
  /// @throws MailboxFullException if there is no room
  void send(Link link, Session.Frame frame, long nanos) {
    if (tryToSend(link, frame)) {
      return;
    }
    if (outbound.whenFull() != Outbound.WhenFull.WAIT || !mayWait() || Gateway.AT_ONCE.isBound()) {
      throw full(link);
    }
    Offer offer;
    Gateway.aboutToBlock();
    try {
      offer = link.offer(frame, nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SendInterruptedException(
          "The thread was interrupted while it waited for room on the way to "
              + link.peer().name()
              + "; nothing was sent");
    }
    switch (offer) {
      case ACCEPTED -> traffic.sent();
      case CLOSED -> frame.lost();
      case FULL -> throw full(link);
    }
  }

  /// Whether something of a kind is sent behind what waits if the way is full. That a linked actor
  /// has ended is said once, and nobody has called who could be told that it was not sent; of what
  /// an actor calls for, the caller is told, where it can be.
  ///
  /// @param called whether somebody calls for it now, and not before its target moved
  boolean isSure(Parcel.Kind kind, boolean called) {
    return switch (kind) {
      case MESSAGE, SYSTEM_MESSAGE -> false;
      case STOP, KILL, LINK ->
          !called || outbound.whenFull() == Outbound.WhenFull.DROP || !mayWait();
      case UNLINK, EXIT -> true;
    };
  }

  /// Whether somebody who sends something of a kind that is [sure][#isSure], and has not called,
  /// waits where too much waits already. Of the others it is said that they do not wait.
  static boolean isPatient(Parcel.Kind kind) {
    return (kind == Parcel.Kind.UNLINK || kind == Parcel.Kind.EXIT)
        && mayWait()
        && !Gateway.AT_ONCE.isBound();
  }

  MailboxFullException full(Link link) {
    return new MailboxFullException(
        "The way to "
            + link.peer().name()
            + " is full: "
            + outbound.frames()
            + " messages or "
            + outbound.bytes()
            + " bytes wait to be sent; nothing was sent");
  }

  Outbound outbound() {
    return outbound;
  }

  /// {@return how long a parcel waits for room at most} No longer than its asker waits for the
  /// answer.
  long patience(Parcel parcel) {
    long nanos = outbound.patience().toNanos();
    return parcel.ask().map(ask -> Math.min(nanos, ask.nanosLeft())).orElse(nanos);
  }
}
