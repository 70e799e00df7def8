package dev.talma.internal;

import dev.talma.remote.AskFailure;
import dev.talma.remote.PendingReply;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An ask that waits for its outcome: an answer or a failure, whichever is first.
///
/// Several may be responsible for the answer, when the request was forwarded to many. Each gives
/// its responsibility up with a reason, and the last one's reason becomes the outcome. So an ask
/// can end in time only if everyone who could answer still can.
abstract class PendingAsk implements PendingReply {
  private static final VarHandle OUTCOME;
  private static final VarHandle RESPONSIBLE;

  static {
    try {
      var lookup = MethodHandles.lookup();
      OUTCOME = lookup.findVarHandle(PendingAsk.class, "outcome", Object.class);
      RESPONSIBLE = lookup.findVarHandle(PendingAsk.class, "responsible", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final LocalSystem system;
  final Object request;
  final Object asked;
  final long timeoutNanos;
  final long deadline;
  private volatile @Nullable Object outcome;

  private volatile int responsible = 1;

  /// Why the last one that gave up its responsibility did so. Written before a release, read after
  /// one; both are atomic accesses of `responsible`.
  private @Nullable AskFailure lastFailure;

  PendingAsk(LocalSystem system, Object request, Object asked, long timeoutNanos) {
    this.system = system;
    this.request = request;
    this.asked = asked;
    this.timeoutNanos = timeoutNanos;
    this.deadline = system.time().nanoTime() + timeoutNanos;
  }

  /// What to do once the outcome is there; on the thread that brought it.
  abstract void completed();

  final boolean complete(Object value) {
    if (!OUTCOME.compareAndSet(this, null, value)) {
      return false;
    }
    completed();
    return true;
  }

  /// Answers; counts an answer that comes too late.
  @Override
  public final void answer(Object value) {
    if (!complete(value)) {
      system.tally().lateReply();
    }
  }

  @Override
  public final Object request() {
    return request;
  }

  @Override
  public final void fail(AskFailure failure) {
    release(failure);
  }

  @Override
  public Optional<Outcome> origin() {
    return Optional.empty();
  }

  @Override
  public final boolean isSole() {
    return responsible == 1;
  }

  /// One more actor can answer.
  final void share() {
    RESPONSIBLE.getAndAdd(this, 1);
  }

  /// One actor cannot answer any more.
  final void release(AskFailure failure) {
    lastFailure = failure;
    if ((int) RESPONSIBLE.getAndAdd(this, -1) == 1) {
      complete(failure);
    }
  }

  /// One actor has passed the request on and is done with it: what becomes of it is up to those who
  /// have got it, and to their reasons if they cannot answer.
  final void leaveToOthers() {
    if ((int) RESPONSIBLE.getAndAdd(this, -1) == 1) {
      complete(Objects.requireNonNull(lastFailure));
    }
  }

  final @Nullable Object outcome() {
    return outcome;
  }

  @Override
  public final boolean isOpen() {
    return outcome == null && nanosLeft() > 0;
  }

  @Override
  public final long nanosLeft() {
    return Math.max(0, deadline - system.time().nanoTime());
  }

  /// {@return how long whoever works for the asker may ask others: not at all once it has given up,
  /// as long as it likes once it has what it wanted}
  final long nanosGranted() {
    return switch (outcome) {
      case null -> nanosLeft();
      case AskFailure.TimedOut() -> 0;
      case AskFailure.Interrupted() -> 0;
      case AskFailure.Cancelled() -> 0;
      default -> Long.MAX_VALUE;
    };
  }

  final RuntimeException failed(AskFailure failure) {
    return failure.exception(request, asked.toString(), Duration.ofNanos(timeoutNanos));
  }
}
