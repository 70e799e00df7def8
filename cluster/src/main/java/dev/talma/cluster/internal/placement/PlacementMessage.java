package dev.talma.cluster.internal.placement;

import java.util.Set;

/// What nodes tell each other about their rings. Each goes in the same lane as the messages for
/// actors, as all depends on their common order.
public sealed interface PlacementMessage {

  /// The sender has adopted a view. All that it routed by former ones came before this, all that
  /// comes later it routes by this one.
  ///
  /// @param digest of the view
  /// @param epoch how many views the sender has adopted in its life. With it, to adopt a view again
  ///   after another one is something new
  record Switched(long digest, long epoch) implements PlacementMessage {}

  /// The sender knows that all nodes have adopted the same view, and has passed on all that is not
  /// its own by that, but for those actors that are still in the middle of a message.
  ///
  /// @param stamp a hash of the view and of each node's epoch
  /// @param busy the [marks][Key#mark] of those that belong to the receiver
  record Done(long stamp, Set<Long> busy) implements PlacementMessage {
    /// Copies.
    public Done {
      busy = Set.copyOf(busy);
    }
  }

  /// One of those that were busy has followed, with all that waited for it.
  ///
  /// @param stamp as in [Done]
  /// @param mark which one
  record Followed(long stamp, long mark) implements PlacementMessage {}

  /// To one who leaves: the sender has settled, so it has got all that the leaving one had for it.
  ///
  /// @param stamp as in [Done]
  record Farewell(long stamp) implements PlacementMessage {}
}
