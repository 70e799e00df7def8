package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.ExitReason;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.node.Watchers.Wish;
import dev.talma.cluster.internal.placement.Decision;
import dev.talma.cluster.internal.placement.Presence;
import dev.talma.cluster.internal.placement.Routing;
import dev.talma.remote.Handle;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Who watches named actors: for each actor here, which nodes; for each reference here that is
/// watched, which node was told. When an actor moves, those that watch it tell the new node, as
/// they see the same ring.
final class NamedWatches {
  private final NamedActors actors;
  private final Desk desk;
  private final Barrier barrier;
  private final Residents residents;
  private final Watchers<Target.Named> watchers = new Watchers<>();

  /// What is watched here, and maybe what was.
  private final Set<Target.Named> watched = ConcurrentHashMap.newKeySet();

  /// Of those that have ended and have no name any more: who is about to be told.
  private final Watchers<Resident> former = new Watchers<>();

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
    watched.add(route.target());
    renew(route, false).ifPresent(over -> forget(actors.handle(route.target()), route, over).run());
  }

  void unwatch(NamedRoute route) {
    watched.remove(route.target());
    NodeId node = route.watchedAt();
    route.watchedAt(null);
    if (node == null) {
      return;
    }
    unwatch(route.target(), node, false);
  }

  private void unwatch(Target.Named target, NodeId node, boolean moved) {
    if (node.equals(desk.outgoing().self())) {
      end(target, node, moved);
    } else {
      desk.outgoing().tell(node, new Note.Unwatch(target, moved));
    }
  }

  /// The ring has changed, or it is clear who has what: tells those that have got what is watched
  /// here, and those who wait for an end of what does not run here; and starts what is watched and
  /// was not to be started before.
  ///
  /// Several threads may do this at a time, while others begin and end to watch: so each reference
  /// is locked while it is looked at who has its actor and who was told.
  void renew() {
    watchers.actors(Wish.ABSENCE).forEach(this::tellAbsence);
    watchers.actors(Wish.START).forEach(this::startLate);
    watched.forEach(this::renewWatched);
  }

  private void renewWatched(Target.Named target) {
    Handle<?> handle = actors.handle(target);
    Runnable telling = () -> {};
    synchronized (handle) {
      if (handle.isWatched()) {
        NamedRoute route = actors.route(handle);
        Optional<ExitReason> over = renew(route, true);
        if (over.isPresent()) {
          telling = forget(handle, route, over.get());
        }
      } else {
        watched.remove(target);
      }
    }
    telling.run();
  }

  /// {@return why there is nothing to watch any more, if so} While the reference is locked.
  private Optional<ExitReason> renew(NamedRoute route, boolean onlyIfMoved) {
    Optional<NodeId> owner = barrier.owner(route.key());
    if (owner.isEmpty()) {
      route.watchedAt(null); // until there is one
      return Optional.empty();
    }
    if (onlyIfMoved && owner.get().equals(route.watchedAt())) {
      return Optional.empty();
    }
    NodeId former = route.watchedAt();
    if (former != null && !barrier.routing().participates(former)) {
      return Optional.of(ExitReason.noConnection()); // not moved, but lost with its node
    }
    if (!route.isStarted() && isHeld(route)) {
      return Optional.empty(); // behind what waits here, which may start it; this is called again
    }
    if (former != null && !former.equals(owner.get())) {
      unwatch(route.target(), former, true);
    }
    route.watchedAt(owner.get());
    if (owner.get().equals(desk.outgoing().self())) {
      try {
        begin(route.target(), owner.get(), route.isStarted());
      } catch (StartFailure notStarted) {
        watchers.remove(route.target(), owner.get());
        return Optional.of(ExitReason.noProcess());
      }
      return Optional.empty();
    }
    return desk.outgoing().tell(owner.get(), new Note.Watch(route.target(), route.isStarted()))
        ? Optional.empty()
        : Optional.of(ExitReason.noConnection());
  }

  /// Whether it is not clear yet where messages for an actor belong.
  private boolean isHeld(NamedRoute route) {
    long stamp = barrier.enter();
    try {
      return decision(route) instanceof Decision.Hold;
    } finally {
      barrier.leave(stamp);
    }
  }

  /// What would be done with a message for an actor that does not run here.
  private Decision decision(NamedRoute route) {
    Routing routing = barrier.routing();
    return barrier.isBehind(route.key())
        ? routing.behind(routing.local())
        : routing.decide(route.key(), routing.local(), Presence.ABSENT);
  }

  /// A node has told of the end of an actor that is watched here.
  void heard(Target.Named target, NodeId from, ExitReason reason) {
    Handle<?> handle = actors.handle(target);
    NamedRoute route = actors.route(handle);
    Runnable telling;
    synchronized (handle) {
      if (from.equals(route.watchedAt())) {
        route.watchedAt(null); // it knows
      } // otherwise it was that of the one that left, and is for all
      telling = forget(handle, route, reason);
    }
    telling.run();
  }

  /// An actor that is watched here has ended. While the reference is locked, so that who begins to
  /// watch from now on does so anew, and is not told of that.
  ///
  /// @return tells those that watched it, which may take time: if possible, not while it is locked
  private Runnable forget(Handle<?> handle, NamedRoute route, ExitReason reason) {
    unwatch(route);
    return handle.forget(reason);
  }

  /// There is no connection with a node any more.
  void lost(NodeId node) {
    watchers.forget(node);
    former.forget(node);
    for (NamedLinks.Between link : desk.namedLinks().lost(node)) {
      ActorRef<?> there = actors.handle(link.there()).ref();
      desk.gateway().exit(link.here(), there, ExitReason.noConnection());
    }
    for (Handle<?> handle : actors.handles()) {
      NamedRoute route = actors.route(handle);
      if (!isWith(node, route)) {
        continue; // without its lock, which may be held by a start; it is noted before it is told
      }
      Runnable telling = () -> {};
      synchronized (handle) {
        if (isWith(node, route)) {
          telling = forget(handle, route, ExitReason.noConnection());
        }
      }
      telling.run();
    }
  }

  private boolean isWith(NodeId node, NamedRoute route) {
    return node.equals(route.watchedAt()) || barrier.owner(route.key()).equals(Optional.of(node));
  }

  // --- actors here

  /// A node wants to know of the end of an actor, which is or will be here.
  ///
  /// @param starts whether it is started if it does not run, as it would be by a message
  void begin(Target.Named target, NodeId watcher, boolean starts) {
    NamedRoute route = actors.route(target);
    UnknownType.require(route, desk.outgoing().self());
    if (starts) {
      residents.with(target, there -> begin(target, watcher, there));
      if (!watchers.of(target, Wish.START).isEmpty()) {
        start(route);
      }
    } else {
      watchers.put(target, watcher, Wish.ABSENCE);
      tellAbsence(target);
    }
  }

  /// Whoever watches one that runs is told of its end, and who comes when that has ended, of that
  /// of the next one. A node that watches the former one already hears of that, and for all.
  private void begin(Target.Named target, NodeId watcher, Optional<Resident> there) {
    boolean runs = there.isPresent() && !there.get().hasEnded();
    if (runs || there.isEmpty() || !watchers.has(target, watcher)) {
      watchers.put(target, watcher, runs ? Wish.END : Wish.START);
    }
  }

  /// Starts an actor for those who want that, unless it is not clear yet whether it belongs here.
  private void start(NamedRoute route) {
    Target.Named target = route.target();
    long stamp = barrier.enter();
    try {
      if (residents.find(target) == null && decision(route) instanceof Decision.Activate(var as)) {
        Resident _ = residents.start(route.type(), target, Optional.empty(), as);
      }
    } finally {
      barrier.leave(stamp);
    }
  }

  /// It may be clear now where an actor belongs that was to be started.
  private void startLate(Target.Named target) {
    List<NodeId> wanted = watchers.of(target, Wish.START);
    try {
      start(actors.route(target));
    } catch (StartFailure notStarted) {
      wanted.forEach(node -> watchers.remove(target, node));
      tell(wanted, target, ExitReason.noProcess());
    }
  }

  /// Tells those who want to know that an actor does not run, if it would be here and is not.
  private void tellAbsence(Target.Named target) {
    boolean absent;
    long stamp = barrier.enter();
    try {
      absent =
          residents.find(target) == null
              && decision(actors.route(target)) instanceof Decision.Activate;
    } finally {
      barrier.leave(stamp);
    }
    if (absent) {
      tell(watchers.take(target, Wish.ABSENCE), target, ExitReason.noProcess());
    }
  }

  /// A node does not want to know any more.
  ///
  /// @param moved whether that is as the actor is another node's by now; of the one that is here
  ///   until it has gone, it still hears
  void end(Target.Named target, NodeId watcher, boolean moved) {
    if (moved) {
      watchers.demote(target, watcher);
    }
    if (!moved || !residents.has(target)) {
      watchers.remove(target, watcher);
    }
    if (!moved) {
      former.forget(watcher, resident -> resident.target().equals(target));
    }
  }

  /// An actor here has begun to run.
  void began(Target.Named target) {
    watchers.started(target);
  }

  /// An actor here has ended, and who watches its name from now on does not watch that one.
  void replaced(Resident resident) {
    for (NodeId node : watchers.takePresent(resident.target())) {
      former.put(resident, node, Wish.END);
    }
  }

  /// An actor here has ended, and has been replaced, if only by nobody.
  void ended(Resident resident, ExitReason reason) {
    tell(former.take(resident), resident.target(), reason);
  }

  /// An actor here has departed: its place is taken elsewhere, or by nobody yet.
  void departed(Target.Named target) {
    List<NodeId> _ = watchers.take(target, Wish.LEAVER);
    tellAbsence(target);
  }

  private void tell(List<NodeId> nodes, Target.Named target, ExitReason reason) {
    for (NodeId node : nodes) {
      if (node.equals(desk.outgoing().self())) {
        heard(target, node, reason);
      } else {
        desk.outgoing().tell(node, new Note.Ended(target, reason));
      }
    }
  }

  /// {@return of how many actors nodes want to know something here}
  int size() {
    return watchers.size() + former.size();
  }
}
