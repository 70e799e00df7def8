package dev.talma.cluster.internal.node;

import dev.talma.SystemClosedException;
import dev.talma.TimeSource;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.placement.Action;
import dev.talma.cluster.internal.placement.HeldMessages;
import dev.talma.cluster.internal.placement.Key;
import dev.talma.cluster.internal.placement.Placement;
import dev.talma.cluster.internal.placement.Ring;
import dev.talma.cluster.internal.placement.Route;
import dev.talma.cluster.internal.placement.Routing;
import dev.talma.remote.Gateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs the [Placement] of this node: gives it what happens, and does what it asks for.
///
/// Messages are routed under the read lock, the placement changes under the write lock. So what was
/// routed by the former view is on its link before the other nodes are told of the next one.
/// Neither lock is held while something waits, and no lock of an actor or a reference is taken
/// under the write lock but those of the actors' mailboxes.
final class Barrier {

  /// What it needs of the named actors.
  interface Actors {
    /// {@return those that run here} What begins to run meanwhile may be among them, or not.
    Iterator<Resident> all();

    /// Has one leave if it belongs to another node, and calls [HandOvers#begins] then. With the
    /// lock.
    void depart(Resident resident, Ring ring);

    /// Stops one, and calls [HandOvers#begins] then. With the lock.
    void stop(Resident resident, String why);

    /// Decides about something that was held. Under the write lock.
    void settle(Item item, Route route);

    /// There is another view, or what was held was decided anew. Under no lock.
    void adopted();
  }

  private static final Duration SOON = Duration.ofMillis(100);

  /// How long what is released waits for a node that has much to take: other things are in it, too.
  private static final Duration BREATH = Duration.ofMillis(5);

  private final Placement placement;
  private final Links links;
  private final Outgoing outgoing;
  private final Duration settleTimeout;
  private final StampedLock lock = new StampedLock();

  /// Bound where the lock is held and code of the user's may run, which may send something: to
  /// enter twice is to wait for oneself.
  private final ScopedValue<Boolean> within = ScopedValue.newInstance();

  private final ScopedValue.Carrier inside =
      ScopedValue.where(within, true).where(Gateway.AT_ONCE, true);

  private final WaitingRoom held;
  private final HandOvers handOvers;
  private final CompletableFuture<Void> left = new CompletableFuture<>();
  private final AtomicBoolean renewalDue = new AtomicBoolean();

  /// Whether somebody decides about what is released.
  private boolean releases;

  /// Whether all that was held is among that.
  private boolean releasesAll;

  /// Whether there is another view, or what was held was decided anew, since the lock was taken.
  private boolean news;

  /// Whether there were enough members when there was last another view.
  private boolean mayRun;

  /// Whether all nodes of the cluster are about to be closed.
  private volatile boolean allClose;

  private volatile @Nullable String closed;

  /// Present while this node leaves: what senders here are told if there is nobody else. That there
  /// are too few without it is no news.
  private volatile @Nullable String leaving;

  /// @param holdLimit how much may wait until it is clear where it belongs
  Barrier(
      Placement placement, Links links, Outgoing outgoing, Duration settleTimeout, int holdLimit) {
    this.held = new WaitingRoom(holdLimit);
    this.placement = placement;
    this.links = links;
    this.outgoing = outgoing;
    this.settleTimeout = settleTimeout;
    this.handOvers = new HandOvers(this, placement, links, settleTimeout);
  }

  /// Begins to route; nothing may wait until [#leave(long)].
  long enter() {
    return within.isBound() ? 0 : lock.readLock();
  }

  void leave(long stamp) {
    if (stamp != 0) {
      lock.unlockRead(stamp);
    }
  }

  /// Whether the calling thread is in here. It must not wait for anything then, as within the
  /// barrier of any other node: [Gateway#AT_ONCE].
  boolean isWithin() {
    return within.isBound();
  }

  /// Routes something under the read lock, where code of the user's may run: nothing in there
  /// waits, and what it sends does not enter again.
  void route(Runnable code) {
    long stamp = enter();
    try {
      inside.run(code);
    } finally {
      leave(stamp);
    }
  }

  /// Runs code of the user's. With the lock.
  <R> R within(Supplier<R> code) {
    return inside.call(code::get);
  }

  /// Whether something for an actor waits here that is decided next, so that what comes now waits
  /// behind it. With the lock.
  boolean isBehind(Key key) {
    return held.isAhead(key);
  }

  Routing routing() {
    return placement.routing();
  }

  boolean isSettled() {
    long stamp = enter();
    try {
      return placement.isSettled();
    } finally {
      leave(stamp);
    }
  }

  /// This node leaves.
  ///
  /// @param why what senders here are told if there is nobody else
  void leave(String why) {
    leaving = why;
  }

  /// All nodes of the cluster are about to be closed: that there are too few is no news.
  void allClose() {
    allClose = true;
  }

  /// {@return what senders here are told if there is nobody else, while this node leaves}
  Optional<String> leaving() {
    return Optional.ofNullable(leaving);
  }

  /// Nothing is decided any more. The first reason counts.
  void close(String why) {
    if (closed == null) {
      closed = why;
    }
  }

  /// {@return why nothing is decided any more}
  Optional<String> closed() {
    return Optional.ofNullable(closed);
  }

  /// @throws SystemClosedException if nothing is decided any more
  void requireOpen() {
    String why = closed;
    if (why != null) {
      throw new SystemClosedException(why);
    }
  }

  /// {@return done when this node, which leaves, is not needed any more}
  CompletableFuture<Void> left() {
    return left;
  }

  /// {@return what waits until it is clear where it belongs}
  WaitingRoom held() {
    return held;
  }

  /// {@return who goes as another node has it by the present view}
  HandOvers handOvers() {
    return handOvers;
  }

  // --- the placement

  /// Gives the placement an input, and does what it asks for.
  void apply(Actors actors, Function<? super Placement, List<Action>> input) {
    boolean adopted;
    long stamp = lock.writeLock();
    try {
      inside.run(() -> change(actors, input));
      adopted = news;
      news = false;
    } finally {
      lock.unlockWrite(stamp);
    }
    if (adopted) {
      actors.adopted();
    }
  }

  private void change(Actors actors, Function<? super Placement, List<Action>> input) {
    List<Action> actions = new ArrayList<>(input.apply(placement));
    for (int i = 0; i < actions.size(); i++) { // it grows
      Action action = actions.get(i);
      try {
        actions.addAll(perform(action, actors));
      } catch (RuntimeException | Error e) { // the placement relies on all the others, too
        NodeLog.notDone(action, e);
      }
    }
  }

  /// There is a connection: what the placement has to say comes before all else on it.
  void opened(Actors actors, Link link) {
    apply(
        actors,
        each -> {
          links.add(link);
          return each.sessionOpened(link.peer());
        });
  }

  private List<Action> perform(Action action, Actors actors) {
    switch (action) {
      case Action.Send(NodeId peer, var message) ->
          outgoing.tell(peer, new Note.Placement(message));
      case Action.Adopt _ -> {
        mayRun = true;
        news = true;
        handOvers.adopted();
      }
      case Action.HandOver(long adoption, Ring ring) -> {
        return handOvers.begin(actors, adoption, ring);
      }
      case Action.StopAll(long adoption, String why) -> {
        if (leaving == null && !allClose) {
          NodeLog.tooFew(why, mayRun);
        }
        mayRun = false;
        return handOvers.stopAll(actors, adoption, why);
      }
      case Action.Release() -> {
        held.release();
        releasesAll = true;
        return release(actors);
      }
      case Action.ReleaseOne(long mark) -> {
        held.release(mark);
        return release(actors);
      }
      case Action.AwaitSettled(long ticket) -> {
        var _ = TimeSource.system().schedule(settleTimeout, () -> timeout(actors, ticket));
      }
      case Action.Settled _ -> {}
      case Action.SettledLate(_, Set<NodeId> missing) -> settledLate(missing);
      case Action.Left() -> {
        boolean _ = left.complete(null);
      }
    }
    return List.of();
  }

  /// Says for whom all wait: for others, for actors here, or for both.
  private void settledLate(Set<NodeId> missing) {
    if (!missing.isEmpty()) {
      NodeLog.settledLate(missing);
    }
    List<String> busy = handOvers.paths();
    if (!busy.isEmpty()) {
      NodeLog.departsLate(busy);
    }
  }

  private void timeout(Actors actors, long ticket) {
    if (closed == null) {
      apply(actors, each -> each.settleTimeout(ticket));
    }
  }

  // --- what was held

  /// Decides about what is released, unless somebody does already. There may be very much.
  private List<Action> release(Actors actors) {
    if (releases) {
      return List.of();
    }
    List<Action> actions = releaseSome(actors);
    releases = held.isReleasing();
    if (releases) {
      Piecemeal.run(() -> releaseMore(actors));
    }
    return actions;
  }

  private List<Action> releaseSome(Actors actors) {
    for (HeldMessages.Held<Item> each : held.next(Piecemeal.MANY)) {
      try {
        actors.settle(each.message(), each.route());
      } catch (RuntimeException | Error e) { // all the others are to be decided nevertheless
        NodeLog.notDone(each.key(), e);
      }
    }
    if (held.isReleasing()) {
      return List.of();
    }
    if (releasesAll) {
      news = true;
    } else {
      renewSoon(actors);
    }
    releasesAll = false;
    return placement.released();
  }

  private boolean releaseMore(Actors actors) {
    links.awaitShorter(BREATH);
    AtomicBoolean more = new AtomicBoolean();
    apply(
        actors,
        _ -> {
          List<Action> actions = releaseSome(actors);
          releases = held.isReleasing();
          more.set(releases);
          return actions;
        });
    return more.get();
  }

  /// Many may come one after the other, and to look at all that is watched takes a while.
  private void renewSoon(Actors actors) {
    if (renewalDue.compareAndSet(false, true)) {
      var _ =
          TimeSource.system()
              .schedule(
                  SOON,
                  () -> {
                    renewalDue.set(false);
                    if (closed == null) {
                      actors.adopted();
                    }
                  });
    }
  }

  /// {@return who owns an actor by this node's view}
  Optional<NodeId> owner(Key key) {
    return routing().owner(key);
  }
}
