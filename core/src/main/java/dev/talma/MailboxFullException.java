package dev.talma;

/// A bounded mailbox was full. The message was not sent.
public final class MailboxFullException extends TalmaException {
  private static final long serialVersionUID = 1L;

  /// Made by the runtime.
  ///
  /// @param message what happened
  public MailboxFullException(String message) {
    super(message);
  }
}
