package dev.talma.cluster.internal.membership;

import dev.talma.cluster.Member;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.transport.Network;
import dev.talma.cluster.internal.transport.SessionListener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Membership by SWIM, over the sessions of this node. This class keeps what may be called from
/// everywhere; [Parts] is what happens in the one thread that owns the rest.
public final class SwimMembership implements Membership {
  private final MembershipSettings settings;
  private final MembershipListener listener;
  private final OpenSessions sessions = new OpenSessions();
  private final Receiver receiver = new Receiver(sessions);
  private final Object publishing = new Object();
  private Map<String, String> state;
  private volatile @Nullable Parts parts;

  /// Is not started yet.
  ///
  /// @param settings what it says of itself, and where it looks for others
  /// @param listener who is told
  public SwimMembership(MembershipSettings settings, MembershipListener listener) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.listener = Objects.requireNonNull(listener, "listener");
    this.state = settings.state();
  }

  @Override
  public SessionListener sessions() {
    return receiver;
  }

  @Override
  public void start(Network network) {
    if (parts != null) {
      throw new IllegalStateException("The membership of " + network.self() + " runs already");
    }
    Parts started = new Parts(settings, network, sessions, listener);
    parts = started;
    receiver.to(started, network.self());
    started.start();
  }

  private Parts parts() {
    Parts current = parts;
    if (current == null) {
      throw new IllegalStateException("The membership has not been started yet");
    }
    return current;
  }

  @Override
  public Member self() {
    return members().getFirst();
  }

  @Override
  public List<Member> members() {
    return parts().view().members();
  }

  @Override
  public Set<NodeId> routable() {
    return parts().view().routable();
  }

  @Override
  public void publish(String key, String value) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    synchronized (publishing) {
      Map<String, String> next = new HashMap<>(state);
      next.put(key, value);
      MembershipSettings.checkState(next);
      state = Map.copyOf(next);
      parts().publish(state);
    }
  }

  @Override
  public void unpublish(String key) {
    Objects.requireNonNull(key, "key");
    synchronized (publishing) {
      Map<String, String> next = new HashMap<>(state);
      next.remove(key);
      state = Map.copyOf(next);
      parts().publish(state);
    }
  }

  @Override
  public CompletableFuture<Void> leave() {
    return parts().leave();
  }

  @Override
  public void close() {
    Parts current = parts;
    if (current != null) {
      current.close();
    }
  }
}
