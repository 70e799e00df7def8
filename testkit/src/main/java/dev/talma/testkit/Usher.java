package dev.talma.testkit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Sees to it that a system on virtual time closes: the time limits of closing go by the clock that
/// stands still, so if an actor does not end by itself, somebody has to move it.
final class Usher implements AutoCloseable {
  private static final Duration BETWEEN_MOVES = Duration.ofMillis(100);

  private final CountDownLatch closed = new CountDownLatch(1);

  /// Moves the clock on and on until this is closed, after some patience in real time.
  ///
  /// @param step how far each time
  static Usher start(VirtualTime time, Duration patience, Duration step) {
    Usher usher = new Usher();
    Thread.ofVirtual()
        .name("talma-usher")
        .start(
            () -> {
              Duration wait = patience;
              while (!usher.awaitClosed(wait)) {
                time.advance(step);
                wait = BETWEEN_MOVES;
              }
            });
    return usher;
  }

  /// {@return one that has nothing to do}
  static Usher idle() {
    return new Usher();
  }

  private Usher() {}

  private boolean awaitClosed(Duration patience) {
    try {
      return closed.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return true; // nobody else knows the thread
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
