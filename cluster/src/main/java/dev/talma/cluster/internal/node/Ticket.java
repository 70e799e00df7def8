package dev.talma.cluster.internal.node;

import dev.talma.cluster.NodeId;

/// The right to answer an ask of another node. It passes from node to node with the request; the
/// answer goes to the asker's node at once.
///
/// @param asker where somebody waits
/// @param correlation what it is called there
/// @param deadline until when, on this node's clock
record Ticket(NodeId asker, long correlation, long deadline) {
  static Ticket of(NodeId asker, long correlation, long nanosLeft) {
    return new Ticket(asker, correlation, System.nanoTime() + nanosLeft);
  }

  long nanosLeft() {
    return Math.max(0, deadline - System.nanoTime());
  }
}
