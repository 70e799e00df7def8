package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.cluster.internal.placement.Key;
import dev.talma.cluster.internal.placement.Presence;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A named actor that runs on this node, or has not quite left it.
final class Resident {
  private final ActorType<?> type;
  private final Target.Named target;
  private final ActorRef<?> ref;
  private final Presence presence;

  /// When it was last sent something; written without care, as only its order of magnitude counts.
  private volatile long lastUsed = System.nanoTime();

  /// Whether it was asked if it is idle, and has not answered yet.
  private volatile boolean isAsked;

  private boolean leaves;
  private boolean over;

  /// Who has its name already while its last messages are still on their way there.
  private @Nullable ActorRef<?> next;

  Resident(ActorType<?> type, Target.Named target, ActorRef<?> ref, Presence presence) {
    this.type = type;
    this.target = target;
    this.ref = ref;
    this.presence = presence;
  }

  ActorType<?> type() {
    return type;
  }

  Target.Named target() {
    return target;
  }

  Key key() {
    return new Key(target.type(), target.name(), type.role());
  }

  ActorRef<?> ref() {
    return ref;
  }

  Presence presence() {
    return presence;
  }

  void used() {
    if (type.idleTimeout().isPresent()) {
      lastUsed = System.nanoTime();
    }
  }

  /// Whether it is to be asked now if it is idle: nothing has been sent to it by its name for as
  /// long as its type allows. Then it has to be told what [came of it][#stays()], unless it ends.
  boolean isDue() {
    if (isAsked
        || ref.waiting() > 0
        || System.nanoTime() - lastUsed <= type.idleTimeout().orElseThrow().toNanos()) {
      return false;
    }
    isAsked = true;
    return true;
  }

  /// It is not idle, and may be asked again after a while.
  void stays() {
    lastUsed = System.nanoTime();
    isAsked = false;
  }

  /// {@return whether it begins to leave now} False if it does already, or has ended.
  ///
  /// @param begins is told before anybody can hear that it is over
  synchronized boolean leave(Consumer<Resident> begins) {
    if (leaves || over) {
      return false;
    }
    leaves = true;
    begins.accept(this);
    return true;
  }

  /// Whether it has ended without a successor, and that is about to be noticed. Its name is free.
  synchronized boolean hasEnded() {
    return !leaves && !ref.isAlive();
  }

  synchronized boolean isOver() {
    return over;
  }

  /// It has ended, and what waited for it is on its way. {@return who has its name}
  synchronized Optional<ActorRef<?>> end() {
    over = true;
    return Optional.ofNullable(next);
  }

  synchronized Optional<ActorRef<?>> next() {
    return Optional.ofNullable(next);
  }

  /// {@return whether the other one has the name now} False if this one is over, and nobody asks
  /// it.
  synchronized boolean next(ActorRef<?> successor) {
    if (over) {
      return false;
    }
    next = successor;
    return true;
  }
}
