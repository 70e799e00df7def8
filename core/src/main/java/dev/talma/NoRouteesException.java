package dev.talma;

/// Every routee of a [Router] has ended, and the last one not in an orderly way. The router crashes
/// with it. No message is concerned: those that wait stay for a restart of the router, or become
/// dead letters if it is not restarted. The cause, where there is one, is what the last routee
/// threw.
public final class NoRouteesException extends TalmaException {
  private static final long serialVersionUID = 1L;

  /// Made by the router.
  ///
  /// @param message what happened
  public NoRouteesException(String message) {
    super(message);
  }

  /// Made by the router.
  ///
  /// @param message what happened
  /// @param cause what the last routee threw
  public NoRouteesException(String message, Throwable cause) {
    super(message, cause);
  }
}
