package dev.talma;

/// The actor has handled the request and did not answer, nor take [Context#replyTo(Request)] to
/// answer later. A mistake in the actor.
public final class NotAnsweredException extends AskException {
  private static final long serialVersionUID = 1L;

  /// Made by the runtime.
  ///
  /// @param message what happened
  public NotAnsweredException(String message) {
    super(message);
  }
}
