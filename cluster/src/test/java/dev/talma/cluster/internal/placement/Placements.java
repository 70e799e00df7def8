package dev.talma.cluster.internal.placement;

import dev.talma.cluster.NodeId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a test does that plays the placement of another node.
public final class Placements {
  private Placements() {}

  /// {@return a view of members that are alike}
  public static View view(NodeId... members) {
    return View.of(
        Stream.of(members)
            .map(id -> new RingMember(id, 1, Set.of()))
            .collect(Collectors.toUnmodifiableSet()));
  }

  /// {@return what a peer without actors says when it hears that another node has the same view}
  ///
  /// @param switched what the peer has said of that view
  /// @param epoch of the other node
  public static PlacementMessage done(
      Placement peer, NodeId node, PlacementMessage switched, long epoch) {
    long digest = ((PlacementMessage.Switched) switched).digest();
    List<Action> _ = peer.received(node, new PlacementMessage.Switched(digest, epoch));
    return sent(peer.released());
  }

  /// {@return what is to be sent}
  public static PlacementMessage sent(List<Action> actions) {
    return actions.stream()
        .filter(Action.Send.class::isInstance)
        .map(each -> ((Action.Send) each).message())
        .findFirst()
        .orElseThrow();
  }
}
