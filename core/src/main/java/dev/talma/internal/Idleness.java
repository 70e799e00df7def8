package dev.talma.internal;

import dev.talma.Mailbox;
import org.jspecify.annotations.Nullable;

/// Knows how long an actor has had nothing to do. Those have one that somebody asks; only the actor
/// uses it.
final class Idleness {
  /// The asks of its own; of what it does besides, others keep account.
  private final Outstanding asked = new Outstanding();

  private long since;

  /// Nothing has come since it fell asleep but a question, which is not something to do.
  private boolean questioned;

  Idleness(long now) {
    this.since = now;
  }

  /// {@return that of an actor, if somebody asks it}
  private static @Nullable Idleness of(Cell<?> cell) {
    Belongings has = cell.belongingsIfAny();
    return has == null ? null : has.idleness;
  }

  /// An actor has asked another one and does not wait for the answer.
  static void asked(@Nullable Cell<?> asker, PendingAsk ask) {
    Idleness kept = asker == null ? null : of(asker);
    if (kept != null) {
      kept.asked.add(ask);
    }
  }

  /// An actor has nothing to do at the moment.
  ///
  /// @param handled whether it has handled something until now
  static void pauses(Cell<?> cell, boolean handled) {
    Idleness kept = of(cell);
    if (kept != null) {
      if (handled || !kept.questioned) {
        kept.since = cell.system.time().nanoTime();
      }
      kept.questioned = false;
    }
  }

  /// Whether an actor has had nothing to do for so long, and nothing is to come of what it did
  /// before: no message is in its hands, waits, or is on hold; nobody waits for an answer that it
  /// owes, nor it for one to an ask of its own; no timer runs, and it has no children.
  static boolean isIdle(Conduct<?> cell, long nanos) {
    Idleness kept = of(cell);
    if (kept == null) {
      return false;
    }
    kept.questioned = true;
    return !cell.hasHandled()
        && cell.latest() == null
        && !hasMessage(cell.front)
        && cell.inbox.count(1) == 0
        && !cell.hasChildren()
        && cell.belongings().isAtRest()
        && !kept.asked.isOpen()
        && cell.system.time().nanoTime() - kept.since >= nanos;
  }

  /// A question that a selective receive comes upon is still in the list.
  private static boolean hasMessage(@Nullable Envelope list) {
    for (Envelope e = list; e != null; e = e.next) {
      if (!(e instanceof SystemSignal.IdleQuestion || e instanceof Mailbox.Mark)) {
        return true;
      }
    }
    return false;
  }
}
