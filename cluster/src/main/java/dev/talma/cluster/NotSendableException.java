package dev.talma.cluster;

import dev.talma.TalmaException;

/// A value was not written: it is not of the closed set, or the peer would not understand it.
/// Nothing of it is left in the output, so nothing of it is sent.
public final class NotSendableException extends TalmaException {
  private static final long serialVersionUID = 1L;

  /// Made by the runtime.
  ///
  /// @param message what is wrong
  public NotSendableException(String message) {
    super(message);
  }

  /// Made by the runtime.
  ///
  /// @param message what is wrong
  /// @param cause what has thrown
  public NotSendableException(String message, Throwable cause) {
    super(message, cause);
  }
}
