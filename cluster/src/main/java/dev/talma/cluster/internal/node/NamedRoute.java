package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.placement.Key;
import dev.talma.remote.Parcel;
import dev.talma.remote.Route;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The way to the actor of a type and name, wherever it lives.
final class NamedRoute implements Route {
  private final NamedActors actors;
  private final ActorType<?> type;
  private final Target.Named target;
  private final Optional<Resident> leaving;

  private final Key key;
  private final LastDecisions decisions;

  /// Which node was told that somebody here watches the actor.
  private volatile @Nullable NodeId watchedAt;

  /// Whether those who watch it want it to run.
  private volatile boolean started;

  /// @param leaving who leaves this node or has left it, if what is sent here has come to that one
  NamedRoute(
      NamedActors actors, ActorType<?> type, Target.Named target, Optional<Resident> leaving) {
    this.actors = actors;
    this.type = type;
    this.target = target;
    this.leaving = leaving;
    this.key = new Key(target.type(), target.name(), type.role());
    this.decisions = new LastDecisions(key);
  }

  ActorType<?> type() {
    return type;
  }

  Target.Named target() {
    return target;
  }

  Key key() {
    return key;
  }

  LastDecisions decisions() {
    return decisions;
  }

  Optional<Resident> leaving() {
    return leaving;
  }

  @Nullable NodeId watchedAt() {
    return watchedAt;
  }

  void watchedAt(@Nullable NodeId node) {
    watchedAt = node;
  }

  @Override
  public void carry(Parcel parcel) {
    actors.carry(this, parcel);
  }

  @Override
  public Optional<ActorRef<?>> here() {
    return actors.here(target);
  }

  /// Whether it is started for those who watch it.
  boolean isStarted() {
    return started;
  }

  @Override
  public void watch(boolean starts) {
    started = starts;
    actors.watch(this);
  }

  @Override
  public void unwatch() {
    actors.unwatch(this);
  }

  @Override
  public String toString() {
    return actors.clusterName() + ":";
  }
}
