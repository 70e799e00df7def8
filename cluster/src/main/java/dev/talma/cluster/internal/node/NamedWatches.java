package dev.talma.cluster.internal.node;

import dev.talma.ExitReason;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.placement.Decision;
import dev.talma.cluster.internal.placement.Presence;
import dev.talma.cluster.internal.placement.Routing;
import dev.talma.remote.Handle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who watches named actors: for each actor here, which nodes; for each reference here that is
/// watched, which node was told. When an actor moves, those that watch it tell the new node, as
/// they see the same ring.
final class NamedWatches {
  private final NamedActors actors;
  private final Desk desk;
  private final Barrier barrier;
  private final Residents residents;
  private final Watchers<Target.Named> watchers = new Watchers<>();

  NamedWatches(NamedActors actors, Desk desk, Barrier barrier, Residents residents) {
    this.actors = actors;
    this.desk = desk;
    this.barrier = barrier;
    this.residents = residents;
  }

  // --- references here

  /// Somebody here watches an actor: what it sends from now on comes behind that. Called while the
  /// reference is locked, whose lock comes before that of the barrier.
  void watch(NamedRoute route) {
    renew(route, false);
  }

  void unwatch(NamedRoute route) {
    NodeId node = route.watchedAt();
    route.watchedAt(null);
    if (node == null) {
      return;
    }
    if (node.equals(desk.outgoing().self())) {
      watchers.remove(route.target(), node);
    } else {
      desk.outgoing().tell(node, new Note.Unwatch(route.target()));
    }
  }

  /// The ring has changed: tells those that have got what is watched here.
  void renew() {
    for (Handle<?> handle : actors.handles()) {
      if (handle.isWatched()) {
        renew(actors.route(handle), true);
      }
    }
  }

  private void renew(NamedRoute route, boolean onlyIfMoved) {
    Optional<NodeId> owner = barrier.owner(route.key());
    if (owner.isEmpty()) {
      route.watchedAt(null); // until there is one
      return;
    }
    if (onlyIfMoved && owner.get().equals(route.watchedAt())) {
      return;
    }
    NodeId former = route.watchedAt();
    if (former != null && !barrier.routing().participates(former)) {
      tell(
          route.target(),
          ExitReason.noConnection()); // it has not moved, but was lost with its node
      return;
    }
    route.watchedAt(owner.get());
    if (owner.get().equals(desk.outgoing().self())) {
      try {
        begin(route.target(), owner.get());
      } catch (StartFailure notStarted) {
        watchers.remove(route.target(), owner.get());
        tell(route.target(), ExitReason.noProcess());
      }
      return;
    }
    if (!desk.outgoing().tell(owner.get(), new Note.Watch(route.target()))) {
      tell(route.target(), ExitReason.noConnection());
    }
  }

  /// An actor that is watched here has ended.
  void tell(Target.Named target, ExitReason reason) {
    Handle<?> handle = actors.handle(target);
    actors.route(handle).watchedAt(null);
    handle.tell(reason);
  }

  /// There is no connection with a node any more.
  void lost(NodeId node) {
    watchers.forget(node);
    for (Handle<?> handle : actors.handles()) {
      NamedRoute route = actors.route(handle);
      if (node.equals(route.watchedAt()) || barrier.owner(route.key()).equals(Optional.of(node))) {
        route.watchedAt(null);
        handle.tell(ExitReason.noConnection());
      }
    }
  }

  // --- actors here

  /// A node wants to know of the end of an actor, which is or will be here. If it does not run, it
  /// is started, as it would be by a message.
  void begin(Target.Named target, NodeId watcher) {
    NamedRoute route = actors.route(target);
    boolean _ = watchers.add(target, watcher);
    long stamp = barrier.enter();
    try {
      Routing routing = barrier.routing();
      @Nullable Resident resident = residents.find(target);
      if (resident == null
          && routing.decide(route.key(), routing.local(), Presence.ABSENT)
              instanceof Decision.Activate(var as)) {
        Resident _ = residents.start(route.type(), target, Optional.empty(), as);
      }
    } finally {
      barrier.leave(stamp);
    }
  }

  void end(Target.Named target, NodeId watcher) {
    watchers.remove(target, watcher);
  }

  /// An actor here has ended.
  void ended(Target.Named target, ExitReason reason) {
    for (NodeId node : watchers.take(target)) {
      if (node.equals(desk.outgoing().self())) {
        tell(target, reason);
      } else {
        desk.outgoing().tell(node, new Note.Ended(target, reason));
      }
    }
  }
}
