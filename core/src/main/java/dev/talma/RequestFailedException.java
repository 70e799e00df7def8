package dev.talma;

/// The actor answered with a failure, by [ReplyTo#fail(Throwable)]. The cause is the one that it
/// gave.
public final class RequestFailedException extends AskException {
  private static final long serialVersionUID = 1L;

  /// Made by the runtime.
  ///
  /// @param message what happened
  /// @param cause why
  public RequestFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
