package dev.talma.internal;

import java.time.Duration;

/// Waiting for the end of an actor that owns others.
final class Closing {
  private static final Duration FOREVER = Duration.ofNanos(Nanos.MAX);

  private Closing() {}

  /// Waits until it has ended; kills it when the time is over or the caller is interrupted.
  static void await(Cell<?> cell, long nanos) {
    boolean interrupted = false;
    try {
      if (cell.awaitTermination(Duration.ofNanos(nanos))) {
        return;
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    cell.killHere();
    while (true) {
      try {
        cell.awaitTermination(FOREVER);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
