package dev.talma;

/// The actor stopped or crashed before it answered. The request may have been handled in part. The
/// [reason][#reason()] says why the actor ended, and if it crashed, the cause is what it threw.
public final class TargetStoppedException extends AskException {
  private static final long serialVersionUID = 1L;

  private final transient ExitReason reason;

  /// Made by the runtime.
  ///
  /// @param message what happened
  /// @param reason why the actor ended
  public TargetStoppedException(String message, ExitReason reason) {
    super(message);
    this.reason = reason;
    reason.failure().ifPresent(this::initCause);
  }

  /// {@return why the actor that was asked ended; if it restarts, what it crashed with}
  public ExitReason reason() {
    return reason;
  }
}
