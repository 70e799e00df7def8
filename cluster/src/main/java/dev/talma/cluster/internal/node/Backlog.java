package dev.talma.cluster.internal.node;

import dev.talma.cluster.internal.transport.Session;
import dev.talma.cluster.internal.transport.Session.Lane;
import dev.talma.cluster.internal.transport.Session.Offer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// What must reach a peer and found no room on the way. It waits here, in order, as those who
/// brought it could not wait themselves. A peer for which too much waits is given up.
final class Backlog {
  private static final int CAPACITY = 100_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Session session;
  private final Queue<Session.Frame> waiting = new ArrayDeque<>();
  private volatile boolean draining;

  Backlog(Session session) {
    this.session = session;
  }

  boolean isEmpty() {
    return !draining;
  }

  /// Sends a frame now or as soon as there is room.
  void send(Session.Frame frame) {
    synchronized (this) {
      if (!draining && session.offer(Lane.MESSAGES, frame) != Offer.FULL) {
        return; // taken, or nobody is there to take it
      }
      waiting.add(frame);
      if (waiting.size() > CAPACITY) {
        session.close("it is too slow: " + CAPACITY + " answers and notes wait for it");
      }
      if (draining) {
        return;
      }
      draining = true;
    }
    var _ = Thread.ofVirtual().name("talma-backlog").start(this::drain);
  }

  private void drain() {
    for (Session.Frame next = next(); next != null; next = next()) {
      try {
        if (session.offer(Lane.MESSAGES, next, PATIENCE.toNanos()) == Offer.FULL) {
          session.close("it has taken nothing for " + PATIENCE.toSeconds() + " s");
        }
      } catch (InterruptedException e) {
        session.close("its sender was interrupted"); // nobody does that
      }
    }
  }

  private synchronized Session.@Nullable Frame next() {
    Session.Frame next = waiting.poll();
    if (next == null) {
      draining = false;
    }
    return next;
  }
}
