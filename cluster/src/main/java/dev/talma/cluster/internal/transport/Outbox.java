package dev.talma.cluster.internal.transport;

import dev.talma.cluster.internal.transport.NetworkSettings.Room;
import dev.talma.cluster.internal.transport.Session.Frame;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The frames of one lane that wait to be sent: many threads put, the event loop takes.
///
/// A lock-free stack which the event loop takes as a whole and turns round, after R. K. Treiber
/// (1986). [#CLOSED] as a value of the same word decides every race between a put and the close:
/// either the frame is in what the close returns, or it did not get in.
///
/// The room in use is one word too, so that neither of its limits is ever exceeded: the frames in
/// the upper 24 bits, the bytes in the lower 40. It is given back when the operating system has the
/// bytes, or when the frame is lost.
final class Outbox {
  private static final int FRAMES_AT = 40;
  private static final long BYTES = (1L << FRAMES_AT) - 1;

  /// A frame that waits.
  static final class Node {
    final @Nullable Frame frame;
    final byte[] bytes;
    final byte type;
    @Nullable Node next;

    Node(@Nullable Frame frame, byte[] bytes, byte type) {
      this.frame = frame;
      this.bytes = bytes;
      this.type = type;
    }
  }

  private static final Node CLOSED = new Node(null, new byte[0], Wire.CLOSE);

  private final AtomicReference<@Nullable Node> top = new AtomicReference<>();
  private final AtomicLong used = new AtomicLong();
  private final int maxFrames;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicInteger waiters = new AtomicInteger();

  /// Since when the event loop has these; only it touches them.
  private @Nullable Node batch;

  Outbox(Room room) {
    this.maxFrames = room.frames();
    this.maxBytes = room.bytes();
  }

  /// What became of a frame.
  enum Put {
    /// The event loop has to be told, as it may not look again by itself.
    FIRST,
    BEHIND_OTHERS,
    FULL,
    CLOSED
  }

  Put put(Node node) {
    if (top.get() == CLOSED) {
      return Put.CLOSED;
    }
    if (!reserve(node.bytes.length)) {
      return Put.FULL;
    }
    while (true) {
      Node seen = top.get();
      if (seen == CLOSED) {
        node.next = null;
        release(1, node.bytes.length);
        return Put.CLOSED;
      }
      node.next = seen;
      if (top.compareAndSet(seen, node)) {
        return seen == null ? Put.FIRST : Put.BEHIND_OTHERS;
      }
      Thread.onSpinWait();
    }
  }

  /// As [#put], but waits for room. Who waits counts itself before it looks, and who makes room
  /// looks for the count after; so one of the two sees the other.
  Put put(Node node, long nanos, BooleanSupplier open) throws InterruptedException {
    long left = nanos;
    lock.lockInterruptibly();
    try {
      waiters.incrementAndGet();
      try {
        while (true) {
          Put put = open.getAsBoolean() ? put(node) : Put.CLOSED;
          if (put != Put.FULL || left <= 0) {
            return put;
          }
          left = changed.awaitNanos(left);
        }
      } finally {
        waiters.decrementAndGet();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean reserve(int bytes) {
    while (true) {
      long seen = used.get();
      long frames = seen >>> FRAMES_AT;
      if (frames >= maxFrames || (seen & BYTES) + bytes > maxBytes) {
        return false;
      }
      if (used.compareAndSet(seen, seen + (1L << FRAMES_AT) + bytes)) {
        return true;
      }
      Thread.onSpinWait();
    }
  }

  /// Gives room back. Who waits is woken when half is free; more of it is given back while frames
  /// wait, so nobody sleeps for ever.
  void release(int frames, long bytes) {
    long now = used.addAndGet(-(((long) frames << FRAMES_AT) + bytes));
    if (waiters.get() > 0 && now >>> FRAMES_AT <= maxFrames / 2 && (now & BYTES) <= maxBytes / 2) {
      wakeAll();
    }
  }

  void wakeAll() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long frames() {
    return used.get() >>> FRAMES_AT;
  }

  long bytes() {
    return used.get() & BYTES;
  }

  /// {@return the next frame, or null} Only on the event loop.
  @Nullable Node next() {
    Node first = batch;
    if (first == null) {
      if (top.get() == null) {
        return null;
      }
      first = reversed(take());
      if (first == null) {
        return null;
      }
    }
    batch = first.next;
    first.next = null;
    return first;
  }

  /// {@return whether [#next] would return one}
  boolean isEmpty() {
    Node seen = top.get();
    return batch == null && (seen == null || seen == CLOSED);
  }

  private @Nullable Node take() {
    while (true) {
      Node seen = top.get();
      if (seen == null || seen == CLOSED) {
        return null;
      }
      if (top.compareAndSet(seen, null)) {
        return seen;
      }
      Thread.onSpinWait();
    }
  }

  /// Lets nothing in any more. {@return what was in, in order} Only on the event loop.
  @Nullable Node close() {
    Node seen = top.getAndSet(CLOSED);
    Node tail = seen == CLOSED ? null : reversed(seen);
    Node first = batch;
    batch = null;
    if (waiters.get() > 0) {
      wakeAll();
    }
    if (first == null) {
      return tail;
    }
    Node last = first;
    while (last.next != null) {
      last = last.next;
    }
    last.next = tail;
    return first;
  }

  private static @Nullable Node reversed(@Nullable Node node) {
    Node done = null;
    Node rest = node;
    while (rest != null) {
      Node following = rest.next;
      rest.next = done;
      done = rest;
      rest = following;
    }
    return done;
  }
}
