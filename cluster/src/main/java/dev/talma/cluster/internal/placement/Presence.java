package dev.talma.cluster.internal.placement;

import dev.talma.cluster.NodeId;

/// Whether a named actor runs on this node, and since when.
public sealed interface Presence {
  /// It does not run here.
  record Absent() implements Presence {}

  /// It was started here.
  record Native() implements Presence {}

  /// It was handed over by the node that had it.
  ///
  /// @param from that node
  record Inherited(NodeId from) implements Presence {}

  /// It does not run here.
  Presence ABSENT = new Absent();

  /// It was started here.
  Presence NATIVE = new Native();
}
