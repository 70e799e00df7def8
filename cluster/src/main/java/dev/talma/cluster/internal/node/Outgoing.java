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
import dev.talma.remote.Gateway;
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
    Stamped stamped = stamped(link, parcel, ref, target, false);
    try {
      byte[] bytes = Wire.letter(link, stamped.letter, Optional.empty(), self);
      LetterFrame frame = frame(bytes, stamped, parcel, ref);
      if (Post.isPatient(parcel.kind()) && link.isBehind()) {
        Gateway.aboutToBlock();
        link.sendSurely(frame, post.outbound().patience().toNanos());
        traffic.sent();
      } else if (post.isSure(parcel.kind(), true)) {
        sendSurely(link, frame);
      } else {
        post.send(link, frame, post.patience(parcel));
      }
    } catch (MailboxFullException full) {
      boolean open = takeBack(stamped);
      if (post.outbound().whenFull() != Outbound.WhenFull.DROP && Post.mayWait()) {
        throw full;
      }
      if (open) {
        overflow(parcel, ref);
      } else {
        parcel.deadLetter(ref, DeadLetter.Reason.OVERFLOW);
      }
    } catch (RuntimeException | Error notSent) {
      boolean _ = takeBack(stamped);
      throw notSent;
    }
  }

  /// A letter for a named actor that is written for one link, and not sent yet.
  static final class Draft {
    private final Link link;
    private final Route route;
    private final Stamped stamped;
    private final LetterFrame frame;
    private final boolean called;
    private boolean patient;

    private Draft(Link link, Route route, Stamped stamped, LetterFrame frame, boolean called) {
      this.link = link;
      this.route = route;
      this.stamped = stamped;
      this.frame = frame;
      this.called = called;
      this.patient = Post.isPatient(stamped.letter.kind());
    }

    /// Whether it is sent in the end, and its sender waits for that where too much waits already.
    boolean isPatient() {
      return patient;
    }

    boolean isFor(Link there, Route onward) {
      return link == there && route.equals(onward);
    }
  }

  /// Writes a parcel for a named actor. That calls code of the user's, the accessors of records and
  /// the lookups of references: so under no lock.
  ///
  /// @param handedOver whether it follows an actor that has moved: the right to answer it passes to
  ///   the other node, and nobody has called who could be told that it was not sent
  /// @throws TalmaException if it cannot be sent; nothing of it was done
  Draft write(
      Link link, Parcel parcel, ActorRef<?> ref, Target target, Route route, boolean handedOver) {
    Stamped stamped = stamped(link, parcel, ref, target, handedOver);
    try {
      byte[] bytes = Wire.letter(link, stamped.letter, Optional.of(route), self);
      return new Draft(link, route, stamped, frame(bytes, stamped, parcel, ref), !handedOver);
    } catch (RuntimeException | Error notSendable) {
      boolean _ = takeBack(stamped);
      throw notSendable;
    }
  }

  /// Sends what was written, without waiting. If the connection is gone, that is still to be
  /// [told][#lost].
  Session.Offer offer(Draft draft) {
    if (draft.patient && draft.link.isBehind()) {
      return Session.Offer.FULL;
    }
    if (post.isSure(draft.stamped.letter.kind(), draft.called)) {
      sendSurely(draft.link, draft.frame);
      return Session.Offer.ACCEPTED;
    }
    Session.Offer offer = post.offer(draft.link, draft.frame);
    if (offer == Session.Offer.ACCEPTED) {
      handedOver(draft.stamped, draft.link);
    }
    return offer;
  }

  /// Waits until less waits before what is [sent in the end][Draft#isPatient]; not for ever.
  void await(Draft draft) {
    Gateway.aboutToBlock();
    draft.patient = draft.link.awaitShorter(post.outbound().patience().toNanos());
  }

  /// What was written is lost with its connection.
  void lost(Draft draft) {
    draft.frame.lost();
    handedOver(draft.stamped, draft.link);
  }

  /// What was written will not be sent. {@return whether its asker is still to be told}
  boolean takeBack(Draft draft) {
    return takeBack(draft.stamped);
  }

  private LetterFrame frame(byte[] bytes, Stamped stamped, Parcel parcel, ActorRef<?> ref) {
    return new LetterFrame(
        bytes, parcel, ref, traffic, stamped.own ? () -> takeBack(stamped) : () -> true);
  }

  static void overflow(Parcel parcel, ActorRef<?> ref) {
    parcel.undeliverable(ref, DeadLetter.Reason.OVERFLOW, new AskFailure.Full(ref));
  }

  /// Writes and sends it, behind what waits if the way is full.
  void sendSurely(
      Link link, Parcel parcel, ActorRef<?> ref, Target target, Route route, boolean handedOver) {
    Draft draft = write(link, parcel, ref, target, route, handedOver);
    sendSurely(link, draft.frame);
    handedOver(draft.stamped, link);
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
      stateLost(target.path(), String.valueOf(notSendable.getMessage()));
      return;
    }
    sendSurely(link, new NoteFrame(bytes, traffic));
  }

  /// A state that an actor here has handed over, or that was on its way through, goes nowhere.
  void stateLost(Object ref, String why) {
    traffic.lost();
    NodeLog.stateLost(ref, why);
  }

  private void handedOver(Stamped stamped, Link link) {
    if (!stamped.own) {
      moved(stamped.letter, link);
    }
  }

  /// The right to answer a letter has gone over a link.
  private void moved(Letter letter, Link link) {
    letter.ticket().ifPresent(ticket -> moved(ticket, link.peer()));
  }

  private void moved(Ticket ticket, NodeId responder) {
    if (ticket.asker().equals(self)) {
      correlations.moved(ticket.correlation(), self, responder);
    } else {
      tell(ticket.asker(), new Note.AskMoved(ticket.correlation(), responder));
    }
  }

  /// A letter made of a parcel.
  ///
  /// @param own whether its answer comes to this node, which waits for it under a number of its own
  private record Stamped(Letter letter, boolean own) {}

  private Stamped stamped(
      Link link, Parcel parcel, ActorRef<?> ref, Target target, boolean handedOver) {
    Parcel.Kind kind = parcel.kind();
    boolean isMessage = Letter.isMessage(kind);
    boolean hasReason = kind == Parcel.Kind.STOP || kind == Parcel.Kind.EXIT;
    Optional<ExitReason> reason = hasReason ? Optional.of(parcel.reason()) : Optional.empty();
    Optional<PendingReply> ask = parcel.ask();
    Optional<Ticket> given = ask.filter(_ -> handedOver).flatMap(Outgoing::given);
    Optional<Ticket> own =
        ask.filter(_ -> given.isEmpty()).map(each -> ticket(link, parcel, each, ref));
    return new Stamped(
        new Letter(
            kind,
            target,
            parcel.from(),
            isMessage ? parcel.message() : "",
            given.or(() -> own),
            reason),
        own.isPresent());
  }

  private Ticket ticket(Link link, Parcel parcel, PendingReply ask, ActorRef<?> ref) {
    long correlation = correlations.register(ask, parcel.message().getClass(), link.peer(), ref);
    return Ticket.of(self, correlation, ask.nanosLeft());
  }

  /// {@return the ticket that came with the request, if that can go on with it} Where others here
  /// may answer, too, it stays here, with the count of them: the asker's node knows of one.
  private static Optional<Ticket> given(PendingReply ask) {
    return ask.origin().orElse(null) instanceof Reply reply && ask.isSole()
        ? Optional.of(reply.ticket())
        : Optional.empty();
  }

  /// It was not sent. {@return whether its asker is still to be told}
  private boolean takeBack(Stamped stamped) {
    return !stamped.own || correlations.forget(stamped.letter.ticket().orElseThrow().correlation());
  }

  /// Whether there is a connection with a node, or it is this one.
  boolean reaches(NodeId node) {
    return node.equals(self) || links.find(node).isPresent();
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
