package dev.talma;

/// A living actor has the name. Nothing was started.
public final class NameTakenException extends TalmaException {
  private static final long serialVersionUID = 1L;

  /// Made by the runtime.
  ///
  /// @param message what happened
  public NameTakenException(String message) {
    super(message);
  }
}
