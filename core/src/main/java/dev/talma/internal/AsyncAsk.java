package dev.talma.internal;

import dev.talma.Cancellable;
import dev.talma.remote.AskFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// An ask whose outcome completes a future.
///
/// The future is completed on a virtual thread of its own: what users hang on it may block, and
/// must not run inside of the actor that answers. The origin is a throwable that is made at the ask
/// and gives its stack to the failure.
final class AsyncAsk<R> extends PendingAsk {
  private final CompletableFuture<R> future = new CompletableFuture<>();
  private final Throwable origin = new Throwable();
  private final Cancellable timer;

  AsyncAsk(LocalSystem system, Object request, Object asked, long timeoutNanos) {
    super(system, request, asked, timeoutNanos);
    this.timer =
        system
            .time()
            .schedule(Duration.ofNanos(timeoutNanos), () -> complete(new AskFailure.TimedOut()));
    var _ =
        future.whenComplete(
            (value, failure) -> {
              if (future.isCancelled()) {
                complete(new AskFailure.Cancelled());
              }
            });
  }

  CompletableFuture<R> future() {
    return future;
  }

  @Override
  void completed() {
    @Nullable Cancellable set = timer;
    if (set != null) { // the constructor is not done if the timer fired at once
      set.cancel();
    }
    try {
      Thread.ofVirtual().name("talma-ask").start(this::finish);
    } catch (OutOfMemoryError noThread) {
      finish(); // better on this one than never
    }
  }

  @SuppressWarnings("unchecked") // the Request said R, and replies are checked against it
  private void finish() {
    Object result = outcome();
    if (result instanceof AskFailure failure) {
      RuntimeException exception = failed(failure);
      exception.setStackTrace(origin.getStackTrace());
      future.completeExceptionally(exception);
    } else {
      future.complete((R) result);
    }
  }
}
