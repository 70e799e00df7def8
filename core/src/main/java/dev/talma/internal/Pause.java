package dev.talma.internal;

import java.util.concurrent.atomic.AtomicBoolean;

/// A wait of an actor between two runs. It ends once: by time, by its siblings, or because somebody
/// wants the actor to end.
final class Pause {
  private final AtomicBoolean over = new AtomicBoolean();
  private final Runnable wake;

  Pause(Runnable wake) {
    this.wake = wake;
  }

  boolean isOver() {
    return over.get();
  }

  void end() {
    if (over.compareAndSet(false, true)) {
      wake.run();
    }
  }
}
