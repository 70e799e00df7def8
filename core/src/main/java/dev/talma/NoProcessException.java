package dev.talma;

/// The actor had ended before it was asked. The request was not handled. The [reason][#reason()]
/// says why the actor had ended, and if it had crashed, the cause is what it threw.
public final class NoProcessException extends AskException {
  private static final long serialVersionUID = 1L;

  private final transient ExitReason reason;

  /// Made by the runtime.
  ///
  /// @param message what happened
  /// @param reason why the actor had ended
  public NoProcessException(String message, ExitReason reason) {
    super(message);
    this.reason = reason;
    reason.failure().ifPresent(this::initCause);
  }

  /// {@return why the actor that was asked had ended; [ExitReason.NoProcess] if there never was
  /// one}
  public ExitReason reason() {
    return reason;
  }
}
