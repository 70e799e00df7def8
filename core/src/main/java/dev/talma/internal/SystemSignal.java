package dev.talma.internal;

import dev.talma.ExitReason;

/// What the runtime tells an actor, in order with its messages.
abstract sealed class SystemSignal extends Envelope {
  private SystemSignal() {
    super("signal", null);
  }

  @Override
  final boolean isCounted() {
    return false;
  }

  @Override
  final boolean isExempt() {
    return true;
  }

  /// The actor shall stop.
  static final class StopCall extends SystemSignal {
    final ExitReason reason;

    StopCall(ExitReason reason) {
      this.reason = reason;
    }
  }

  /// A linked actor has ended.
  static final class LinkExit extends SystemSignal {
    final Cell<?> from;
    final ExitReason reason;

    LinkExit(Cell<?> from, ExitReason reason) {
      this.from = from;
      this.reason = reason;
    }
  }

  /// A watched actor has ended.
  static final class WatchDown extends SystemSignal {
    final Watch watch;
    final ExitReason reason;

    WatchDown(Watch watch, ExitReason reason) {
      this.watch = watch;
      this.reason = reason;
    }
  }

  /// A child crashed and says that this is its owner's failure.
  static final class Escalation extends SystemSignal {
    final Cell<?> child;
    final Throwable cause;

    Escalation(Cell<?> child, Throwable cause) {
      this.child = child;
      this.cause = cause;
    }
  }

  /// Something outside of the mailbox wants to be looked at.
  static final class Nudge extends SystemSignal {}
}
