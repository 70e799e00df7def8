package dev.talma.cluster.internal.node;

import dev.talma.TimeSource;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Does what takes long piece by piece, on a thread of its own, so that others get the lock in
/// between: whoever brings messages from other nodes also brings the signs that those are alive.
final class Piecemeal {
  /// Of a piece, how many things are done at once.
  static final int MANY = 500;

  /// For those who wait for the lock, which does not go by turns.
  private static final long PAUSE_NANOS = 100_000;

  private static final Duration LATER = Duration.ofMillis(100);

  private Piecemeal() {}

  /// Begins, and does not wait for it.
  ///
  /// @param piece does one piece, and says whether there is another one
  static void run(BooleanSupplier piece) {
    try {
      // not a virtual one, which would wait for actors that compute
      Thread _ = Thread.ofPlatform().daemon().name("talma-placement").start(() -> doAll(piece));
    } catch (OutOfMemoryError noThread) { // there may be one later, and others wait for all of it
      NodeLog.notDone("a thread for what is to move", noThread);
      var _ = TimeSource.system().schedule(LATER, () -> run(piece));
    }
  }

  private static void doAll(BooleanSupplier piece) {
    while (next(piece)) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static boolean next(BooleanSupplier piece) {
    try {
      return piece.getAsBoolean();
    } catch (RuntimeException | Error e) { // others wait for all the rest
      NodeLog.notDone("a piece of what is to move", e);
      return true;
    }
  }
}
