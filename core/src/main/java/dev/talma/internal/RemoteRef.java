package dev.talma.internal;

import dev.talma.ActorRef;
import dev.talma.ExitReason;
import dev.talma.TalmaException;
import dev.talma.remote.Handle;
import dev.talma.remote.Parcel;
import dev.talma.remote.Route;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A reference to an actor elsewhere. What is sent goes to its [Route]; who is linked to it or
/// watches it is kept here, and told when the route's owner hears of its end.
///
/// @param <M> the type of the messages
final class RemoteRef<M> extends Addressee<M> implements Handle<M> {
  private final String path;
  private final Route route;

  /// Once it has ended for ever.
  private volatile @Nullable ExitReason ended;

  /// Whether the route was told that somebody watches; guarded by this.
  private boolean watched;

  /// Whether one of those is a monitor, which wants to hear of an end that is still to come;
  /// guarded by this.
  private boolean monitored;

  RemoteRef(LocalSystem system, String path, Route route) {
    super(system);
    this.path = Objects.requireNonNull(path, "path");
    this.route = Objects.requireNonNull(route, "route");
  }

  Route route() {
    return route;
  }

  @Override
  public ActorRef<M> ref() {
    return this;
  }

  @Override
  void deliver(Envelope envelope) {
    if (envelope instanceof SystemSignal.LinkExit exit) {
      boolean _ = relations().unlink(exit.from); // its end of the link
    }
    ExitReason reason = ended;
    if (reason != null) {
      Refusals.noProcess(this, envelope, reason);
    } else if (envelope instanceof SystemSignal.LinkExit) {
      carryIfPossible(envelope);
    } else {
      route.carry(envelope);
    }
  }

  /// What nobody asked for, and nobody can be told to have failed: others are still to be told.
  private void carryIfPossible(Envelope envelope) {
    try {
      route.carry(envelope);
    } catch (TalmaException e) {
      Log.notTold(this, e);
    }
  }

  @Override
  boolean isSame(Cell<?> cell) {
    return here() == cell;
  }

  @Override
  void requireOutside() {
    Addressee<?> here = here();
    if (here != null) {
      here.requireOutside();
    }
  }

  private @Nullable Addressee<?> here() {
    ActorRef<?> here = route.here().orElse(null);
    return here == null ? null : of(here);
  }

  // --- relations

  @Override
  Addressee<?> knownTo(LocalSystem other) {
    return other == system
        ? this
        : other.extension().<Addressee<?>>map(larger -> of(larger.own(this))).orElse(this);
  }

  @Override
  boolean linkedBy(Addressee<?> other) {
    synchronized (this) {
      if (ended != null || !relations().link(other)) {
        return false;
      }
    }
    try {
      route.carry(new SystemSignal.Call(Parcel.Kind.LINK, other, this));
    } catch (TalmaException notLinked) {
      boolean _ = relations().unlink(other);
      throw notLinked;
    }
    return true;
  }

  @Override
  void unlinkedBy(Addressee<?> other) {
    if (relations().unlink(other) && ended == null) {
      carryIfPossible(new SystemSignal.Call(Parcel.Kind.UNLINK, other, this));
    }
  }

  @Override
  synchronized boolean watchedBy(Watch watch) {
    if (ended != null || !relations().watch(watch)) {
      return false;
    }
    beginWatch(true);
    return true;
  }

  @Override
  synchronized void unwatchedBy(Watch watch) {
    relations().unwatch(watch);
    endWatch();
  }

  @Override
  synchronized boolean onEnd(Runnable callback) {
    if (ended != null || !relations().onEnd(callback)) {
      return false;
    }
    beginWatch(false);
    return true;
  }

  @Override
  synchronized void offEnd(Runnable callback) {
    relations().offEnd(callback);
    endWatch();
  }

  private void beginWatch(boolean monitors) {
    if (!watched || (monitors && !monitored)) {
      watched = true;
      monitored |= monitors;
      route.watch(monitored);
    }
  }

  private void endWatch() {
    if (watched && !relations().isWatched()) {
      watched = false;
      monitored = false;
      route.unwatch();
    }
  }

  @Override
  public synchronized boolean isWatched() {
    return watched;
  }

  @Override
  public void tell(ExitReason reason) {
    forget(reason).run();
  }

  @Override
  public Runnable forget(ExitReason reason) {
    return forget(reason, null);
  }

  @Override
  public void end(ExitReason reason) {
    ended = Objects.requireNonNull(reason, "reason");
    forget(reason, Relations.CLOSED).run();
  }

  private synchronized Runnable forget(ExitReason reason, @Nullable Relations following) {
    watched = false;
    monitored = false;
    Relations forgotten = exchangeRelations(following);
    return forgotten == null ? () -> {} : () -> forgotten.end(this, reason);
  }

  // --- life

  @Override
  public void stop(ExitReason reason) {
    deliver(new SystemSignal.StopCall(Objects.requireNonNull(reason, "reason")));
  }

  @Override
  public void kill() {
    if (ended == null) {
      route.carry(new SystemSignal.Call(Parcel.Kind.KILL, null, this));
    }
  }

  @Override
  public boolean isAlive() {
    return ended == null;
  }

  @Override
  public boolean isEnding() {
    return ended != null;
  }

  @Override
  public Optional<ExitReason> exitReason() {
    return Optional.ofNullable(ended);
  }

  @Override
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public int waiting() {
    return 0;
  }

  @Override
  public String toString() {
    return route + path;
  }
}
