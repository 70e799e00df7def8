package dev.talma;

/// The node on which the actor lives was lost. Whether the request was handled is not known, unless
/// the message says that it was not sent there.
public final class NodeLostException extends AskException {
  private static final long serialVersionUID = 1L;

  /// Made by the runtime.
  ///
  /// @param message what happened
  public NodeLostException(String message) {
    super(message);
  }
}
