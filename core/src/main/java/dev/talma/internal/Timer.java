package dev.talma.internal;

import dev.talma.ActorRef;
import dev.talma.Cancellable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A message that an actor sends to itself later, once or again and again. At most one tick of it
/// waits in the mailbox.
final class Timer implements Cancellable {
  private final Cell<?> cell;
  private final Object message;
  private final @Nullable ActorRef<?> sender;
  private final long periodNanos;
  private final AtomicBoolean waiting = new AtomicBoolean();

  /// It was called off.
  private volatile boolean over;

  private volatile @Nullable Cancellable alarm;
  private long due;

  /// @param periodNanos 0 for once
  Timer(Cell<?> cell, Object message, @Nullable ActorRef<?> sender, long periodNanos) {
    this.cell = cell;
    this.message = message;
    this.sender = sender;
    this.periodNanos = periodNanos;
  }

  Timer start(long delayNanos) {
    due = cell.system.time().nanoTime() + delayNanos;
    cell.belongings().timers.add(this);
    arm(delayNanos);
    return this;
  }

  private void arm(long delayNanos) {
    Cancellable set = cell.system.time().schedule(Duration.ofNanos(delayNanos), this::fire);
    alarm = set;
    if (over) {
      set.cancel();
    }
  }

  private void fire() {
    if (over) {
      return;
    }
    if (waiting.compareAndSet(false, true)) {
      cell.deliver(new Tick());
    }
    if (periodNanos > 0) {
      long now = cell.system.time().nanoTime();
      due += periodNanos * Math.max(1, (now - due) / periodNanos + 1);
      arm(Math.max(0, due - now));
    }
  }

  @Override
  public void cancel() {
    over = true;
    Cancellable set = alarm;
    if (set != null) {
      set.cancel();
    }
    cell.belongings().timers.remove(this);
  }

  /// The message, when the time has come.
  final class Tick extends Notice {
    private boolean taken;

    Tick() {
      super(Timer.this.message, Timer.this.sender);
    }

    /// Receiver: whether nobody has called it off.
    boolean isWanted() {
      return !over;
    }

    /// Receiver: takes it out of the mailbox, for the first time or when it was on hold.
    void taken() {
      if (taken) {
        return;
      }
      taken = true;
      waiting.set(false);
      if (periodNanos == 0) {
        cell.belongings().timers.remove(Timer.this);
      }
    }
  }
}
