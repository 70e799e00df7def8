package dev.talma;

/// The time was over before the answer came. The request may have been handled, or may be handled
/// still, unless it was still waiting: then it is dropped. A late answer is dropped and counted.
public final class AskTimeoutException extends AskException {
  private static final long serialVersionUID = 1L;

  /// Made by the runtime.
  ///
  /// @param message what happened
  public AskTimeoutException(String message) {
    super(message);
  }
}
