package dev.talma;

/// The actor was killed and tried to go on. Let it pass. The actor ends as killed whatever it does.
public final class ActorKilledException extends TalmaException {
  private static final long serialVersionUID = 1L;

  /// Made by the runtime.
  ///
  /// @param message what happened
  public ActorKilledException(String message) {
    super(message);
  }
}
