package dev.talma;

/// The root of all exceptions of Talma. Each kind says what became of the message that was
/// concerned.
public abstract class TalmaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// For the kinds without a cause.
  ///
  /// @param message what happened
  protected TalmaException(String message) {
    super(message);
  }

  /// For the kinds with a cause.
  ///
  /// @param message what happened
  /// @param cause why
  protected TalmaException(String message, Throwable cause) {
    super(message, cause);
  }
}
