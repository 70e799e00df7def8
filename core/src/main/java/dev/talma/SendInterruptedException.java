package dev.talma;

/// The sending thread was interrupted while it waited for room in a bounded mailbox. Its interrupt
/// flag is set again. The message was not sent.
public final class SendInterruptedException extends TalmaException {
  private static final long serialVersionUID = 1L;

  /// Made by the runtime.
  ///
  /// @param message what happened
  public SendInterruptedException(String message) {
    super(message);
  }
}
