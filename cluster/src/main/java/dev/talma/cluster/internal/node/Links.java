package dev.talma.cluster.internal.node;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.transport.Session;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The nodes with which there is a connection now.
final class Links {
  private final ConcurrentMap<NodeId, Link> links = new ConcurrentHashMap<>();

  Optional<Link> find(NodeId node) {
    return Optional.ofNullable(links.get(node));
  }

  void add(Link link) {
    links.put(link.peer(), link);
  }

  /// False if it is not the present one of its node.
  boolean remove(Link link) {
    return links.remove(link.peer(), link);
  }

  /// {@return the link over a session, unless another one has taken its place}
  Optional<Link> of(Session session) {
    return find(session.peer()).filter(link -> link.session() == session);
  }

  /// Waits for those that have much to take.
  ///
  /// @param most how long it waits for each at most
  void awaitShorter(Duration most) {
    for (Link link : links.values()) {
      boolean _ = link.awaitShorter(most.toNanos());
    }
  }

  Collection<Link> all() {
    return links.values();
  }
}
