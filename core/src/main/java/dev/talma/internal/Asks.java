package dev.talma.internal;

import dev.talma.AskInterruptedException;
import dev.talma.Request;
import dev.talma.SelfAskException;
import dev.talma.SendInterruptedException;
import dev.talma.SystemRequest;
import dev.talma.TalmaException;
import dev.talma.remote.AskFailure;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The asking side of an ask.
final class Asks {
  private Asks() {}

  static <R> R blocking(Addressee<?> target, Request<?, R> request, Duration timeout) {
    RequestShape.of(Objects.requireNonNull(request, "request")).check(request);
    return blocking(target, request, timeout, AskEnvelope::new);
  }

  static <R> R blocking(Addressee<?> target, SystemRequest<R> request, Duration timeout) {
    Objects.requireNonNull(request, "request");
    return blocking(target, request, timeout, AskEnvelope.OfSystem::new);
  }

  static <R> CompletableFuture<R> async(
      Addressee<?> target, Request<?, R> request, Duration timeout) {
    RequestShape.of(Objects.requireNonNull(request, "request")).check(request);
    return async(target, request, timeout, AskEnvelope::new);
  }

  static <R> CompletableFuture<R> async(
      Addressee<?> target, SystemRequest<R> request, Duration timeout) {
    Objects.requireNonNull(request, "request");
    return async(target, request, timeout, AskEnvelope.OfSystem::new);
  }

  /// What kind of ask it is: the call says so, not the request, which may be of both kinds.
  @FunctionalInterface
  private interface Kind {
    AskEnvelope envelope(Object request, @Nullable Cell<?> asker, PendingAsk ask);
  }

  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals"
  }) // replies are typed by the request
  private static <R> R blocking(Addressee<?> target, Object request, Duration timeout, Kind kind) {
    Cell<?> asker = Runner.currentCell();
    if (asker != null && target.isSame(asker)) {
      throw new SelfAskException(
          target
              + " asked itself "
              + request.getClass().getName()
              + " and would wait for ever; the request was not sent");
    }
    long nanos = granted(timeout, asker);
    var ask = new BlockingAsk(target.system, request, target, nanos);
    if (nanos <= 0) {
      throw ask.failed(new AskFailure.TimedOut());
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new AskInterruptedException(
          "The thread was interrupted before it asked "
              + target
              + "; "
              + request.getClass().getName()
              + " was not sent");
    }
    try {
      target.deliver(kind.envelope(request, asker, ask));
    } catch (SendInterruptedException e) {
      throw new AskInterruptedException(
          Objects.requireNonNull(e.getMessage())); // which says for what it waited
    }
    return (R) ask.await();
  }

  private static <R> CompletableFuture<R> async(
      Addressee<?> target, Object request, Duration timeout, Kind kind) {
    Cell<?> asker = Runner.currentCell();
    long nanos = granted(timeout, asker);
    var ask = new AsyncAsk<R>(target.system, request, target, Math.max(0, nanos));
    if (nanos <= 0) {
      ask.complete(new AskFailure.TimedOut());
      return ask.future();
    }
    try {
      target.deliver(kind.envelope(request, asker, ask));
      Idleness.asked(asker, ask);
    } catch (SendInterruptedException e) {
      ask.complete(new AskFailure.Interrupted());
      return CompletableFuture.failedFuture(
          new AskInterruptedException(Objects.requireNonNull(e.getMessage())));
    } catch (TalmaException notSent) {
      ask.complete(new AskFailure.Cancelled());
      return CompletableFuture.failedFuture(notSent);
    }
    return ask.future();
  }

  /// How long to wait: no longer than is left to the request that the asker itself is handling.
  private static long granted(Duration timeout, @Nullable Cell<?> asker) {
    long nanos = Nanos.positive(timeout, "The timeout of an ask");
    return asker instanceof Conduct<?> conduct ? Math.min(nanos, conduct.nanosLeft()) : nanos;
  }
}
