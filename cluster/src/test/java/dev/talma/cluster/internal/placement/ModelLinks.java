package dev.talma.cluster.internal.placement;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.placement.ModelNode.Closed;
import dev.talma.cluster.internal.placement.ModelNode.Frame;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/// The links of a model cluster: each keeps the order, some are slow.
final class ModelLinks {
  /// One direction between two nodes.
  record Link(NodeId from, NodeId to) {}

  private final Map<Link, Deque<Frame>> links = new LinkedHashMap<>();
  private final Map<Link, Integer> speeds = new LinkedHashMap<>();
  private final SplittableRandom random;
  private final BiConsumer<Frame, NodeId> dropped;

  /// @param random what decides
  /// @param dropped is told of each frame that gets lost, and to whom it was sent
  ModelLinks(SplittableRandom random, BiConsumer<Frame, NodeId> dropped) {
    this.random = random;
    this.dropped = dropped;
  }

  void add(Link link, Frame frame) {
    links.computeIfAbsent(link, _ -> new ArrayDeque<>()).add(frame);
  }

  Frame take(Link link) {
    return links.getOrDefault(link, new ArrayDeque<>()).remove();
  }

  /// {@return the links that have something, each as often as it is fast}
  List<Link> busy() {
    return links.entrySet().stream()
        .filter(e -> !e.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .flatMap(
            l ->
                Collections.nCopies(speeds.computeIfAbsent(l, _ -> 1 + random.nextInt(3) * 4), l)
                    .stream())
        .toList();
  }

  /// Drops all on a link.
  void clear(Link link) {
    Deque<Frame> frames = links.getOrDefault(link, new ArrayDeque<>());
    frames.forEach(f -> dropped.accept(f, link.to()));
    frames.clear();
  }

  /// The session ends, with some of what was under way lost.
  void cutShort(Link link) {
    Deque<Frame> frames = links.computeIfAbsent(link, _ -> new ArrayDeque<>());
    int keep = random.nextInt(frames.size() + 1);
    while (frames.size() > keep) {
      dropped.accept(frames.removeLast(), link.to());
    }
    frames.add(new Closed());
  }

  /// A node is gone.
  ///
  /// @param lossy whether something that it has sent is lost
  void remove(NodeId node, boolean lossy) {
    for (Link link : List.copyOf(links.keySet())) {
      if (link.to().equals(node)) {
        clear(link);
      } else if (link.from().equals(node) && lossy) {
        cutShort(link);
      } else if (link.from().equals(node)) {
        add(link, new Closed());
      }
    }
  }
}
