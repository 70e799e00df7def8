package dev.talma;

/// The system, scope or owner is closing or closed. Nothing was started.
public final class SystemClosedException extends TalmaException {
  private static final long serialVersionUID = 1L;

  /// Made by the runtime.
  ///
  /// @param message what happened
  public SystemClosedException(String message) {
    super(message);
  }
}
