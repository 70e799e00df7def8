package dev.talma.otp;

import dev.talma.ExitReason;
import dev.talma.TalmaException;

/// A server, or a tree of them, did not start: its `init` failed, said stop, or said ignore.
/// Nothing of it is left, and its name is free again.
public final class StartFailedException extends TalmaException {
  private static final long serialVersionUID = 1L;

  private final transient ExitReason reason;

  /// Made by the runtime.
  ///
  /// @param message what happened
  /// @param reason why
  public StartFailedException(String message, ExitReason reason) {
    super(message);
    this.reason = reason;
    reason.failure().ifPresent(this::initCause);
  }

  /// {@return why it did not start; normal if `init` said ignore}
  public ExitReason reason() {
    return reason;
  }
}
