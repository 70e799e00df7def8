package dev.talma.internal;

import dev.talma.Down;
import dev.talma.Exit;
import dev.talma.ExitReason;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a signal that has its turn does to its receiver, who alone calls this.
final class Signals {
  private Signals() {}

  /// {@return what the actor is to handle, or null if nothing}
  static @Nullable Envelope heed(Conduct<?> cell, SystemSignal signal) {
    return switch (signal) {
      case SystemSignal.StopCall stop -> {
        cell.ending = stop.reason;
        yield null;
      }
      case SystemSignal.LinkExit exit ->
          cell.relations().unlink(exit.from) ? linkExit(cell, exit) : null;
      case SystemSignal.WatchDown down -> down.watch.over ? null : watchDown(cell, down);
      case SystemSignal.Escalation escalation -> {
        cell.escalated(escalation.child, escalation.cause);
        yield null;
      }
      case SystemSignal.IdleQuestion question -> {
        question.answer.accept(Idleness.isIdle(cell, question.nanos));
        yield null;
      }
      case SystemSignal.Call call -> throw new AssertionError(call.kind());
      case SystemSignal.KillCall kill -> throw new AssertionError(kill);
      case SystemSignal.Nudge nudge -> null;
    };
  }

  private static @Nullable Envelope linkExit(Conduct<?> cell, SystemSignal.LinkExit exit) {
    Belongings has = cell.belongingsIfAny();
    if (has != null && has.trapsExits) {
      Exit notice = new Exit(exit.from, exit.reason);
      if (has.exitMapping != null) {
        return notice(has.exitMapping.apply(notice), exit.from);
      }
      if (has.signalHandler != null) {
        has.signalHandler.accept(notice);
      }
      return null;
    }
    if (!(exit.reason instanceof ExitReason.Normal)) {
      cell.ending = exit.reason;
    }
    return null;
  }

  private static @Nullable Envelope watchDown(Conduct<?> cell, SystemSignal.WatchDown signal) {
    Watch watch = signal.watch;
    watch.over = true;
    cell.belongings().watches.remove(watch);
    Down notice = new Down(watch.watched, signal.reason);
    if (watch.mapping != null) {
      return notice(watch.mapping.apply(notice), watch.watched);
    }
    var handler = cell.belongings().signalHandler;
    if (handler != null) {
      handler.accept(notice);
    }
    return null;
  }

  private static Notice notice(@Nullable Object message, Addressee<?> about) {
    return new Notice(
        Objects.requireNonNull(message, "what the actor makes of the news of an end"), about);
  }
}
