package dev.talma.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// The unbounded inbox: a lock-free stack that the receiver takes as a whole and turns round.
///
/// All of its state is one reference, `top`: null when it is empty and the receiver awake,
/// [#ASLEEP] when it is empty and the receiver asleep, [#CLOSED] for ever after the close, else the
/// message that came last, linked to those before it. So one compare-and-set puts a message in,
/// notices that the receiver sleeps and refuses a closed inbox, and there is no moment at which a
/// message is half in. An empty one holds nothing.
///
/// Memory order: the compare-and-set of a push releases what the sender wrote, and the exchange of
/// a take acquires it. A push that finds [#ASLEEP] acquires what the former receiver wrote before
/// it fell asleep, and hands that on to the next one together with the wake-up.
///
/// Source: R. K. Treiber, Systems Programming: Coping with Parallelism, 1986; the sleeping receiver
/// as a value of the same word is our addition.
final class LinkedInbox extends Inbox {
  private static final Envelope ASLEEP = new Envelope("asleep", null);
  private static final Envelope CLOSED = new Envelope("closed", null);
  private static final VarHandle TOP;

  static {
    try {
      TOP = MethodHandles.lookup().findVarHandle(LinkedInbox.class, "top", Envelope.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile @Nullable Envelope top;

  @Override
  Push push(Envelope envelope) {
    while (true) {
      Envelope seen = top;
      if (seen == CLOSED) {
        envelope.next = null;
        return Push.CLOSED;
      }
      envelope.next = seen == ASLEEP ? null : seen;
      if (TOP.compareAndSet(this, seen, envelope)) {
        return seen == ASLEEP ? Push.WAKE : Push.ACCEPTED;
      }
      Thread.onSpinWait();
    }
  }

  @Override
  @Nullable Envelope take() {
    while (true) {
      Envelope seen = top;
      if (seen == null || seen == CLOSED) {
        return null;
      }
      // no plain exchange: it could open what somebody closes now, who gives the receiver up
      if (TOP.compareAndSet(this, seen, null)) {
        return reversed(seen);
      }
      Thread.onSpinWait();
    }
  }

  @Override
  @Nullable Envelope takeAll() {
    return take();
  }

  @Override
  boolean sleep() {
    return TOP.compareAndSet(this, null, ASLEEP);
  }

  @Override
  boolean isAsleep() {
    return top == ASLEEP;
  }

  @Override
  boolean wakeBySelf() {
    return TOP.compareAndSet(this, ASLEEP, null);
  }

  @Override
  @Nullable Envelope close() {
    Envelope last = (Envelope) TOP.getAndSet(this, CLOSED);
    return last == ASLEEP || last == CLOSED ? null : reversed(last);
  }

  @Override
  int count(int limit) {
    Envelope envelope = top;
    int count = 0;
    while (envelope != null && envelope != ASLEEP && envelope != CLOSED && count < limit) {
      count++;
      envelope = envelope.next;
    }
    return count;
  }

  private static @Nullable Envelope reversed(@Nullable Envelope last) {
    Envelope first = null;
    while (last != null) {
      Envelope before = last.next;
      last.next = first;
      first = last;
      last = before;
    }
    return first;
  }
}
