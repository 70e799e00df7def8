package dev.talma.cluster.internal.membership;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.transport.Session;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The sessions that are open, found by peer and by address. Safe for use by every thread. Where
/// one session replaces another the two may be told of in any order, so only the very session that
/// closed is taken out.
final class OpenSessions {
  private final Map<NodeId, Session> byPeer = new ConcurrentHashMap<>();
  private final Map<String, Session> byAddress = new ConcurrentHashMap<>();

  void opened(Session session) {
    byPeer.put(session.peer(), session);
    byAddress.put(session.address().toString(), session);
  }

  void closed(Session session) {
    byPeer.remove(session.peer(), session);
    byAddress.remove(session.address().toString(), session);
  }

  Optional<Session> with(NodeId peer) {
    return Optional.ofNullable(byPeer.get(peer)).filter(Session::isOpen);
  }

  Optional<Session> at(String address) {
    return Optional.ofNullable(byAddress.get(address)).filter(Session::isOpen);
  }

  List<Session> all() {
    return byPeer.values().stream().filter(Session::isOpen).toList();
  }
}
