package dev.talma;

/// A child crashed and passed that to its owner; see [Escalate]. The cause is what the child threw.
public final class EscalatedException extends TalmaException {
  private static final long serialVersionUID = 1L;

  /// Made by the runtime.
  ///
  /// @param message what happened
  /// @param cause why
  public EscalatedException(String message, Throwable cause) {
    super(message, cause);
  }
}
