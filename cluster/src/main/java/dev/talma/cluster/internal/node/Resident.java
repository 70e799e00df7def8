package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.cluster.internal.placement.Presence;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A named actor that runs on this node, or has not quite left it.
final class Resident {
  private final ActorType<?> type;
  private final Target.Named target;
  private final ActorRef<?> ref;
  private final Presence presence;

  /// When it was last sent something; written without care, as only its order of magnitude counts.
  private volatile long lastUsed = System.nanoTime();

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

  /// Whether nothing has been sent to it for as long as its type allows.
  boolean isIdle() {
    return type.idleTimeout()
        .filter(limit -> System.nanoTime() - lastUsed > limit.toNanos() && ref.waiting() == 0)
        .isPresent();
  }

  /// {@return whether it begins to leave now} False if it does already, or has ended.
  synchronized boolean leave() {
    if (leaves || over) {
      return false;
    }
    leaves = true;
    return true;
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

  synchronized void next(ActorRef<?> successor) {
    next = successor;
  }
}
