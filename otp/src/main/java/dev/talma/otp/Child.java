package dev.talma.otp;

import dev.talma.ActorRef;
import dev.talma.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// One child, as its supervisor knows it. It runs, or waits for its restart, or neither.
final class Child {
  final ChildSpec<?> spec;
  private @Nullable ActorRef<?> ref;

  /// The restart that it waits for; a later one has another ticket.
  private @Nullable Ticket ticket;

  private long startedAt;
  private int inARow;

  /// One restart, of one child or several.
  static final class Ticket {}

  Child(ChildSpec<?> spec) {
    this.spec = spec;
  }

  void runs(ActorRef<?> actor, long now) {
    ref = actor;
    ticket = null;
    startedAt = now;
  }

  void waitsFor(Ticket restart) {
    ref = null;
    ticket = restart;
  }

  void stopped() {
    ref = null;
    ticket = null;
  }

  @Nullable ActorRef<?> ref() {
    return ref;
  }

  boolean waitsFor() {
    return ticket != null;
  }

  boolean isWaitingFor(Ticket restart) {
    return ticket == restart;
  }

  /// {@return how long to wait before the next restart, which follows now}
  Duration delay(Optional<Backoff> usual, long now) {
    Optional<Backoff> backoff = spec.restartBackoff().or(() -> usual);
    if (backoff.isEmpty()) {
      return Duration.ZERO;
    }
    if (now - startedAt >= Start.nanos(backoff.get().forgetAfter())) {
      inARow = 0;
    }
    return backoff.get().delay(inARow++, ThreadLocalRandom.current());
  }

  ChildInfo info() {
    ChildInfo.State state =
        ref != null
            ? ChildInfo.State.RUNNING
            : ticket != null ? ChildInfo.State.RESTARTING : ChildInfo.State.STOPPED;
    return new ChildInfo(spec.id(), state, Optional.ofNullable(ref), spec.type());
  }

  @Override
  public String toString() {
    return "\"" + spec.id() + "\"";
  }
}
