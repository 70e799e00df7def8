package dev.talma.cluster.internal.membership;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.transport.Network;
import dev.talma.cluster.internal.transport.Session;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps a session with every member: opens it, and opens it again as often as it ends. Belongs to
/// the thread of the loop.
final class Mesh {
  /// How long a session may be missing before the member counts as lost. A refusal says so at once.
  private static final Duration GRACE = Duration.ofMillis(200);

  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final Loop loop;
  private final Network network;
  private final OpenSessions sessions;
  private final Observer observer;
  private final Map<NodeId, Link> links = new HashMap<>();

  Mesh(Loop loop, Network network, OpenSessions sessions, Observer observer) {
    this.loop = loop;
    this.network = network;
    this.sessions = sessions;
    this.observer = observer;
  }

  /// Who is told when there is no session with a member, and when there is one again.
  interface Observer {
    void lost(Node node);

    void found(Node node);
  }

  private static final class Link {
    final Node node;
    boolean lost;
    boolean connecting;
    Duration wait = FIRST_WAIT;
    Loop.Later grace = () -> {};

    Link(Node node) {
      this.node = node;
    }
  }

  void add(Node node) {
    Link link = new Link(node);
    links.put(node.id(), link);
    down(link);
  }

  /// Closes what there is. A session that nobody closes would otherwise stay as long as the system
  /// lets it.
  void remove(NodeId id, String why) {
    Link link = links.remove(id);
    if (link != null) {
      link.grace.cancel();
    }
    sessions.with(id).ifPresent(session -> session.close(why));
  }

  void opened(NodeId peer) {
    Link link = links.get(peer);
    if (link != null) {
      up(link);
    }
  }

  void closed(NodeId peer) {
    Link link = links.get(peer);
    if (link != null) {
      down(link);
    }
  }

  private boolean isUp(Link link) {
    return sessions.with(link.node.id()).isPresent();
  }

  private boolean isOver(Link link) {
    return links.get(link.node.id()) != link;
  }

  private void up(Link link) {
    link.grace.cancel();
    link.wait = FIRST_WAIT;
    if (link.lost) {
      link.lost = false;
      observer.found(link.node);
    }
  }

  private void down(Link link) {
    if (isUp(link)) {
      return;
    }
    link.grace.cancel();
    link.grace = loop.after(GRACE, () -> lost(link));
    connect(link);
  }

  private void connect(Link link) {
    if (link.connecting || isOver(link) || isUp(link)) {
      return;
    }
    link.connecting = true;
    var ignored =
        network
            .connect(link.node.address())
            .whenComplete((session, failure) -> loop.execute(() -> tried(link, session)));
  }

  private void tried(Link link, @Nullable Session session) {
    link.connecting = false;
    if (isOver(link)) {
      return;
    }
    // Who answers there may be the next run of the node.
    if (session != null && session.peer().equals(link.node.id()) && isUp(link)) {
      up(link);
      return;
    }
    lost(link);
    Loop.Later ignored = loop.after(Loop.about(link.wait), () -> connect(link));
    Duration twice = link.wait.multipliedBy(2);
    link.wait = twice.compareTo(LONGEST_WAIT) < 0 ? twice : LONGEST_WAIT;
  }

  private void lost(Link link) {
    if (!isOver(link) && !isUp(link) && !link.lost) {
      link.grace.cancel();
      link.lost = true;
      observer.lost(link.node);
    }
  }
}
