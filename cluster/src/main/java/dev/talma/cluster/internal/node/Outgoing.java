package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.DeadLetter;
import dev.talma.ExitReason;
import dev.talma.MailboxFullException;
import dev.talma.TalmaException;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.Outbound;
import dev.talma.cluster.internal.placement.Route;
import dev.talma.cluster.internal.transport.Session;
import dev.talma.remote.AskFailure;
import dev.talma.remote.Parcel;
import dev.talma.remote.PendingReply;
import java.util.Optional;

/// Makes letters of parcels, and gives them to the network.
final class Outgoing {
  private final NodeId self;
  private final Links links;
  private final Correlations correlations;
  private final Post post;
  private final Traffic traffic;

  Outgoing(NodeId self, Links links, Correlations correlations, Post post, Traffic traffic) {
    this.self = self;
    this.links = links;
    this.correlations = correlations;
    this.post = post;
    this.traffic = traffic;
  }

  NodeId self() {
    return self;
  }

  Post post() {
    return post;
  }

  /// Sends a parcel to an actor of another node. May wait.
  ///
  /// @throws TalmaException if it cannot be sent; nothing of it was done
  void send(Link link, Parcel parcel, ActorRef<?> ref, Target target) {
    Letter letter = letter(link, parcel, ref, target, false);
    try {
      post.send(
          link,
          new LetterFrame(Wire.letter(link, letter, Optional.empty(), self), parcel, ref, traffic),
          post.patience(parcel));
    } catch (MailboxFullException full) {
      forget(letter, parcel, false);
      if (post.outbound().whenFull() != Outbound.WhenFull.DROP && Post.mayWait()) {
        throw full;
      }
      overflow(parcel, ref);
    } catch (TalmaException notSent) {
      forget(letter, parcel, false);
      throw notSent;
    }
  }

  /// Sends a parcel for a named actor, without waiting. False if the way is full.
  ///
  /// @param handedOver whether the right to answer it passes to the other node
  /// @throws TalmaException if it cannot be sent; nothing of it was done
  boolean tryToSend(
      Link link, Parcel parcel, ActorRef<?> ref, Target target, Route route, boolean handedOver) {
    Letter letter = letter(link, parcel, ref, target, handedOver);
    boolean sent = false;
    try {
      byte[] bytes = Wire.letter(link, letter, Optional.of(route), self);
      sent = post.tryToSend(link, new LetterFrame(bytes, parcel, ref, traffic));
    } finally {
      if (!sent) {
        forget(letter, parcel, handedOver);
      }
    }
    if (handedOver && sent) {
      moved(letter, link);
    }
    return sent;
  }

  static void overflow(Parcel parcel, ActorRef<?> ref) {
    parcel.undeliverable(ref, DeadLetter.Reason.OVERFLOW, new AskFailure.Full(ref));
  }

  /// As [#tryToSend], behind what waits if the way is full.
  void sendSurely(
      Link link, Parcel parcel, ActorRef<?> ref, Target target, Route route, boolean handedOver) {
    Letter letter = letter(link, parcel, ref, target, handedOver);
    byte[] bytes;
    try {
      bytes = Wire.letter(link, letter, Optional.of(route), self);
    } catch (TalmaException notSendable) {
      forget(letter, parcel, handedOver);
      throw notSendable;
    }
    sendSurely(link, new LetterFrame(bytes, parcel, ref, traffic));
    if (handedOver) {
      moved(letter, link);
    }
  }

  /// {@return a letter that came from another node, for the next one}
  byte[] bytes(Link link, Letter letter, Route route) {
    return Wire.letter(link, letter, Optional.of(route), self);
  }

  /// Passes a letter on that came from another node.
  void passOn(Link link, Letter letter, Session.Frame frame) {
    sendSurely(link, frame);
    moved(letter, link);
  }

  private void sendSurely(Link link, Session.Frame frame) {
    link.sendSurely(frame);
    traffic.sent();
  }

  /// Sends the state of an actor that is handed over.
  void state(Link link, Target.Named target, Object state, Route route) {
    byte[] bytes;
    try {
      bytes = Wire.state(link, target, state, route);
    } catch (TalmaException notSendable) {
      NodeLog.stateLost(target.path(), String.valueOf(notSendable.getMessage()));
      return;
    }
    sendSurely(link, new NoteFrame(bytes, traffic));
  }

  /// The right to answer a letter has gone over a link.
  private void moved(Letter letter, Link link) {
    letter.ticket().ifPresent(ticket -> moved(ticket, link.peer()));
  }

  private void moved(Ticket ticket, NodeId responder) {
    if (ticket.asker().equals(self)) {
      correlations.moved(ticket.correlation(), responder);
    } else {
      tell(ticket.asker(), new Note.AskMoved(ticket.correlation(), responder));
    }
  }

  private Letter letter(
      Link link, Parcel parcel, ActorRef<?> ref, Target target, boolean handedOver) {
    Parcel.Kind kind = parcel.kind();
    boolean isMessage = kind == Parcel.Kind.MESSAGE || kind == Parcel.Kind.SYSTEM_MESSAGE;
    boolean hasReason = kind == Parcel.Kind.STOP || kind == Parcel.Kind.EXIT;
    Optional<ExitReason> reason = hasReason ? Optional.of(parcel.reason()) : Optional.empty();
    Optional<PendingReply> ask = parcel.ask();
    return new Letter(
        kind,
        target,
        parcel.from(),
        isMessage ? parcel.message() : "",
        ask.isPresent()
            ? Optional.of(ticket(link, parcel, ask.get(), ref, handedOver))
            : Optional.empty(),
        reason);
  }

  private Ticket ticket(
      Link link, Parcel parcel, PendingReply ask, ActorRef<?> ref, boolean handedOver) {
    return given(ask, handedOver)
        .orElseGet(
            () -> {
              long correlation =
                  correlations.register(ask, parcel.message().getClass(), link.peer(), ref);
              return Ticket.of(self, correlation, ask.nanosLeft());
            });
  }

  /// {@return the ticket that came with the request, if that goes on to others}
  private static Optional<Ticket> given(PendingReply ask, boolean handedOver) {
    return handedOver && ask.origin().orElse(null) instanceof Reply reply
        ? Optional.of(reply.ticket())
        : Optional.empty();
  }

  private void forget(Letter letter, Parcel parcel, boolean handedOver) {
    if (parcel.ask().filter(ask -> given(ask, handedOver).isEmpty()).isPresent()) {
      letter.ticket().ifPresent(ticket -> correlations.forget(ticket.correlation()));
    }
  }

  // --- notes and answers

  /// Tells a node something, if there is a connection with it. Does not wait.
  ///
  /// @return whether there is
  boolean tell(NodeId node, Note note) {
    Optional<Link> link = links.find(node);
    link.ifPresent(there -> sendSurely(there, new NoteFrame(Wire.note(there, note), traffic)));
    return link.isPresent();
  }

  /// Tells the asker of a ticket what came of it.
  void answer(Ticket ticket, Class<?> request, Object value) {
    if (ticket.asker().equals(self)) {
      correlations.answered(ticket.correlation(), value);
      return;
    }
    try {
      if (!tell(ticket.asker(), new Note.Answer(ticket.correlation(), request, value))) {
        traffic.lost();
      }
    } catch (TalmaException notSendable) {
      fail(ticket, new AskFailure.Failed(notSendable));
    }
  }

  /// Tells the asker of a ticket why there will be no answer.
  void fail(Ticket ticket, AskFailure failure) {
    if (ticket.asker().equals(self)) {
      correlations.failed(ticket.correlation(), failure);
    } else {
      tell(ticket.asker(), new Note.Failure(ticket.correlation(), failure));
    }
  }
}
