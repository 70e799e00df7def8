package dev.talma;

/// A [Stash] was full. The message was not stashed: it is still being handled, and it is up to the
/// actor whether to answer it, to let it go, or to let the exception pass and crash.
public final class StashFullException extends TalmaException {
  private static final long serialVersionUID = 1L;

  /// Made by the stash.
  ///
  /// @param message what happened
  public StashFullException(String message) {
    super(message);
  }
}
