package dev.talma;

import java.util.List;

/// The one with the shortest queue. A queue does not show the message that its actor is working on,
/// so that of several empty ones any may be busy; taking them in turn then prefers the one whose
/// last message is the oldest.
final class LeastLoaded<M> implements Choice<M> {
  private int next;

  @Override
  public int choose(M message, List<ActorRef<M>> routees) {
    int size = routees.size();
    int chosen = next % size;
    int shortest = Integer.MAX_VALUE;
    for (int i = 0; i < size && shortest > 0; i++) {
      int index = (next + i) % size;
      int waiting = routees.get(index).waiting();
      if (waiting < shortest) {
        shortest = waiting;
        chosen = index;
      }
    }
    next = chosen + 1;
    return chosen;
  }
}
