package dev.talma.cluster.internal.placement;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.placement.PlacementMessage.Done;
import dev.talma.cluster.internal.placement.PlacementMessage.Farewell;
import dev.talma.cluster.internal.placement.PlacementMessage.Followed;
import dev.talma.cluster.internal.placement.PlacementMessage.Switched;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the others have told last, each in its present session. One may have told something before
/// this node has heard of it from anyone else.
final class Peers {
  private record Told(Optional<Switched> switched, Optional<Long> done, Optional<Long> farewell) {}

  private static final Told NOTHING =
      new Told(Optional.empty(), Optional.empty(), Optional.empty());

  private final Map<NodeId, Told> all = new HashMap<>();

  /// What each is busy with, by the last [Done] of it.
  private final Map<NodeId, Set<Long>> busy = new HashMap<>();

  private Map<NodeId, Long> epochs = Map.of();

  void told(NodeId peer, PlacementMessage message) {
    // a stamp holds the epochs of all, so an old word never passes for a new one
    Told before = told(peer);
    Told after =
        switch (message) {
          case Switched switched -> new Told(Optional.of(switched), before.done, before.farewell);
          case Done(long stamp, Set<Long> marks) -> {
            busy.put(peer, new HashSet<>(marks));
            yield new Told(before.switched, Optional.of(stamp), before.farewell);
          }
          case Followed(long stamp, long mark) -> {
            if (before.done.equals(Optional.of(stamp))) {
              busy.getOrDefault(peer, new HashSet<>()).remove(mark);
            }
            yield before;
          }
          case Farewell(long stamp) -> new Told(before.switched, before.done, Optional.of(stamp));
        };
    all.put(peer, after);
    countEpochs();
  }

  void forget(NodeId peer) {
    all.remove(peer);
    busy.remove(peer);
    countEpochs();
  }

  boolean hasAdopted(NodeId peer, long digest) {
    return told(peer).switched.filter(s -> s.digest() == digest).isPresent();
  }

  Optional<Long> done(NodeId peer) {
    return told(peer).done;
  }

  /// {@return the marks of what some are still busy with, and is this node's}
  Set<Long> busy(Set<NodeId> nodes) {
    Set<Long> all = new HashSet<>();
    nodes.forEach(node -> all.addAll(busy.getOrDefault(node, Set.of())));
    return all;
  }

  /// {@return whether some are still busy with one of these}
  boolean isBusy(Set<NodeId> nodes, long mark) {
    return nodes.stream().anyMatch(node -> busy.getOrDefault(node, Set.of()).contains(mark));
  }

  Optional<Long> farewell(NodeId peer) {
    return told(peer).farewell;
  }

  /// {@return in which epoch each one is that has told it}
  Map<NodeId, Long> epochs() {
    return epochs;
  }

  /// {@return a hash that is the same on two nodes if all is the same}
  ///
  /// @param digest of a view
  /// @param epochs in which each node has adopted it
  static long stamp(long digest, Map<NodeId, Long> epochs) {
    long hash = digest;
    for (NodeId node : View.sorted(epochs.keySet())) {
      hash = Hashes.of(hash, Hashes.of(node.name()));
      hash = Hashes.of(hash, Hashes.of(node.incarnation()));
      hash = Hashes.of(hash, epochs.getOrDefault(node, 0L));
    }
    return hash;
  }

  private Told told(NodeId peer) {
    return all.getOrDefault(peer, NOTHING);
  }

  private void countEpochs() {
    Map<NodeId, Long> now = new HashMap<>();
    all.forEach((id, told) -> told.switched.ifPresent(s -> now.put(id, s.epoch())));
    epochs = Map.copyOf(now);
  }
}
