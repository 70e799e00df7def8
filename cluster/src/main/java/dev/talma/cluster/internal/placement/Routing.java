package dev.talma.cluster.internal.placement;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.placement.Route.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Decides what becomes of each message for a named actor, by what [Placement] knows at one time.
/// [Placement] says why this is right.
///
/// *Threading*: immutable; every thread may call every method. But what was decided by one routing
/// has to be on its link before [Placement] says, on the same link, that it has adopted the next
/// view. So a decision and what follows from it exclude an input to [Placement] and what follows
/// from that. Messages from one peer are decided in the order in which they came, those of one
/// local actor in the order in which it sent them.
public final class Routing {
  /// How often a message travels while nodes disagree, before it waits until they agree.
  static final int MAX_HOPS = 8;

  private static final Decision HERE = new Decision.Here();

  /// A view that was adopted.
  record Era(long epoch, Ring ring) {}

  private final NodeId self;
  private final Optional<String> refused;

  /// Since this node has settled, the youngest last; never empty unless all is held.
  private final List<Era> eras;

  /// Whether [#eras] goes back to when this node settled.
  private final boolean complete;

  private final Standing standing;
  private final boolean agreed;
  private final boolean gaveUp;
  private final Set<NodeId> participants;
  private final Map<NodeId, Long> peerEpochs;
  private final AtomicLong orders;

  Routing(
      NodeId self,
      Optional<String> refused,
      List<Era> eras,
      boolean complete,
      Standing standing,
      boolean agreed,
      boolean gaveUp,
      Set<NodeId> participants,
      Map<NodeId, Long> peerEpochs,
      AtomicLong orders) {
    this.self = self;
    this.refused = refused;
    this.eras = eras;
    this.complete = complete;
    this.standing = standing;
    this.agreed = agreed;
    this.gaveUp = gaveUp;
    this.participants = participants;
    this.peerEpochs = peerEpochs;
    this.orders = orders;
  }

  /// {@return the route of a message that an actor of this node sends}
  public Route local() {
    return local(Kind.SENT);
  }

  /// {@return the route of an actor that is handed over}
  public Route handOver() {
    return local(Kind.HAND_OVER);
  }

  private Route local(Kind kind) {
    return new Route(self, epoch(), 0, self, 0, epoch(), kind);
  }

  /// {@return the route of what came in}
  ///
  /// @param sent the route that was sent with it; if it has come straight from its source, only
  ///   `hops`, `since` and `kind` count
  /// @param peer who has sent it here
  public Route arrived(Route sent, NodeId peer) {
    return sent.isDirect()
        ? new Route(peer, epoch(peer), 0, peer, 1, sent.since(), sent.kind())
        : new Route(sent.source(), sent.epoch(), sent.order(), peer, sent.hops(), 0, sent.kind());
  }

  /// {@return who owns an actor by this node's own view; empty if nobody does or may}
  ///
  /// @param key the actor
  public Optional<NodeId> owner(Key key) {
    return refused.isPresent() || eras.isEmpty() ? Optional.empty() : ring().owner(key);
  }

  /// {@return who owns which part, by this node's own view; empty if nobody owns anything}
  public Optional<Ring> view() {
    return refused.isPresent() || eras.isEmpty() ? Optional.empty() : Optional.of(ring());
  }

  /// {@return whether this node has settled once, by this view or a former one}
  public boolean hasSettled() {
    return standing instanceof Standing.Settled;
  }

  /// {@return whether a node is in this node's view, as a member or leaving}
  ///
  /// @param node the node
  public boolean participates(NodeId node) {
    return participants.contains(node);
  }

  /// {@return what is to be done}
  ///
  /// @param key for which actor
  /// @param where where it comes from
  /// @param presence whether the actor runs here
  public Decision decide(Key key, Route where, Presence presence) {
    Route route = present(where);
    if (refused.isPresent()) {
      return new Decision.Refuse(refused.get());
    }
    if (eras.isEmpty()) {
      return hold(route);
    }
    Optional<NodeId> owner = ring().owner(key);
    if (owner.isEmpty()) {
      return isLost() ? hold(route) : new Decision.Refuse(nobodyFor(key));
    }
    boolean runs = !(presence instanceof Presence.Absent);
    boolean own = owner.get().equals(self);
    if (route.kind() == Kind.HAND_OVER) {
      if (runs) {
        return new Decision.Conflict();
      }
      return own
          ? new Decision.Activate(
              route.isDirect()
                  ? new Presence.Inherited(route.from(), epoch(), epoch(route.from()))
                  : Presence.NATIVE)
          : pass(key, route, owner.get(), Kind.HAND_OVER);
    }
    boolean next = isNext(key, route, owner.get());
    if (runs && (next || isNextOfInherited(route, presence))) {
      return HERE;
    }
    if (!own) {
      return pass(key, route, owner.get(), next ? Kind.NEXT : Kind.SENT);
    }
    return next ? new Decision.Activate(Presence.NATIVE) : hold(route);
  }

  /// {@return that it waits behind what is held for its actor and is about to be decided}
  ///
  /// @param where where it comes from
  public Decision behind(Route where) {
    return hold(present(where));
  }

  /// What has waited at its source is sent now, and by the present view.
  private Route present(Route route) {
    return route.isLocal() ? route.sentIn(epoch()) : route;
  }

  /// Whether all that the source has sent before has gone into the actor: as this node alone has
  /// had it since it settled, or until it was handed over to the owner, and the source knew that.
  private boolean isNext(Key key, Route route, NodeId owner) {
    if (!hasHad(key, owner)) {
      return false;
    }
    if (route.isLocal()) {
      return true;
    }
    long limit = limit(route.source());
    return route.epoch() <= limit || (route.isDirect() && route.since() <= limit);
  }

  /// Whether this node has owned the actor in all views since it settled, or in the first ones of
  /// them and the present owner in all later ones.
  private boolean hasHad(Key key, NodeId owner) {
    if (standing instanceof Standing.Never || !complete || isBusyElsewhere(key)) {
      return false;
    }
    boolean first = true;
    boolean moved = false;
    for (Era era : eras) {
      Optional<NodeId> then = eras.size() == 1 ? Optional.of(owner) : era.ring().owner(key);
      if (!moved && then.equals(Optional.of(self))) {
        first = false;
      } else if (!first && then.equals(Optional.of(owner)) && !owner.equals(self)) {
        moved = true;
      } else {
        return false;
      }
    }
    return true;
  }

  /// Whether the actor is still to come from a node where it is in the middle of a message.
  private boolean isBusyElsewhere(Key key) {
    return standing instanceof Standing.Settled settled
        && !settled.busy().isEmpty()
        && settled.busy().contains(key.mark());
  }

  /// What the sender has passed on after it had handed over the actor to this node.
  private boolean isNextOfInherited(Route route, Presence presence) {
    return route.kind() == Kind.NEXT
        && presence instanceof Presence.Inherited(NodeId from, long epoch, long fromEpoch)
        && from.equals(route.from())
        && epoch == epoch()
        && fromEpoch == epoch(from);
  }

  /// Up to which epoch of a source this node has had all of its messages when it settled. One that
  /// is gone has no more to come. One that is not in the view and has a session is not gone: it was
  /// taken for lost, and may have messages of its own side that come when all agree again.
  private long limit(NodeId source) {
    return switch (standing) {
      case Standing.Never _ -> -1;
      case Standing.GaveUp _ -> Long.MAX_VALUE;
      case Standing.Settled settled ->
          settled.epochs().getOrDefault(source, isGone(source) ? Long.MAX_VALUE : -1);
    };
  }

  private boolean isGone(NodeId source) {
    return !participants.contains(source) && !peerEpochs.containsKey(source);
  }

  private Decision pass(Key key, Route route, NodeId owner, Kind kind) {
    if (agreed && route.hops() >= 2 * MAX_HOPS) { // half of them may be of before
      return new Decision.Refuse(
          "The message went round "
              + route.hops()
              + " times, as the nodes do not know the same of "
              + key);
    }
    if (!agreed) {
      boolean roundabout = route.hops() >= MAX_HOPS;
      if (gaveUp && roundabout) {
        return new Decision.Refuse(
            "The nodes do not agree on who owns " + key + "; the message went round " + MAX_HOPS);
      }
      if (!gaveUp && (isLost() || roundabout || owner.equals(route.from()))) {
        return hold(route);
      }
    }
    return route.isLocal()
        ? new Decision.Forward(owner, route.sentBy(self, since(key, owner), kind))
        : new Decision.Forward(owner, numbered(route).sentBy(self, 0, kind));
  }

  private Decision hold(Route route) {
    return new Decision.Hold(numbered(route));
  }

  private Route numbered(Route route) {
    return route.order() == 0 ? route.ordered(orders.incrementAndGet()) : route;
  }

  /// Since when this node has sent all for the actor to its present owner, as far as it remembers.
  private long since(Key key, NodeId owner) {
    int first = eras.size() - 1;
    while (first > 0 && eras.get(first - 1).ring().owner(key).equals(Optional.of(owner))) {
      first--;
    }
    return eras.get(first).epoch();
  }

  /// Whether this node's view may be anything: it is new here, and not all have answered.
  private boolean isLost() {
    return !agreed && standing instanceof Standing.Never;
  }

  private Ring ring() {
    return eras.getLast().ring();
  }

  private long epoch() {
    return eras.isEmpty() ? 0 : eras.getLast().epoch();
  }

  private long epoch(NodeId peer) {
    return peerEpochs.getOrDefault(peer, 0L);
  }

  private static String nobodyFor(Key key) {
    return key.role().isPresent()
        ? "No member of the cluster has the role " + key.role().get() + ", which " + key + " needs"
        : "There is no member of the cluster that could run " + key;
  }
}
