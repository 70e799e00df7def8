package dev.talma.internal;

import dev.talma.remote.AskFailure;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// An ask whose thread waits for the outcome.
final class BlockingAsk extends PendingAsk {
  /// How often it gives others a turn and looks again before it parks. Where both sides are actors,
  /// the answer is most often there, and neither a timer nor an unpark is needed.
  private static final int LOOKS = 2;

  private final Thread waiter = Thread.currentThread();

  /// Set before the waiter looks for the outcome for the last time and parks; read after the
  /// outcome is set. Both are volatile, so one of the two sees the other.
  private volatile boolean parks;

  BlockingAsk(LocalSystem system, Object request, Object asked, long timeoutNanos) {
    super(system, request, asked, timeoutNanos);
  }

  @Override
  void completed() {
    if (parks && waiter != Thread.currentThread()) {
      LockSupport.unpark(waiter);
    }
  }

  Object await() {
    Object result = outcome();
    if (result == null) {
      result = block();
    }
    if (result instanceof AskFailure failure) {
      throw failed(failure);
    }
    return result;
  }

  private Object block() {
    Dispatcher.aboutToBlock();
    for (int i = 0; i < LOOKS && waiter.isVirtual(); i++) {
      Thread.yield();
      Object result = outcome();
      if (result != null) {
        return result;
      }
    }
    parks = true;
    Wait wait = Wait.until(system.time(), deadline);
    try {
      @Nullable Object result;
      while ((result = outcome()) == null) {
        if (Thread.currentThread().isInterrupted()) {
          complete(new AskFailure.Interrupted());
        } else if (!wait.park(this)) {
          complete(new AskFailure.TimedOut());
        }
      }
      return result;
    } finally {
      wait.end();
    }
  }
}
