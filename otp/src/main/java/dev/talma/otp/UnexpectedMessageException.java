package dev.talma.otp;

import dev.talma.TalmaException;

/// A message came in a way for which the server has no case, such as a call that it only takes as a
/// cast. The server crashes with this.
public final class UnexpectedMessageException extends TalmaException {
  private static final long serialVersionUID = 1L;

  /// Made by [GenServer#unexpected(Object)].
  ///
  /// @param message what came, and where
  public UnexpectedMessageException(String message) {
    super(message);
  }
}
