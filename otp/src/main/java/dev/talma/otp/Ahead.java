package dev.talma.otp;

import dev.talma.Cancellable;
import dev.talma.Context;
import dev.talma.Held;
import dev.talma.MailboxFullException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What a server has to do before it takes the next message out of its mailbox, in order: messages
/// that are on hold, and events that are no messages.
///
/// A message on hold can be answered only if it comes out of the mailbox again. So it goes back to
/// the front of it, and the server stops looking here until it comes. It may not come, as its asker
/// has given up meanwhile; then whatever comes instead has its place behind all that is here, and a
/// tick sees to it that something does come.
final class Ahead<M> {
  private static final Cancellable NONE = () -> {};

  private final Context<M> ctx;

  /// What the server has put here itself: messages on hold, and events.
  private final Deque<Object> items = new ArrayDeque<>(0);

  /// What comes after that: time-outs of no time, by the key of their timer.
  private final SequencedMap<TimeoutKey, Object> due = new LinkedHashMap<>(0);

  /// What comes after that: messages and signals that came when it was not their turn.
  private final Deque<Object> arrived = new ArrayDeque<>(0);

  /// What comes again when the state changes.
  private final Deque<Object> postponed = new ArrayDeque<>(0);

  /// The message that was put back last and has not come yet.
  private @Nullable Object expected;

  private boolean ticking;
  private Cancellable tick = NONE;

  Ahead(Context<M> ctx) {
    this.ctx = ctx;
  }

  boolean isBusy() {
    return !items.isEmpty() || !due.isEmpty() || !arrived.isEmpty();
  }

  /// {@return how many messages and events are here}
  int size() {
    return items.size() + due.size() + arrived.size() + postponed.size();
  }

  // --- filling

  void addArrived(Object item) {
    arrived.addLast(item);
  }

  void addFirst(Object item) {
    items.addFirst(item);
  }

  void addFirst(List<?> inOrder) {
    inOrder.reversed().forEach(items::addFirst);
  }

  void addDue(TimeoutKey key, Object item) {
    due.put(key, item);
  }

  boolean removeDue(TimeoutKey key) {
    return due.remove(key) != null;
  }

  void postpone(Object item) {
    postponed.addLast(item);
  }

  /// All that was postponed comes first, in its order.
  void retry() {
    postponed.reversed().forEach(items::addFirst);
    postponed.clear();
  }

  // --- taking

  /// {@return whether this is the message that was put back} After any message the one that was put
  /// back is not expected any more, as it would have come first.
  boolean isExpected(Object message) {
    boolean is = expected == message;
    expected = null;
    return is;
  }

  /// {@return what to do next, or null if the server has to wait for the next message} A message on
  /// hold is put back and will be that.
  @Nullable Object next() {
    if (expected != null) {
      return null;
    }
    Object next = poll();
    if (next instanceof Held<?> held) {
      expected = held.message();
      held.redeliver();
      next = null;
    }
    if (isBusy()) {
      if (next == null) {
        wake();
      }
    } else if (ticking) {
      tick.cancel();
      ticking = false;
    }
    return next;
  }

  private @Nullable Object poll() {
    if (!items.isEmpty()) {
      return items.poll();
    }
    return due.isEmpty() ? arrived.poll() : due.pollFirstEntry().getValue();
  }

  // --- being looked at

  /// Sees to it that something comes, after `init`.
  void begin() {
    if (!isBusy()) {
      return;
    }
    if (ctx.self().waiting() == 0) {
      try {
        ctx.self().send(new ServerMessage.AheadTick().asMessage());
        return;
      } catch (MailboxFullException full) { // something has come
        wake();
      }
    }
    wake();
  }

  /// The tick has come, and so nothing else that was expected.
  void ticked() {
    ticking = false;
    expected = null;
  }

  /// Nobody but this actor sends the tick, and it takes nobody's room in the mailbox.
  private void wake() {
    if (!ticking) {
      ticking = true;
      tick = ctx.schedule(new ServerMessage.AheadTick().asMessage(), Duration.ZERO);
    }
  }
}
