package dev.talma.cluster.internal.node;

import java.util.concurrent.atomic.AtomicLong;

/// Lets something be said once in ten seconds.
final class Seldom {
  private static final long QUIET_NANOS = 10_000_000_000L;
  private static final long NEVER = Long.MIN_VALUE;

  private final AtomicLong next = new AtomicLong(NEVER);

  /// {@return whether it may be said now}
  boolean isDue() {
    long now = System.nanoTime();
    long due = next.get();
    return (due == NEVER || now - due > 0) && next.compareAndSet(due, now + QUIET_NANOS);
  }
}
