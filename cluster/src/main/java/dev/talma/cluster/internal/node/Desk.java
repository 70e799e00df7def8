package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.DeadLetter;
import dev.talma.ExitReason;
import dev.talma.SystemClosedException;
import dev.talma.TalmaException;
import dev.talma.cluster.ClusterUnavailableException;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.placement.Route;
import dev.talma.cluster.internal.transport.Session;
import dev.talma.remote.AskFailure;
import dev.talma.remote.Gateway;
import dev.talma.remote.Parcel;
import dev.talma.remote.PendingReply;
import java.util.Optional;

/// What is done with parcels and letters once it is decided where they belong. Nothing here waits.
final class Desk {
  private final Gateway gateway;
  private final Outgoing outgoing;
  private final Traffic traffic;
  private final NamedLinks namedLinks = new NamedLinks();

  Desk(Gateway gateway, Outgoing outgoing, Traffic traffic) {
    this.gateway = gateway;
    this.outgoing = outgoing;
    this.traffic = traffic;
  }

  Gateway gateway() {
    return gateway;
  }

  Outgoing outgoing() {
    return outgoing;
  }

  Traffic traffic() {
    return traffic;
  }

  NamedLinks namedLinks() {
    return namedLinks;
  }

  // --- parcels: from actors here

  boolean deliver(Parcel parcel, ActorRef<?> here) {
    return gateway.deliver(here, parcel);
  }

  /// It was for an actor of this node that has ended.
  void ended(Parcel parcel, ActorRef<?> former) {
    parcel.undeliverable(former, DeadLetter.Reason.NO_PROCESS, noProcess(former));
  }

  private static AskFailure noProcess(ActorRef<?> former) {
    return new AskFailure.NoProcess(former, former.exitReason().orElse(ExitReason.noProcess()));
  }

  void forward(Parcel parcel, Link link, NamedRoute to, ActorRef<?> ref, Route onward) {
    namedLinks.sends(parcel, to.target(), link.peer());
    try {
      outgoing.sendSurely(link, parcel, ref, to.target(), onward, to.leaving().isPresent());
    } catch (TalmaException notSendable) {
      parcel.undeliverable(ref, DeadLetter.Reason.NODE_LOST, new AskFailure.Refused(notSendable));
    }
  }

  void refuse(Parcel parcel, ActorRef<?> ref, String why) {
    parcel.undeliverable(
        ref,
        DeadLetter.Reason.NODE_LOST,
        new AskFailure.Refused(new ClusterUnavailableException(why)));
  }

  /// Whether somebody on another node waits for an answer to it.
  static boolean isAskedElsewhere(Parcel parcel) {
    return parcel.ask().flatMap(PendingReply::origin).isPresent();
  }

  /// This node ends, and has it still. An asker elsewhere hears of that as of the loss of any node.
  void closed(Parcel parcel, ActorRef<?> ref, String why) {
    if (isAskedElsewhere(parcel)) {
      parcel.deadLetter(ref, DeadLetter.Reason.NODE_LOST);
    } else {
      parcel.undeliverable(
          ref, DeadLetter.Reason.NODE_LOST, new AskFailure.Refused(new SystemClosedException(why)));
    }
  }

  // --- letters: from other nodes

  /// Gives a letter to an actor here. {@return false if that has ended}
  ///
  /// @param source the node of the actor that has sent it
  boolean deliver(Letter letter, ActorRef<?> here, NodeId source) {
    switch (letter.kind()) {
      case MESSAGE -> {
        return message(letter, here, false);
      }
      case SYSTEM_MESSAGE -> {
        return message(letter, here, true);
      }
      case STOP -> here.stop(letter.reason().orElseThrow());
      case KILL -> here.kill();
      case LINK -> {
        ActorRef<?> from = letter.from().orElseThrow();
        named(from).ifPresent(target -> namedLinks.begin(here, target, source));
        if (!gateway.link(here, from)) {
          notLinked(from, here);
        } else if (!outgoing.reaches(source)) {
          // it was lost while this waited or was passed on, and who was linked then has been told
          gateway.exit(here, from, ExitReason.noConnection());
        }
      }
      case UNLINK -> {
        ActorRef<?> from = letter.from().orElseThrow();
        named(from).ifPresent(target -> namedLinks.end(here, target));
        gateway.unlink(here, from);
      }
      case EXIT -> {
        ActorRef<?> from = letter.from().orElseThrow();
        named(from).ifPresent(target -> namedLinks.end(here, target));
        gateway.exit(here, from, letter.reason().orElseThrow());
      }
    }
    return true;
  }

  private Optional<Target.Named> named(ActorRef<?> ref) {
    return gateway
        .route(ref)
        .filter(NamedRoute.class::isInstance)
        .map(route -> ((NamedRoute) route).target());
  }

  private boolean message(Letter letter, ActorRef<?> here, boolean system) {
    Optional<Ticket> ticket = letter.ticket();
    return ticket.isEmpty()
        ? gateway.send(here, letter.message(), letter.from(), system)
        : gateway.ask(
            here,
            letter.message(),
            letter.from(),
            system,
            ticket.get().nanosLeft(),
            new Reply(ticket.get(), letter.message().getClass(), outgoing));
  }

  /// It was for an actor of this node that has ended.
  void ended(Letter letter, ActorRef<?> former) {
    settle(letter, former, DeadLetter.Reason.NO_PROCESS, noProcess(former));
  }

  /// The one that is to be linked has ended: so the link ends, at the other end.
  private void notLinked(ActorRef<?> from, ActorRef<?> here) {
    gateway.refuseLink(from, here);
  }

  void forward(Letter letter, Link link, ActorRef<?> ref, Route onward) {
    Session.Frame frame;
    try {
      frame = new PassedFrame(outgoing.bytes(link, letter, onward), () -> unreachable(letter, ref));
    } catch (TalmaException notSendable) {
      settle(letter, ref, DeadLetter.Reason.NODE_LOST, new AskFailure.Refused(notSendable));
      return;
    }
    outgoing.passOn(link, letter, frame);
  }

  private void unreachable(Letter letter, ActorRef<?> ref) {
    traffic.lost();
    unreachable(letter, ref, "the connection was lost before the message left");
  }

  void unreachable(Letter letter, ActorRef<?> ref, String why) {
    settle(letter, ref, DeadLetter.Reason.NODE_LOST, new AskFailure.NotSent(ref.path(), why));
  }

  void refuse(Letter letter, ActorRef<?> ref, String why) {
    settle(
        letter,
        ref,
        DeadLetter.Reason.NODE_LOST,
        new AskFailure.Refused(new ClusterUnavailableException(why)));
  }

  /// As for a parcel.
  void closed(Letter letter, ActorRef<?> ref) {
    if (letter.isMessage()) {
      gateway.deadLetter(ref, letter.message(), letter.from(), DeadLetter.Reason.NODE_LOST);
    }
  }

  /// Nobody will handle it.
  void settle(Letter letter, ActorRef<?> ref, DeadLetter.Reason reason, AskFailure failure) {
    if (letter.isMessage()) {
      gateway.deadLetter(ref, letter.message(), letter.from(), reason);
    } else if (letter.kind() == Parcel.Kind.LINK) {
      notLinked(letter.from().orElseThrow(), ref);
    }
    letter.ticket().ifPresent(ticket -> outgoing.fail(ticket, failure));
  }

  /// A letter that goes on to another node.
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record PassedFrame(byte[] bytes, Runnable onLoss) implements Session.Frame {
    @Override
    public void lost() {
      onLoss.run();
    }
  }
}
