package dev.talma;

/// An actor asked itself, which would wait for ever. The request was not sent.
public final class SelfAskException extends AskException {
  private static final long serialVersionUID = 1L;

  /// Made by the runtime.
  ///
  /// @param message what happened
  public SelfAskException(String message) {
    super(message);
  }
}
