package dev.talma;

/// The actor had ended before it was asked. The request was not handled.
public final class NoProcessException extends AskException {
  private static final long serialVersionUID = 1L;

  /// Made by the runtime.
  ///
  /// @param message what happened
  public NoProcessException(String message) {
    super(message);
  }
}
