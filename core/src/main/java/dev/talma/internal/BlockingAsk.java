package dev.talma.internal;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// An ask whose thread waits for the outcome.
final class BlockingAsk extends PendingAsk {
  private final Thread waiter = Thread.currentThread();

  BlockingAsk(LocalSystem system, Object request, Object asked, long timeoutNanos) {
    super(system, request, asked, timeoutNanos);
  }

  @Override
  void completed() {
    if (waiter != Thread.currentThread()) {
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
