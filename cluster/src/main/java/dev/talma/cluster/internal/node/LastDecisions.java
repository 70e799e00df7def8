package dev.talma.cluster.internal.node;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.placement.Decision;
import dev.talma.cluster.internal.placement.Key;
import dev.talma.cluster.internal.placement.Presence;
import dev.talma.cluster.internal.placement.Route;
import dev.talma.cluster.internal.placement.Routing;
import org.jspecify.annotations.Nullable;

/// What was decided last about messages for one actor. As a rule the next one meets the same
/// [Routing], and then what is decided follows from the arguments alone. Kept are only decisions
/// that give no number to the message.
///
/// *Threading*: every method may be called from every thread; threads that know different things
/// make each other decide anew.
final class LastDecisions {
  private final Key key;
  private volatile @Nullable Sent sent;
  private volatile @Nullable Arrived arrived;

  LastDecisions(Key key) {
    this.key = key;
  }

  /// About a message from an actor of this node.
  private record Sent(Routing routing, Presence presence, Decision decision) {}

  /// About a message that came straight from its source.
  private record Arrived(
      Routing routing,
      NodeId peer,
      long since,
      Route.Kind kind,
      Presence presence,
      Decision decision) {}

  /// {@return what was decided last about a message from an actor of this node, if by the same}
  @Nullable Decision expected(Routing routing) {
    Sent last = sent;
    return last != null && last.routing == routing ? last.decision : null;
  }

  /// {@return what is to be done with a message from an actor of this node}
  Decision sent(Routing routing, Presence presence) {
    Sent last = sent;
    if (last != null && last.routing == routing && last.presence == presence) {
      return last.decision;
    }
    Decision decision = routing.decide(key, routing.local(), presence);
    if (decision instanceof Decision.Here || decision instanceof Decision.Forward) {
      sent = new Sent(routing, presence, decision);
    }
    return decision;
  }

  /// {@return what is to be done with a message that came from another node}
  Decision arrived(Routing routing, Route route, NodeId peer, Presence presence) {
    Arrived last = arrived;
    boolean direct = route.hops() == 1;
    if (direct
        && last != null
        && last.routing == routing
        && last.presence == presence
        && last.since == route.since()
        && last.kind == route.kind()
        && last.peer.equals(peer)) {
      return last.decision;
    }
    Decision decision = routing.decide(key, routing.arrived(route, peer), presence);
    if (direct && decision instanceof Decision.Here) {
      arrived = new Arrived(routing, peer, route.since(), route.kind(), presence, decision);
    }
    return decision;
  }
}
