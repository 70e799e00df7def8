package dev.talma.internal;

import dev.talma.Counters;
import dev.talma.DeadLetter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/// The counters of one system.
final class Tally {
  private final LongAdder handled = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder lateReplies = new LongAdder();
  private final LongAdder crashes = new LongAdder();
  private final LongAdder restarts = new LongAdder();
  private final LongAdder started = new LongAdder();
  private final LongAdder stopped = new LongAdder();
  private final LongAdder dying = new LongAdder();
  private final LongAdder gone = new LongAdder();
  private final Map<DeadLetter.Reason, LongAdder> dead = new EnumMap<>(DeadLetter.Reason.class);

  Tally() {
    for (DeadLetter.Reason reason : DeadLetter.Reason.values()) {
      dead.put(reason, new LongAdder());
    }
  }

  void handled(int messages) {
    handled.add(messages);
  }

  void rejected() {
    rejected.increment();
  }

  void lateReply() {
    lateReplies.increment();
  }

  void crashed() {
    crashes.increment();
  }

  void restarted() {
    restarts.increment();
  }

  void started() {
    started.increment();
  }

  void stopped() {
    stopped.increment();
  }

  /// An actor is about to end.
  void dying() {
    dying.increment();
  }

  /// All who wanted to know of its end have been told.
  void gone() {
    gone.increment();
  }

  void dead(DeadLetter.Reason reason) {
    Objects.requireNonNull(dead.get(reason)).increment();
  }

  Counters counters() {
    Map<DeadLetter.Reason, Long> letters = new EnumMap<>(DeadLetter.Reason.class);
    dead.forEach((reason, count) -> letters.put(reason, count.sum()));
    long ended = stopped.sum(); // before the starts, so that the difference is never negative
    long begun = started.sum();
    long over = gone.sum(); // before those that die, for the same reason
    return new Counters(
        handled.sum(),
        letters,
        rejected.sum(),
        lateReplies.sum(),
        crashes.sum(),
        restarts.sum(),
        begun,
        begun - ended,
        dying.sum() - over);
  }
}
