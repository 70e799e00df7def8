package dev.talma.cluster.internal.transport;

import dev.talma.cluster.Address;
import dev.talma.cluster.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Who is connected, and who decides when two nodes connect to each other at the same time.
///
/// A node that connects asks for the other's name first, then proposes a session, unless it has one
/// with that node. Of two nodes the one with the lower name and incarnation refuses proposals while
/// it has a session or a proposal of its own; the higher one always accepts, and gives up what it
/// has. So of two proposals that cross, that of the lower node wins on both sides; a session of
/// which only the lower node does not know yet that it is dead is found out by a ping; and one of
/// which only the higher node does not know it is replaced at once.
final class Peers {
  private static final Comparator<NodeId> ORDER =
      Comparator.comparing(NodeId::name).thenComparing(NodeId::incarnation);

  /// What may come of a proposal to this node.
  sealed interface Verdict {
    /// It is accepted, in place of what is named.
    ///
    /// @param session with whom
    /// @param instead the session that it replaces
    /// @param givenUp the own proposal that it makes superfluous
    /// @param former done when the former sessions with that node have ended
    record Accept(
        TcpSession session,
        Optional<TcpSession> instead,
        Optional<Proposal> givenUp,
        CompletableFuture<Void> former)
        implements Verdict {}

    /// There is a session, or a proposal.
    ///
    /// @param session the session, to be tried
    record Busy(Optional<TcpSession> session) implements Verdict {}

    /// This node is closing.
    record Closing() implements Verdict {}
  }

  private final NodeId self;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<NodeId, TcpSession> sessions = new HashMap<>();
  private final Map<NodeId, Proposal> proposals = new HashMap<>();
  private final Map<Address, TcpSession> byAddress = new HashMap<>();

  /// Done when the end of the last session with a peer, and of those before it, has been reported.
  /// The next one waits for it: who listens never sees two at once.
  private final Map<NodeId, CompletableFuture<Void>> former = new HashMap<>();

  private boolean closing;

  Peers(NodeId self) {
    this.self = self;
  }

  Optional<TcpSession> find(NodeId peer) {
    lock.lock();
    try {
      return Optional.ofNullable(sessions.get(peer));
    } finally {
      lock.unlock();
    }
  }

  Optional<TcpSession> find(Address address) {
    lock.lock();
    try {
      return Optional.ofNullable(byAddress.get(address));
    } finally {
      lock.unlock();
    }
  }

  List<TcpSession> all() {
    lock.lock();
    try {
      return new ArrayList<>(sessions.values());
    } finally {
      lock.unlock();
    }
  }

  /// Waits for a session with a node. {@return it, if there is one in time}
  Optional<TcpSession> await(NodeId peer, long nanos) throws InterruptedException {
    long left = nanos;
    lock.lockInterruptibly();
    try {
      while (true) {
        TcpSession session = sessions.get(peer);
        if (session != null || left <= 0 || closing) {
          return Optional.ofNullable(session);
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /// This node wants to propose a session. {@return when it may, which is when the former ones have
  /// ended; or nothing, as there is a session or another proposal}
  Optional<CompletableFuture<Void>> propose(NodeId peer, Proposal proposal) {
    lock.lock();
    try {
      return closing || sessions.containsKey(peer) || proposals.putIfAbsent(peer, proposal) != null
          ? Optional.empty()
          : Optional.of(former(peer));
    } finally {
      lock.unlock();
    }
  }

  /// A proposal has come to nothing.
  void withdraw(NodeId peer, Proposal proposal) {
    lock.lock();
    try {
      proposals.remove(peer, proposal);
    } finally {
      lock.unlock();
    }
  }

  /// The peer has accepted a proposal. {@return whether it still stands}
  boolean accepted(Proposal proposal, TcpSession session) {
    lock.lock();
    try {
      if (closing || !proposals.remove(session.peer(), proposal)) {
        return false;
      }
      enter(session);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// A peer has proposed a session. {@return what this node says}
  Verdict proposed(TcpSession session) {
    NodeId peer = session.peer();
    lock.lock();
    try {
      if (closing) {
        return new Verdict.Closing();
      }
      TcpSession existing = sessions.get(peer);
      Proposal proposal = proposals.get(peer);
      boolean lower = ORDER.compare(self, peer) < 0;
      if (lower && (existing != null || proposal != null)) {
        return new Verdict.Busy(Optional.ofNullable(existing));
      }
      proposals.remove(peer);
      CompletableFuture<Void> former = former(peer);
      enter(session);
      return new Verdict.Accept(
          session, Optional.ofNullable(existing), Optional.ofNullable(proposal), former);
    } finally {
      lock.unlock();
    }
  }

  private CompletableFuture<Void> former(NodeId peer) {
    return former.getOrDefault(peer, CompletableFuture.completedFuture(null));
  }

  private void enter(TcpSession session) {
    NodeId peer = session.peer();
    sessions.put(peer, session);
    CompletableFuture<Void> all = CompletableFuture.allOf(former(peer), session.whenEnded());
    former.put(peer, all);
    var _ = all.thenRun(() -> removeFormer(peer, all));
    name(session.address(), session);
    changed.signalAll();
  }

  private void removeFormer(NodeId peer, CompletableFuture<Void> all) {
    lock.lock();
    try {
      former.remove(peer, all);
    } finally {
      lock.unlock();
    }
  }

  /// An address has turned out to lead to the peer of a session.
  void alias(Address address, TcpSession session) {
    lock.lock();
    try {
      if (sessions.get(session.peer()) == session) {
        name(address, session);
      }
    } finally {
      lock.unlock();
    }
  }

  private void name(Address address, TcpSession session) {
    @Nullable TcpSession former = byAddress.put(address, session);
    if (former != null && !former.peer().equals(session.peer())) {
      former.probe(); // another node answers there now
    }
  }

  /// A session has ended.
  void forget(TcpSession session) {
    lock.lock();
    try {
      sessions.remove(session.peer(), session);
      byAddress.values().removeIf(other -> other == session);
    } finally {
      lock.unlock();
    }
  }

  /// From now on there are no new ones. {@return those that there are}
  List<TcpSession> close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
      return new ArrayList<>(sessions.values());
    } finally {
      lock.unlock();
    }
  }

  boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }
}
