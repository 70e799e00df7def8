package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.ExitReason;
import dev.talma.cluster.NodeId;
import dev.talma.remote.EndListener;
import dev.talma.remote.Gateway;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The watches of other nodes over single actors of this one.
final class ProcessWatches {
  private final Gateway gateway;
  private final Processes processes;
  private final Outgoing outgoing;
  private final ConcurrentMap<Key, Runnable> cancels = new ConcurrentHashMap<>();

  private record Key(NodeId watcher, long number) {}

  ProcessWatches(Gateway gateway, Processes processes, Outgoing outgoing) {
    this.gateway = gateway;
    this.processes = processes;
    this.outgoing = outgoing;
  }

  void begin(Target.Single target, NodeId watcher) {
    Optional<ActorRef<?>> ref = processes.find(target);
    if (ref.isEmpty()) {
      tell(watcher, target, ExitReason.noProcess());
      return;
    }
    Key key = new Key(watcher, target.number());
    Runnable cancel =
        gateway.watch(
            ref.get(),
            new EndListener() {
              @Override
              public void ended(ExitReason reason) {
                cancels.remove(key);
                tell(watcher, target, reason);
              }

              @Override
              public void departed() { // only named actors do, and those are watched by name
                cancels.remove(key);
              }
            });
    Runnable former = cancels.put(key, cancel);
    if (former != null) {
      former.run();
    }
    if (!ref.get().isAlive()) {
      cancels.remove(key);
    }
  }

  void end(Target.Single target, NodeId watcher) {
    Runnable cancel = cancels.remove(new Key(watcher, target.number()));
    if (cancel != null) {
      cancel.run();
    }
  }

  /// There is no connection with a node any more.
  void lost(NodeId node) {
    for (Map.Entry<Key, Runnable> each : cancels.entrySet()) {
      if (each.getKey().watcher.equals(node) && cancels.remove(each.getKey(), each.getValue())) {
        each.getValue().run();
      }
    }
  }

  private void tell(NodeId watcher, Target.Single target, ExitReason reason) {
    outgoing.tell(watcher, new Note.Ended(target, reason));
  }
}
