package dev.talma;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/// The one that the message's key belongs to.
final class ByKey<M> implements Choice<M> {
  private final Function<? super M, ?> key;
  private HashRing ring = HashRing.of(List.of());

  ByKey(Function<? super M, ?> key) {
    this.key = key;
  }

  @Override
  public void over(List<ActorRef<M>> routees) {
    // the path, not the reference: a router that restarts finds its keys where they were
    ring = HashRing.of(routees.stream().map(ActorRef::path).toList());
  }

  @Override
  public int choose(M message, List<ActorRef<M>> routees) {
    Object of = Objects.requireNonNull(key.apply(message), "the key of a routed message");
    return ring.find(of);
  }

  @Override
  public boolean anyWillDo() {
    return false;
  }
}
