package dev.talma.cluster.internal.placement;

import dev.talma.cluster.NodeId;
import java.util.Map;
import java.util.Set;

/// What a node was sure of when it last settled.
sealed interface Standing {

  /// It has not settled yet, or has had too few members since.
  record Never() implements Standing {}

  /// It has settled.
  ///
  /// @param epochs in which epoch each node was
  /// @param busy the marks of those of its actors that have not come yet, as they are in the middle
  ///   of a message elsewhere. It gets smaller as they come, as long as the node is settled
  record Settled(Map<NodeId, Long> epochs, Set<Long> busy) implements Standing {}

  /// It has given up waiting, and takes everything as if it were in order.
  record GaveUp() implements Standing {}
}
