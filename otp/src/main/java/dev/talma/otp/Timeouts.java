package dev.talma.otp;

import dev.talma.Cancellable;
import dev.talma.Context;
import java.util.HashMap;
import java.util.Map;

/// The time-outs of a state machine.
///
/// One of no time needs no timer: it comes before the next message, and waits for that where it can
/// still be called off.
final class Timeouts<M> {
  private final Context<M> ctx;
  private final Ahead<M> ahead;
  private final Map<TimeoutKey, Running> running = new HashMap<>(2);

  private record Running(Cancellable timer, Object content) {}

  Timeouts(Context<M> ctx, Ahead<M> ahead) {
    this.ctx = ctx;
    this.ahead = ahead;
  }

  void act(TransitionAction.Timing action) {
    switch (action) {
      case TransitionAction.SetTimeout(var key, var time, var content) -> {
        cancel(key);
        if (time.isZero()) {
          ahead.addDue(key, key.event(content));
        } else {
          M tick = new ServerMessage.TimeoutTick(key).asMessage();
          running.put(key, new Running(ctx.schedule(tick, time), content));
        }
      }
      case TransitionAction.UpdateTimeout(var key, var content) -> {
        Running there = running.get(key);
        if (there == null) {
          ahead.addDue(key, key.event(content)); // as if it had been set to no time
        } else {
          running.put(key, new Running(there.timer, content));
        }
      }
      case TransitionAction.CancelTimeout(var key) -> cancel(key);
    }
  }

  void cancel(TimeoutKey key) {
    Running there = running.remove(key);
    if (there != null) {
      there.timer.cancel();
    } else {
      boolean _ = ahead.removeDue(key);
    }
  }

  /// {@return what the end of a timer means, now that its tick has come}
  Event<M> fired(TimeoutKey key) {
    Running there = running.remove(key);
    if (there == null) {
      throw new IllegalStateException("a tick of a timer that was called off: " + key);
    }
    return key.event(there.content);
  }
}
