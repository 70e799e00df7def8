package dev.talma.otp;

import dev.talma.ExitReason;
import dev.talma.TalmaException;

/// A task ended without a result. The stack trace is that of the one who waits for it; if the work
/// threw, that is the cause, with the stack trace of the work.
public final class TaskFailedException extends TalmaException {
  private static final long serialVersionUID = 1L;

  private final transient ExitReason reason;

  TaskFailedException(String message, ExitReason reason) {
    super(message);
    this.reason = reason;
    reason.failure().ifPresent(this::initCause);
  }

  /// {@return why it ended: crashed with what the work threw, killed if it was cancelled}
  public ExitReason reason() {
    return reason;
  }
}
