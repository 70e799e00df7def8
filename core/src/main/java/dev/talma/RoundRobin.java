package dev.talma;

import java.util.List;

/// Everyone in turn.
final class RoundRobin<M> implements Choice<M> {
  private int next;

  @Override
  public int choose(M message, List<ActorRef<M>> routees) {
    int chosen = next < routees.size() ? next : 0;
    next = chosen + 1;
    return chosen;
  }
}
