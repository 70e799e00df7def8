package dev.talma;

/// The actor was asked to stop while it waited in a selective receive. Let it pass: the actor then
/// ends with the reason for which it was asked to stop, which is not a crash.
public final class ActorStoppingException extends TalmaException {
  private static final long serialVersionUID = 1L;

  /// Made by the runtime.
  ///
  /// @param message what happened
  public ActorStoppingException(String message) {
    super(message);
  }
}
