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
  /// @param epoch this node's when it came. In another one, or in another one of that node, what
  ///   comes from there may follow another hand-over, as of one that was started there anew
  /// @param fromEpoch that node's
  record Inherited(NodeId from, long epoch, long fromEpoch) implements Presence {}

  /// It does not run here.
  Presence ABSENT = new Absent();

  /// It was started here.
  Presence NATIVE = new Native();
}
