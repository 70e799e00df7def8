package dev.talma.cluster.internal.node;

import dev.talma.cluster.NodeId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Which node has an ask that is passed on from node to node. There is one right to answer it, so
/// that one node has it at a time.
///
/// Each node that passes it on says so, and what two of them say may come in any order. So it is
/// counted how often each node has got it, less how often it has given it away: in the end that is
/// one for the node that has it and nothing for all others, and before that nobody is forgotten who
/// may have it.
///
/// @param counts of the nodes for which it is not zero
record Custody(Map<NodeId, Integer> counts) {

  Custody {
    counts = Map.copyOf(counts);
  }

  static Custody of(NodeId first) {
    return new Custody(Map.of(first, 1));
  }

  /// One node says that it has given the ask to another one.
  Custody moved(NodeId from, NodeId to) {
    return given(from).plus(to, 1);
  }

  /// One node says that it has given the ask to another one, which has been lost.
  Custody given(NodeId from) {
    return plus(from, -1);
  }

  /// A node is lost, and what it had with it.
  Custody without(NodeId node) {
    Map<NodeId, Integer> others = new HashMap<>(counts);
    others.remove(node);
    return new Custody(others);
  }

  /// {@return who may have it}
  Set<NodeId> holders() {
    return counts.entrySet().stream()
        .filter(each -> each.getValue() > 0)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Whether nobody can have it any more.
  boolean isOver() {
    return counts.values().stream().noneMatch(count -> count > 0);
  }

  private Custody plus(NodeId node, int more) {
    Map<NodeId, Integer> changed = new HashMap<>(counts);
    changed.merge(node, more, (a, b) -> a + b == 0 ? null : a + b);
    return new Custody(changed);
  }
}
