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
  private final Target.Named target;
  private final Optional<Resident> leaving;

  private volatile Kind kind;

  /// Which node was told that somebody here watches the actor.
  private volatile @Nullable NodeId watchedAt;

  /// Whether those who watch it want it to run.
  private volatile boolean started;

  /// What follows from the type.
  private record Kind(ActorType<?> type, Key key, LastDecisions decisions) {
    static Kind of(ActorType<?> type, Target.Named target) {
      Key key = new Key(target.type(), target.name(), type.role());
      return new Kind(type, key, new LastDecisions(key));
    }
  }

  /// @param leaving who leaves this node or has left it, if what is sent here has come to that one
  NamedRoute(
      NamedActors actors, ActorType<?> type, Target.Named target, Optional<Resident> leaving) {
    this.actors = actors;
    this.target = target;
    this.leaving = leaving;
    this.kind = Kind.of(type, target);
  }

  ActorType<?> type() {
    return kind.type;
  }

  /// A reference has come that says where actors of the type may live. That counts if this node
  /// neither knows the type nor has been told before, as by a message alone it is not.
  void learn(String role) {
    Kind known = kind;
    if (UnknownType.is(known.type) && known.type.role().isEmpty()) {
      kind = Kind.of(UnknownType.of(target.type(), Optional.of(role)), target);
    }
  }

  Target.Named target() {
    return target;
  }

  Key key() {
    return kind.key;
  }

  LastDecisions decisions() {
    return kind.decisions;
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
