package dev.talma.internal;

import dev.talma.ActorStoppingException;
import dev.talma.Mailbox;
import dev.talma.Selection;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The mailbox of a loop actor: all messages that have come and were not taken are in the list that
/// begins at the cell's `front`. The loop takes from its beginning; a selective receive looks
/// through it and takes from anywhere.
@SuppressWarnings("IterableAndIterator") // one place in the list, however many loops go through it
final class LoopMailbox<M> implements Mailbox<M>, Iterator<M> {
  private final LoopCell<M> cell;
  private boolean ready;

  /// A receive goes through the list, and runs code of the user's on the way.
  private boolean selecting;

  private @Nullable MarkNode mark;

  LoopMailbox(LoopCell<M> cell) {
    this.cell = cell;
  }

  /// A place in the list, as a node of it.
  private static final class MarkNode extends Notice implements Mark {
    /// The loop has come to it: all that is left came after it.
    boolean passed;

    MarkNode() {
      super("mark", null);
    }
  }

  // --- the loop

  @Override
  public Iterator<M> iterator() {
    requireUsable("Mailbox.iterator");
    return this;
  }

  @Override
  public boolean hasNext() {
    requireUsable("Mailbox.hasNext");
    if (ready) {
      return true;
    }
    cell.settleAll();
    while (true) {
      Envelope envelope = cell.advance();
      if (envelope instanceof MarkNode node) {
        node.passed = true;
      } else if (envelope != null && envelope.isSystem()) {
        cell.current = envelope;
        heedSystem(envelope);
        cell.settleAll();
      } else if (envelope != null) {
        cell.current = envelope;
        ready = true;
        return true;
      } else if (cell.isRunOver()) {
        endOfRun();
        return false;
      } else {
        cell.awaitMessage(Wait.forever());
      }
    }
  }

  /// The behaviour's code must not take messages while one is being taken.
  private void heedSystem(Envelope envelope) {
    boolean was = selecting;
    selecting = true;
    try {
      cell.heedSystem(envelope);
      cell.requireNotKilled(); // before it counts as handled
    } finally {
      selecting = was;
    }
  }

  /// Before the code after the loop runs, or a receive ends.
  private void endOfRun() {
    cell.throwImposed();
    cell.stopChildren();
    if (cell.isKilled()) {
      cell.requireSelf("Mailbox");
    }
  }

  @Override
  public M next() {
    if (!hasNext()) {
      throw new NoSuchElementException(cell + " was asked to stop");
    }
    ready = false;
    return message(Objects.requireNonNull(cell.current));
  }

  @SuppressWarnings("unchecked") // the reference took nothing but M
  private M message(Envelope envelope) {
    return (M) envelope.message;
  }

  /// Another run begins.
  void reset() {
    ready = false;
    selecting = false;
    mark = null;
  }

  // --- selective receive

  @Override
  public <T> T receive(Function<? super M, Selection<T>> selector) {
    return Objects.requireNonNull(select(null, selector, Wait.forever()));
  }

  @Override
  public <T> Optional<T> receive(Function<? super M, Selection<T>> selector, Duration timeout) {
    return timed(null, selector, timeout);
  }

  @Override
  public <T> Optional<T> receive(
      Mark from, Function<? super M, Selection<T>> selector, Duration timeout) {
    if (!(Objects.requireNonNull(from, "mark") instanceof MarkNode node)) {
      throw new IllegalArgumentException("The mark was not made by this mailbox");
    }
    return timed(node, selector, timeout);
  }

  private <T> Optional<T> timed(
      @Nullable MarkNode from, Function<? super M, Selection<T>> selector, Duration timeout) {
    long nanos = Nanos.notNegative(timeout, "The timeout");
    Wait wait = Wait.until(cell.system.time(), cell.system.time().nanoTime() + nanos);
    try {
      return Optional.ofNullable(select(from, selector, wait));
    } finally {
      wait.end();
    }
  }

  @Override
  public Mark mark() {
    requireUsable("Mailbox.mark");
    removeMark();
    Envelope last = null;
    for (Envelope e = cell.front; e != null; e = e.next) {
      last = e;
    }
    MarkNode node = new MarkNode();
    for (Envelope batch = cell.inbox.take(); batch != null; batch = cell.inbox.take()) {
      append(last, batch);
      last = batch;
      while (last.next != null) {
        last = last.next;
      }
    }
    append(last, node);
    mark = node;
    return node;
  }

  private void removeMark() {
    Envelope before = null;
    for (Envelope e = mark == null ? null : cell.front; e != null; before = e, e = e.next) {
      if (e == mark) {
        unlink(before, e);
        break;
      }
    }
    mark = null;
  }

  private void append(@Nullable Envelope last, Envelope list) {
    if (last == null) {
      cell.front = list;
    } else {
      last.next = list;
    }
  }

  private void unlink(@Nullable Envelope before, Envelope envelope) {
    link(before, envelope.next);
    envelope.next = null;
  }

  private void link(@Nullable Envelope before, @Nullable Envelope following) {
    if (before == null) {
      cell.front = following;
    } else {
      before.next = following;
    }
  }

  /// The node before one of the list. What was put back meanwhile came before the first one.
  private @Nullable Envelope before(@Nullable Envelope assumed, Envelope envelope) {
    if (assumed != null || cell.front == envelope) {
      return assumed;
    }
    Envelope before = Objects.requireNonNull(cell.front);
    while (before.next != envelope) {
      before = Objects.requireNonNull(before.next);
    }
    return before;
  }

  /// Goes through the list from its beginning, or from the mark, and then waits for more.
  private <T> @Nullable T select(
      @Nullable MarkNode from, Function<? super M, Selection<T>> selector, Wait wait) {
    requireUsable("Mailbox.receive");
    Objects.requireNonNull(selector, "selector");
    cell.settle(cell.received);
    cell.received = null;
    Envelope start = from == null ? null : placeOf(from);
    selecting = true;
    try {
      return selectAfter(start, selector, wait);
    } finally {
      selecting = false;
    }
  }

  /// The code of the user's that runs here, in the selector and in what makes messages of signals,
  /// may put held messages back, in front of all; they are looked at as well.
  private <T> @Nullable T selectAfter(
      @Nullable Envelope start, Function<? super M, Selection<T>> selector, Wait wait) {
    Envelope before = start;
    while (true) {
      requireRunning();
      Envelope e = before == null ? cell.front : before.next;
      if (e == null) {
        e = arrived(before, wait);
        if (e == null) {
          return null;
        }
      }
      if (e instanceof MarkNode) {
        before = e;
        continue;
      }
      Envelope first = cell.front;
      if (e.isSystem()) {
        boolean fromStart = heedAside(before, e);
        before = fromStart && start == null ? null : before;
        continue;
      }
      Envelope admitted = cell.admit(e);
      boolean putBack = cell.front != first;
      if (admitted != e) {
        replace(before(before, e), e, admitted);
      }
      if (admitted != null) {
        first = cell.front;
        if (selector.apply(message(admitted)) instanceof Selection.Take<T>(T value)) {
          take(before(before, admitted), admitted);
          return value;
        }
        putBack |= cell.front != first;
        before = admitted;
      }
      if (putBack && start == null) {
        before = null;
      }
    }
  }

  /// Takes a message for the behaviour out and has it handled.
  ///
  /// @return whether that put others back to the front of the list
  private boolean heedAside(@Nullable Envelope before, Envelope e) {
    replace(before, e, null);
    if (cell.admit(e) == null) { // its asker has given up
      return false;
    }
    Envelope first = cell.front;
    cell.received = e;
    heedSystem(e);
    cell.settle(cell.received);
    cell.received = null;
    return cell.front != first;
  }

  /// The node after which to look, or null for the beginning if the loop has gone past the mark.
  private @Nullable Envelope placeOf(MarkNode from) {
    if (from == mark) {
      return from.passed ? null : from;
    }
    throw new IllegalStateException(
        "The mark is void: a newer one was taken of the mailbox of " + cell);
  }

  /// More messages for the end of the list; null when the time is over.
  private @Nullable Envelope arrived(@Nullable Envelope last, Wait wait) {
    while (true) {
      requireRunning();
      boolean over = wait.isOver();
      if (over && wait.lastLook) {
        return null; // others may send faster than the selector skips
      }
      wait.lastLook = over;
      Envelope batch = over ? cell.inbox.takeAll() : cell.inbox.take();
      if (batch != null) {
        append(last, batch);
        return batch;
      }
      if (!cell.awaitMessage(wait)) {
        return null;
      }
    }
  }

  private void replace(@Nullable Envelope before, Envelope e, @Nullable Envelope by) {
    cell.inbox.leave(e);
    if (by == null) {
      unlink(before, e);
    } else {
      by.next = e.next;
      link(before, by);
      e.next = null;
    }
  }

  private void take(@Nullable Envelope before, Envelope envelope) {
    unlink(before, envelope);
    cell.inbox.leave(envelope);
    if (envelope instanceof Timer.Tick tick) {
      tick.taken();
    }
    cell.received = envelope;
  }

  private void requireUsable(String what) {
    cell.requireSelf(what);
    if (selecting) {
      throw new IllegalStateException(
          what
              + " was called by a selector, by what makes a message of a signal, or by the handler"
              + " of system messages, while a message is being taken out of the mailbox of "
              + cell);
    }
  }

  private void requireRunning() {
    if (cell.isRunOver()) {
      endOfRun();
      throw new ActorStoppingException(
          cell + " was asked to stop while it waited in a selective receive");
    }
  }
}
