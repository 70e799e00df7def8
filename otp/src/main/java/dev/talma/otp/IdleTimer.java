package dev.talma.otp;

import dev.talma.Cancellable;
import dev.talma.Context;
import dev.talma.TimeSource;
import java.time.Duration;

/// The time-out of a server: a tick if no message comes for a while.
///
/// Each message calls the time-out off, and most callbacks set it again, so neither may cost a
/// timer: a tick that comes too early is sent on its way again.
final class IdleTimer<M> {
  private static final Cancellable NONE = () -> {};

  private final Context<M> ctx;
  private final TimeSource time;
  private Duration length = Duration.ZERO;
  private boolean on;
  private long deadline;
  private boolean ticking;
  private long tickAt;
  private Cancellable timer = NONE;

  IdleTimer(Context<M> ctx) {
    this.ctx = ctx;
    this.time = ctx.system().settings().timeSource();
  }

  void off() {
    on = false;
  }

  void set(Duration wait) {
    length = wait;
    on = true;
    deadline = time.nanoTime() + Start.nanos(wait);
    if (ticking && tickAt - deadline <= 0) {
      return;
    }
    timer.cancel();
    schedule(wait);
  }

  /// As if the wait began now.
  void again() {
    if (on) {
      set(length);
    }
  }

  /// A tick has come that nobody wants.
  void missed() {
    ticking = false;
  }

  /// {@return whether the time-out has come, now that a tick has}
  boolean ticked() {
    ticking = false;
    if (!on) {
      return false;
    }
    long left = deadline - time.nanoTime();
    if (left > 0) {
      schedule(Duration.ofNanos(left));
      return false;
    }
    on = false;
    return true;
  }

  private void schedule(Duration wait) {
    ticking = true;
    tickAt = time.nanoTime() + Start.nanos(wait);
    timer = ctx.schedule(new ServerMessage.IdleTick().asMessage(), wait);
  }
}
