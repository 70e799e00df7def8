package dev.talma.cluster.internal.node;

import dev.talma.DeadLetter;
import dev.talma.remote.AskFailure;

/// The recipe of a named actor has thrown, or its system is closing. Senders are elsewhere as a
/// rule, so that it is the failure of their messages and not of whoever brings one.
final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Throwable thrown;
  private final DeadLetter.Reason reason;

  StartFailure(Target.Named target, Throwable thrown) {
    super(target.path() + " could not be started: " + thrown, thrown);
    this.thrown = thrown;
    this.reason = DeadLetter.Reason.CRASHED;
  }

  /// This node has no recipe for it.
  StartFailure(RuntimeException unknown) {
    super(unknown.getMessage(), unknown);
    this.thrown = unknown;
    this.reason = DeadLetter.Reason.NO_PROCESS;
  }

  /// {@return what becomes of messages}
  DeadLetter.Reason reason() {
    return reason;
  }

  /// {@return what askers are told}
  AskFailure told() {
    return new AskFailure.Failed(thrown);
  }
}
