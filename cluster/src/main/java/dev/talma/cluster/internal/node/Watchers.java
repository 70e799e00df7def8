package dev.talma.cluster.internal.node;

import dev.talma.cluster.NodeId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Which nodes want to know of the end of which actors here.
///
/// @param <T> what the actors are called
final class Watchers<T> {
  private final ConcurrentMap<T, Set<NodeId>> watchers = new ConcurrentHashMap<>();

  /// {@return whether it did not watch before}
  boolean add(T actor, NodeId node) {
    boolean[] added = new boolean[1];
    watchers.compute(
        actor,
        (_, nodes) -> {
          Set<NodeId> all = nodes == null ? ConcurrentHashMap.newKeySet(2) : nodes;
          added[0] = all.add(node);
          return all;
        });
    return added[0];
  }

  void remove(T actor, NodeId node) {
    watchers.computeIfPresent(
        actor,
        (_, nodes) -> {
          nodes.remove(node);
          return nodes.isEmpty() ? null : nodes;
        });
  }

  /// {@return who watches it, and forgets them}
  Set<NodeId> take(T actor) {
    Set<NodeId> nodes = watchers.remove(actor);
    return nodes == null ? Set.of() : Set.copyOf(nodes);
  }

  /// A node is lost.
  void forget(NodeId node) {
    for (Map.Entry<T, Set<NodeId>> each : watchers.entrySet()) {
      remove(each.getKey(), node);
    }
  }
}
