package dev.talma.internal;

import dev.talma.ReplyTo;
import dev.talma.remote.AskFailure;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// The right to answer an ask later.
final class Deferral<R> implements ReplyTo<R> {
  private final PendingAsk pending;

  Deferral(PendingAsk pending) {
    this.pending = pending;
  }

  @Override
  public void reply(R value) {
    pending.answer(Objects.requireNonNull(value, "the answer"));
  }

  @Override
  public void fail(Throwable cause) {
    pending.answer(new AskFailure.Failed(Objects.requireNonNull(cause, "cause")));
  }

  @Override
  public boolean isOpen() {
    return pending.isOpen();
  }

  @Override
  public Optional<Duration> timeLeft() {
    return Optional.of(
        pending.outcome() == null ? Duration.ofNanos(pending.nanosLeft()) : Duration.ZERO);
  }

  /// The right to answer what was sent without an ask: nobody waits.
  record Unasked<R>(Tally tally) implements ReplyTo<R> {
    @Override
    public void reply(R value) {
      Objects.requireNonNull(value, "the answer");
      tally.lateReply();
    }

    @Override
    public void fail(Throwable cause) {
      Objects.requireNonNull(cause, "cause");
      tally.lateReply();
    }

    @Override
    public boolean isOpen() {
      return false;
    }

    @Override
    public Optional<Duration> timeLeft() {
      return Optional.empty();
    }
  }
}
