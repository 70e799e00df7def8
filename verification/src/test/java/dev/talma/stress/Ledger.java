package dev.talma.stress;

import dev.talma.DeadLetter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// The test's own account of messages, without a look at the system's counters: one line for each,
/// on which everybody notes what they know of it. Senders note what the send told them, receivers
/// that they have finished with it, and whoever listens to dead letters what they tell.
final class Ledger {
  // what a line counts, three bits each
  private static final int ACCEPTED = 0;
  private static final int REFUSED = 3;
  private static final int PERHAPS_REFUSED = 6;
  private static final int PERHAPS_UNSENT = 9;
  private static final int FINISHED = 12;
  private static final int DEAD = 15;
  private static final int ASKED = 18;
  private static final int OUTCOMES = 21;
  private static final int HELD = 24;

  private static final int REASON = 27;
  private static final List<DeadLetter.Reason> REASONS = List.of(DeadLetter.Reason.values());
  private static final int LONGEST_LIST = 10;

  private final AtomicIntegerArray lines;
  private final AtomicInteger next = new AtomicInteger();

  Ledger(int size) {
    lines = new AtomicIntegerArray(size);
  }

  /// {@return the number of a new line, or -1 if there are enough}
  int open() {
    int id = next.get() >= lines.length() ? lines.length() : next.getAndIncrement();
    return id >= lines.length() ? -1 : id;
  }

  /// {@return how many lines there may be}
  int size() {
    return lines.length();
  }

  /// {@return how many lines there are}
  int used() {
    return Math.min(next.get(), lines.length());
  }

  /// Sender: it is in.
  void accepted(int id) {
    add(id, ACCEPTED);
  }

  /// Sender: it is not in.
  void refused(int id) {
    add(id, REFUSED);
  }

  /// Sender: the ask failed, and one cannot tell from that whether the request got in.
  void perhapsRefused(int id) {
    add(id, PERHAPS_REFUSED);
  }

  /// Sender: the ask failed, and one cannot tell from that whether the request was sent at all.
  void perhapsUnsent(int id) {
    add(id, PERHAPS_UNSENT);
  }

  /// Receiver: it has done all that it had to do with it.
  void finished(int id) {
    add(id, FINISHED);
  }

  /// Receiver: is about to put it on hold.
  ///
  /// @return whether for the first time
  boolean held(int id) {
    return (add(id, HELD) >> HELD & 7) == 1;
  }

  /// Listener: there was a dead letter of it.
  void dead(int id, DeadLetter.Reason reason) {
    lines.addAndGet(id, (1 << DEAD) + (REASONS.indexOf(reason) << REASON));
  }

  void asked(int id) {
    add(id, ASKED);
  }

  /// Asker: has an answer or an exception.
  void outcome(int id) {
    add(id, OUTCOMES);
  }

  private int add(int id, int what) {
    return lines.addAndGet(id, 1 << what);
  }

  /// What the lines say together.
  ///
  /// @param handled messages that were finished and are no dead letter
  /// @param dead dead letters
  /// @param rejected messages that did not get in
  /// @param open lines that say too little yet
  /// @param wrong lines that say what cannot be
  record Balance(
      long handled,
      Map<DeadLetter.Reason, Long> dead,
      long rejected,
      List<String> open,
      List<String> wrong) {
    long accepted() {
      return handled + dead.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  Balance balance() {
    long handled = 0;
    long rejected = 0;
    Map<DeadLetter.Reason, Long> dead = new EnumMap<>(DeadLetter.Reason.class);
    for (DeadLetter.Reason reason : REASONS) {
      dead.put(reason, 0L);
    }
    List<String> open = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (int id = 0, used = used(); id < used; id++) {
      Line line = new Line(lines.get(id));
      if (line.isOpen()) {
        note(open, id, line);
      } else if (line.isWrong()) {
        note(wrong, id, line);
      } else if (line.is(DEAD)) {
        dead.merge(line.reason(), 1L, Long::sum);
      } else if (line.is(FINISHED)) {
        handled++;
      } else if (!line.is(PERHAPS_UNSENT)) {
        rejected++;
      }
    }
    return new Balance(handled, dead, rejected, open, wrong);
  }

  private static void note(List<String> list, int id, Line line) {
    if (list.size() < LONGEST_LIST) {
      list.add(id + ": " + line);
    }
  }

  private record Line(int bits) {
    int count(int what) {
      return bits >> what & 7;
    }

    boolean is(int what) {
      return count(what) > 0;
    }

    DeadLetter.Reason reason() {
      return REASONS.get(bits >>> REASON);
    }

    private boolean hasTrace() {
      return is(FINISHED) || is(DEAD);
    }

    private int verdicts() {
      return count(ACCEPTED) + count(REFUSED) + count(PERHAPS_REFUSED) + count(PERHAPS_UNSENT);
    }

    boolean isOpen() {
      return verdicts() == 0 || (is(ACCEPTED) && !hasTrace()) || count(OUTCOMES) < count(ASKED);
    }

    boolean isWrong() {
      return verdicts() > 1
          || count(FINISHED) > 1
          || count(DEAD) > 1
          || count(OUTCOMES) != count(ASKED)
          || (is(REFUSED) && hasTrace())
          || (is(FINISHED) && is(DEAD) && !wasInTheHandsOfOneThatWasKilled());
    }

    /// A loop that is killed after it has done all with a message, and before it takes the next
    /// one, has not handled it.
    private boolean wasInTheHandsOfOneThatWasKilled() {
      return reason() == DeadLetter.Reason.STOPPED;
    }

    @Override
    public String toString() {
      return "accepted %d, refused %d, perhaps refused %d, perhaps unsent %d, finished %d, dead %d%s, asked %d, outcomes %d, held %d"
          .formatted(
              count(ACCEPTED),
              count(REFUSED),
              count(PERHAPS_REFUSED),
              count(PERHAPS_UNSENT),
              count(FINISHED),
              count(DEAD),
              is(DEAD) ? " (" + reason() + ")" : "",
              count(ASKED),
              count(OUTCOMES),
              count(HELD));
    }
  }
}
