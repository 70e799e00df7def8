package dev.talma.cluster.internal.node;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Takes nothing until it is let go, and then whatever somebody waits for.
final class StuckSession extends FakeSession {
  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean closed;

  StuckSession() {
    super(OneNode.peer());
  }

  /// Lets it go.
  void open() {
    gate.countDown();
  }

  /// {@return how many it has taken}
  int count() {
    return count.get();
  }

  /// Whether it was given up.
  boolean isClosed() {
    return closed;
  }

  @Override
  public Offer offer(Lane lane, Frame frame) {
    return closed ? Offer.CLOSED : Offer.FULL;
  }

  @Override
  public Offer offer(Lane lane, Frame frame, long nanos) throws InterruptedException {
    gate.await();
    count.incrementAndGet();
    return Offer.ACCEPTED;
  }

  @Override
  public void close(String why) {
    closed = true;
  }
}
