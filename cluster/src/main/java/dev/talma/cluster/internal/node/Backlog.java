package dev.talma.cluster.internal.node;

import dev.talma.cluster.internal.transport.Session;
import dev.talma.cluster.internal.transport.Session.Lane;
import dev.talma.cluster.internal.transport.Session.Offer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What must reach a peer and found no room on the way. It waits here, in order, as most of those
/// who bring it cannot wait themselves. A peer for which too much waits is given up.
final class Backlog {
  /// How many answers and notes may wait, besides what is passed on.
  static final int CAPACITY = 100_000;

  /// From here on, those who can wait do so until it is half as long.
  private static final int LONG = 10_000;

  /// The same in bytes.
  private static final long HEAVY = 16L << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Session session;
  private final int capacity;
  private final Queue<Session.Frame> waiting = new ArrayDeque<>();
  private long bytes;
  private volatile boolean draining;

  /// @param passing how many messages there may be at a time that are passed on to the peer
  Backlog(Session session, int passing) {
    this.session = session;
    this.capacity = CAPACITY + passing;
  }

  boolean isEmpty() {
    return !draining;
  }

  /// Waits until all that waited here was sent. {@return whether it was, in time}
  synchronized boolean await(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; draining; left = end - System.nanoTime()) {
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  /// Whether so much waits that whoever can wait should.
  synchronized boolean isLong() {
    return waiting.size() >= LONG || bytes >= HEAVY;
  }

  /// Sends a frame now or as soon as there is room.
  void send(Session.Frame frame) {
    sent(take(frame), frame);
  }

  /// As [#send(Session.Frame)], for one who can wait, and does while much waits here: after so
  /// long, it is sent nevertheless.
  void send(Session.Frame frame, long nanos) {
    Taken taken;
    synchronized (this) { // or all who have waited would come at once
      boolean _ = awaitShorter(nanos);
      taken = take(frame);
    }
    sent(taken, frame);
  }

  /// Waits until less waits here. A thread that was interrupted waits as well, as one that was
  /// killed may have much to tell. {@return whether it is less now}
  synchronized boolean awaitShorter(long nanos) {
    long end = System.nanoTime() + nanos;
    boolean interrupted = false;
    for (long left = nanos; isLong() && left > 0; left = end - System.nanoTime()) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !isLong();
  }

  private void sent(Taken taken, Session.Frame frame) {
    switch (taken) {
      case TAKEN -> {}
      case LOST -> frame.lost();
      case FIRST -> {
        var _ = Thread.ofVirtual().name("talma-backlog").start(this::drain);
      }
    }
  }

  /// What has become of a frame: it waits here or at the session, nobody is there to take it, or it
  /// is the first one that waits here.
  private enum Taken {
    TAKEN,
    LOST,
    FIRST
  }

  private synchronized Taken take(Session.Frame frame) {
    if (!draining) {
      Offer offer = session.offer(Lane.MESSAGES, frame);
      if (offer != Offer.FULL) {
        return offer == Offer.CLOSED ? Taken.LOST : Taken.TAKEN;
      }
    }
    waiting.add(frame);
    bytes += frame.bytes().length;
    if (waiting.size() > capacity) {
      session.close("it is too slow: " + capacity + " messages, answers and notes wait for it");
    }
    if (draining) {
      return Taken.TAKEN;
    }
    draining = true;
    return Taken.FIRST;
  }

  private void drain() {
    for (Session.Frame next = next(); next != null; next = next()) {
      try {
        Offer offer = session.offer(Lane.MESSAGES, next, PATIENCE.toNanos());
        if (offer == Offer.FULL) {
          session.close("it has taken nothing for " + PATIENCE.toSeconds() + " s");
        }
        if (offer != Offer.ACCEPTED) {
          next.lost();
        }
      } catch (InterruptedException e) {
        session.close("its sender was interrupted"); // nobody does that
        next.lost();
      }
    }
  }

  private synchronized Session.@Nullable Frame next() {
    boolean before = isHalfLong();
    Session.Frame next = waiting.poll();
    if (next == null) {
      draining = false;
    } else {
      bytes -= next.bytes().length;
    }
    if (next == null || (before && !isHalfLong())) {
      notifyAll();
    }
    return next;
  }

  private boolean isHalfLong() {
    return waiting.size() >= LONG / 2 || bytes >= HEAVY / 2;
  }
}
