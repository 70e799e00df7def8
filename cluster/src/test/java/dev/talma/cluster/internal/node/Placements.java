package dev.talma.cluster.internal.node;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.placement.Action;
import dev.talma.cluster.internal.placement.Placement;
import dev.talma.cluster.internal.placement.PlacementMessage;
import dev.talma.cluster.internal.placement.RingMember;
import dev.talma.cluster.internal.placement.View;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a test does that plays the placement of another node.
final class Placements {
  private Placements() {}

  /// {@return a view of members that are alike}
  static View view(NodeId... members) {
    return View.of(
        Stream.of(members)
            .map(id -> new RingMember(id, 1, Set.of()))
            .collect(Collectors.toUnmodifiableSet()));
  }

  /// {@return what a peer without actors says when it hears that another node has the same view}
  ///
  /// @param digest of that view
  /// @param epoch of the other node
  static PlacementMessage done(Placement peer, NodeId node, long digest, long epoch) {
    List<Action> _ = peer.received(node, new PlacementMessage.Switched(digest, epoch));
    return sent(peer.released());
  }

  /// {@return what is to be sent}
  static PlacementMessage sent(List<Action> actions) {
    return actions.stream()
        .filter(Action.Send.class::isInstance)
        .map(each -> ((Action.Send) each).message())
        .findFirst()
        .orElseThrow();
  }
}
