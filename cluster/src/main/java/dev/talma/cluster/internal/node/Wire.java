package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.ExitReason;
import dev.talma.SystemMessage;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.codec.Input;
import dev.talma.cluster.internal.codec.MalformedException;
import dev.talma.cluster.internal.codec.Output;
import dev.talma.cluster.internal.placement.PlacementMessage;
import dev.talma.cluster.internal.placement.Route;
import dev.talma.remote.Parcel;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The bytes of what goes over a link in the lane of messages: first what it is, then its parts in
/// the order in which they are written here.
final class Wire {
  /// The longest frame.
  static final int MAX_FRAME = 4 << 20;

  /// By their codes, which never change.
  private static final List<Parcel.Kind> KINDS =
      List.of(
          Parcel.Kind.MESSAGE,
          Parcel.Kind.SYSTEM_MESSAGE,
          Parcel.Kind.STOP,
          Parcel.Kind.KILL,
          Parcel.Kind.LINK,
          Parcel.Kind.UNLINK,
          Parcel.Kind.EXIT);

  private static final List<Route.Kind> ROUTES =
      List.of(Route.Kind.SENT, Route.Kind.NEXT, Route.Kind.HAND_OVER);

  private static final int LETTER = 1;
  private static final int STATE = 2;
  private static final int WATCH = 3;
  private static final int UNWATCH = 4;
  private static final int ENDED = 5;
  private static final int ANSWER = 6;
  private static final int FAILURE = 7;
  private static final int ASK_MOVED = 8;
  private static final int SWITCHED = 9;
  private static final int DONE = 10;
  private static final int FAREWELL = 11;
  private static final int FOLLOWED = 12;

  private static final int HAS_SENDER = 1;
  private static final int HAS_TICKET = 2;
  private static final int TICKET_OF_WRITER = 4;
  private static final int HAS_REASON = 8;
  private static final int HAS_ROUTE = 16;

  private Wire() {}

  /// What came over a link.
  sealed interface Arrival {
    /// A letter; with a route if it is for a named actor.
    record OfLetter(Letter letter, Optional<Route> route) implements Arrival {}

    /// A letter whose message was not understood.
    record Unreadable(Target target, Optional<Ticket> ticket, MalformedException why)
        implements Arrival {}

    /// The state of a named actor that was handed over.
    record OfState(Target.Named target, Object state, Route route) implements Arrival {}

    /// A note. An answer stands alone, as what it is like is known only where it is awaited.
    record OfNote(Note note) implements Arrival {}

    /// An answer, still as bytes.
    record OfAnswer(long correlation, Input in) implements Arrival {}
  }

  // --- letters

  static byte[] letter(Link link, Letter letter, Optional<Route> route, NodeId self) {
    Output out = new Output(MAX_FRAME);
    out.u8(LETTER);
    out.u8(KINDS.indexOf(letter.kind()));
    out.u8(flags(letter, route, self));
    target(out, letter.target());
    if (route.isPresent()) {
      route(out, route.get());
    }
    if (letter.from().isPresent()) {
      link.references().writeSender(letter.from().get(), out);
    }
    if (letter.ticket().isPresent()) {
      ticket(out, letter.ticket().get(), self);
    }
    if (letter.reason().isPresent()) {
      link.codec().write(letter.reason().get(), ExitReason.class, out, link.references());
    }
    if (letter.message() instanceof SystemMessage message
        && letter.kind() == Parcel.Kind.SYSTEM_MESSAGE) {
      link.codec().write(message, link.systemType(message), out, link.references());
    } else if (letter.isMessage()) {
      link.codec().write(letter.message(), out, link.references());
    }
    return out.toBytes();
  }

  private static void ticket(Output out, Ticket ticket, NodeId self) {
    out.varlong(ticket.correlation());
    out.varlong(ticket.nanosLeft());
    if (!ticket.asker().equals(self)) {
      References.node(ticket.asker(), out);
    }
  }

  private static int flags(Letter letter, Optional<Route> route, NodeId self) {
    int flags = route.isPresent() ? HAS_ROUTE : 0;
    if (letter.from().isPresent()) {
      flags |= HAS_SENDER;
    }
    if (letter.reason().isPresent()) {
      flags |= HAS_REASON;
    }
    if (letter.ticket().isPresent()) {
      flags |= HAS_TICKET;
      if (letter.ticket().get().asker().equals(self)) {
        flags |= TICKET_OF_WRITER;
      }
    }
    return flags;
  }

  private static Arrival letter(Link link, Input in) {
    Parcel.Kind kind = KINDS.get(index(in, KINDS.size(), "letter"));
    int flags = in.u8();
    Target target = target(link, in);
    Optional<Route> route =
        (flags & HAS_ROUTE) == 0 ? Optional.empty() : Optional.of(route(in, link.peer()));
    if (route.isPresent() != target instanceof Target.Named) {
      throw new MalformedException("A letter has a route if it is for a named actor");
    }
    Optional<ActorRef<?>> from =
        (flags & HAS_SENDER) == 0 ? Optional.empty() : Optional.of(link.references().read(in));
    Optional<Ticket> ticket =
        (flags & HAS_TICKET) == 0 ? Optional.empty() : Optional.of(ticket(link, in, flags));
    Optional<ExitReason> reason =
        (flags & HAS_REASON) == 0
            ? Optional.empty()
            : Optional.of((ExitReason) link.codec().read(in, ExitReason.class, link.references()));
    complete(kind, from, reason);
    Object message = "";
    if (kind == Parcel.Kind.MESSAGE || kind == Parcel.Kind.SYSTEM_MESSAGE) {
      try {
        message =
            kind == Parcel.Kind.MESSAGE
                ? link.codec().read(in, link.references())
                : link.codec().readAny(in, link.references());
      } catch (MalformedException e) {
        return new Arrival.Unreadable(target, ticket, e);
      }
    }
    return new Arrival.OfLetter(new Letter(kind, target, from, message, ticket, reason), route);
  }

  private static void complete(
      Parcel.Kind kind, Optional<ActorRef<?>> from, Optional<ExitReason> reason) {
    boolean needsReason = kind == Parcel.Kind.STOP || kind == Parcel.Kind.EXIT;
    boolean needsSender =
        kind == Parcel.Kind.LINK || kind == Parcel.Kind.UNLINK || kind == Parcel.Kind.EXIT;
    if ((needsReason && reason.isEmpty()) || (needsSender && from.isEmpty())) {
      throw new MalformedException("A " + kind + " lacks a part");
    }
  }

  private static Ticket ticket(Link link, Input in, int flags) {
    long correlation = in.varlong();
    long nanos = Math.max(0, in.varlong());
    NodeId asker = (flags & TICKET_OF_WRITER) == 0 ? References.node(in) : link.peer();
    return Ticket.of(asker, correlation, Math.min(nanos, Long.MAX_VALUE / 4));
  }

  // --- states

  static byte[] state(Link link, Target.Named target, Object state, Route route) {
    Output out = new Output(MAX_FRAME);
    out.u8(STATE);
    target(out, target);
    route(out, route);
    link.codec().write(state, out, link.references());
    return out.toBytes();
  }

  private static Arrival state(Link link, Input in) {
    if (target(link, in) instanceof Target.Named named) {
      Route route = route(in, link.peer());
      return new Arrival.OfState(named, link.codec().read(in, link.references()), route);
    }
    throw new MalformedException("Only named actors are handed over");
  }

  // --- notes

  static byte[] note(Link link, Note note) {
    Output out = new Output(MAX_FRAME);
    switch (note) {
      case Note.Watch(Target target, boolean starts) -> {
        out.u8(WATCH);
        target(out, target);
        out.u8(starts ? 1 : 0);
      }
      case Note.Unwatch(Target target, boolean moved) -> {
        out.u8(UNWATCH);
        target(out, target);
        out.u8(moved ? 1 : 0);
      }
      case Note.Ended(Target target, ExitReason reason) -> {
        out.u8(ENDED);
        target(out, target);
        link.codec().write(reason, ExitReason.class, out, link.references());
      }
      case Note.Answer(long correlation, Class<?> request, Object value) -> {
        out.u8(ANSWER);
        out.varlong(correlation);
        link.codec().writeAnswer(request, value, out, link.references());
      }
      case Note.Failure(long correlation, var failure) -> {
        out.u8(FAILURE);
        out.varlong(correlation);
        Failures.write(link, failure, out);
      }
      case Note.AskMoved(long correlation, NodeId responder) -> {
        out.u8(ASK_MOVED);
        out.varlong(correlation);
        References.node(responder, out);
      }
      case Note.Placement(PlacementMessage.Switched(long digest, long epoch)) -> {
        out.u8(SWITCHED);
        out.fixed(digest);
        out.varlong(epoch);
      }
      case Note.Placement(PlacementMessage.Done(long stamp, Set<Long> busy)) -> {
        out.u8(DONE);
        out.fixed(stamp);
        out.varint(busy.size());
        busy.forEach(out::fixed);
      }
      case Note.Placement(PlacementMessage.Followed(long stamp, long mark)) -> {
        out.u8(FOLLOWED);
        out.fixed(stamp);
        out.fixed(mark);
      }
      case Note.Placement(PlacementMessage.Farewell(long stamp)) -> {
        out.u8(FAREWELL);
        out.fixed(stamp);
      }
    }
    return out.toBytes();
  }

  // --- reading

  /// {@return what a frame says}
  ///
  /// @throws MalformedException if it makes no sense
  static Arrival read(Link link, Input in) {
    int type = in.u8();
    return switch (type) {
      case LETTER -> letter(link, in);
      case STATE -> state(link, in);
      case WATCH -> note(new Note.Watch(target(link, in), in.u8() != 0));
      case UNWATCH -> note(new Note.Unwatch(target(link, in), in.u8() != 0));
      case ENDED ->
          note(
              new Note.Ended(
                  target(link, in),
                  (ExitReason) link.codec().read(in, ExitReason.class, link.references())));
      case ANSWER -> new Arrival.OfAnswer(in.varlong(), in);
      case FAILURE -> note(new Note.Failure(in.varlong(), Failures.read(link, in)));
      case ASK_MOVED -> note(new Note.AskMoved(in.varlong(), References.node(in)));
      case SWITCHED -> placement(new PlacementMessage.Switched(in.fixedLong(), in.varlong()));
      case DONE -> placement(new PlacementMessage.Done(in.fixedLong(), marks(in)));
      case FOLLOWED -> placement(new PlacementMessage.Followed(in.fixedLong(), in.fixedLong()));
      case FAREWELL -> placement(new PlacementMessage.Farewell(in.fixedLong()));
      default -> throw new MalformedException("There is no kind of frame " + type);
    };
  }

  private static Arrival note(Note note) {
    return new Arrival.OfNote(note);
  }

  private static Set<Long> marks(Input in) {
    Set<Long> marks = new HashSet<>();
    for (int left = in.count(); left > 0; left--) {
      marks.add(in.fixedLong());
    }
    return marks;
  }

  private static Arrival placement(PlacementMessage message) {
    return note(new Note.Placement(message));
  }

  private static void target(Output out, Target target) {
    switch (target) {
      case Target.Named named -> {
        out.u8(0);
        out.raw(named.bytes());
      }
      case Target.Single(long number, _) -> {
        out.u8(1);
        out.varlong(number);
      }
    }
  }

  private static Target target(Link link, Input in) {
    int tag = in.u8();
    return switch (tag) {
      case 0 -> link.recent().read(in);
      case 1 -> {
        long number = in.varlong();
        yield new Target.Single(number, "/…/$" + Long.toString(number, Character.MAX_RADIX));
      }
      default -> throw new MalformedException("There is no kind of target " + tag);
    };
  }

  /// Of one that comes straight from its source, the link says the rest.
  private static void route(Output out, Route route) {
    out.u8(ROUTES.indexOf(route.kind()));
    out.varint(route.hops());
    if (route.hops() == 1) {
      out.varlong(route.since());
    } else {
      References.node(route.source(), out);
      out.varlong(route.epoch());
      out.varlong(route.order());
    }
  }

  private static Route route(Input in, NodeId peer) {
    Route.Kind kind = ROUTES.get(index(in, ROUTES.size(), "route"));
    int hops = in.varint();
    if (hops < 1) {
      throw new MalformedException("What came has travelled " + hops + " times");
    }
    return hops == 1
        ? new Route(peer, 0, 0, peer, 1, in.varlong(), kind)
        : new Route(References.node(in), in.varlong(), in.varlong(), peer, hops, 0, kind);
  }

  private static int index(Input in, int limit, String what) {
    int index = in.u8();
    if (index >= limit) {
      throw new MalformedException("There is no kind of " + what + " " + index);
    }
    return index;
  }
}
