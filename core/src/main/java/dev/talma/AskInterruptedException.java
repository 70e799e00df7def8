package dev.talma;

/// The asking thread was interrupted. Its interrupt flag is set again. The request may have been
/// handled, or may be handled still, unless it was still waiting: then it is dropped.
public final class AskInterruptedException extends AskException {
  private static final long serialVersionUID = 1L;

  /// Made by the runtime.
  ///
  /// @param message what happened
  public AskInterruptedException(String message) {
    super(message);
  }
}
