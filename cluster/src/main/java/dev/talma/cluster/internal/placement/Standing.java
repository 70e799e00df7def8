package dev.talma.cluster.internal.placement;

import dev.talma.cluster.NodeId;
import java.util.Map;

/// What a node was sure of when it last settled.
sealed interface Standing {

  /// It has not settled yet, or has had too few members since.
  record Never() implements Standing {}

  /// It has settled.
  ///
  /// @param epochs in which epoch each node was
  record Settled(Map<NodeId, Long> epochs) implements Standing {}

  /// It has given up waiting, and takes everything as if it were in order.
  record GaveUp() implements Standing {}
}
