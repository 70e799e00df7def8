package dev.talma.internal;

import dev.talma.Overflow;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The inbox with a limit. A lock guards everything: whoever needs a bound pays for it, nobody
/// else.
///
/// What waits is what was put in and has not left, whether it is still here or in the receiver's
/// own list. Exempt envelopes are neither counted nor kept out. The receiver gets messages one by
/// one, so that those it has not looked at stay here, where dropping the oldest can reach them.
final class BoundedInbox extends Inbox {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final ArrayDeque<Envelope> queue = new ArrayDeque<>();
  private final int capacity;
  private final Overflow overflow;
  private final Consumer<Envelope> evicted;
  private int waiting;
  private boolean asleep;
  private boolean closed;

  /// @param evicted gets a message that had to make room, outside of the lock
  BoundedInbox(Blueprint.Bound bound, Consumer<Envelope> evicted) {
    this.capacity = bound.capacity();
    this.overflow = bound.overflow();
    this.evicted = evicted;
  }

  Overflow overflow() {
    return overflow;
  }

  @Override
  Push push(Envelope envelope) {
    Envelope victim = null;
    Push result;
    lock.lock();
    try {
      if (closed) {
        return Push.CLOSED;
      }
      if (!envelope.isExempt() && waiting >= capacity) {
        victim = overflow == Overflow.DROP_OLDEST ? oldest() : null;
        if (victim == null) {
          return overflow == Overflow.REJECT || overflow == Overflow.BLOCK
              ? Push.REJECTED
              : Push.DROPPED;
        }
        waiting--;
      }
      if (!envelope.isExempt()) {
        waiting++;
      }
      queue.add(envelope);
      result = asleep ? Push.WAKE : Push.ACCEPTED;
      asleep = false;
    } finally {
      lock.unlock();
    }
    if (victim != null) {
      evicted.accept(victim);
    }
    return result;
  }

  /// Any thread: waits until there is room, the inbox is closed, or the caller has had enough.
  /// There may be no room any more when the caller comes to use it.
  ///
  /// @param enough looked at before each wait, and after each [#stir()]
  void awaitRoom(BooleanSupplier enough) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      // room comes first: whoever leaves for another reason must not take a signal with it
      while (!closed && waiting >= capacity && !enough.getAsBoolean()) {
        room.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Any thread: has those who wait for room look whether they have had enough.
  void stir() {
    lock.lock();
    try {
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  @Nullable Envelope take() {
    lock.lock();
    try {
      return queue.poll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  @Nullable Envelope takeAll() {
    lock.lock();
    try {
      return drained();
    } finally {
      lock.unlock();
    }
  }

  /// With the lock: empties the queue into a list.
  private @Nullable Envelope drained() {
    Envelope first = null;
    for (Envelope envelope = queue.pollLast(); envelope != null; envelope = queue.pollLast()) {
      envelope.next = first;
      first = envelope;
    }
    return first;
  }

  @Override
  boolean sleep() {
    lock.lock();
    try {
      asleep = queue.isEmpty() && !closed; // closed, if the receiver was given up
      return asleep;
    } finally {
      lock.unlock();
    }
  }

  @Override
  boolean isAsleep() {
    lock.lock();
    try {
      return asleep;
    } finally {
      lock.unlock();
    }
  }

  @Override
  boolean wakeBySelf() {
    lock.lock();
    try {
      boolean was = asleep;
      asleep = false;
      return was;
    } finally {
      lock.unlock();
    }
  }

  @Override
  @Nullable Envelope close() {
    lock.lock();
    try {
      closed = true;
      asleep = false;
      room.signalAll();
      return drained();
    } finally {
      lock.unlock();
    }
  }

  @Override
  void leave(Envelope envelope) {
    if (envelope.isExempt()) {
      return;
    }
    lock.lock();
    try {
      waiting--;
      room.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  void comeBack(Envelope envelope) {
    if (envelope.isExempt()) {
      return;
    }
    lock.lock();
    try {
      waiting++;
    } finally {
      lock.unlock();
    }
  }

  @Override
  int count(int limit) {
    lock.lock();
    try {
      return Math.min(limit, queue.size());
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Envelope oldest() {
    for (var i = queue.iterator(); i.hasNext(); ) {
      Envelope envelope = i.next();
      if (!envelope.isExempt()) {
        i.remove();
        return envelope;
      }
    }
    return null;
  }
}
