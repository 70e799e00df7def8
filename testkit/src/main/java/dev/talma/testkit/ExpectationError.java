package dev.talma.testkit;

import java.io.Serial;

/// Something that a test waited for did not happen, or something else did. Every tool of the
/// testkit that waits throws this, whatever test framework runs the test; frameworks show it as a
/// failure.
///
/// The message says what was expected, what came instead, how long the wait was, and where an actor
/// system is at hand, what its actors were doing.
public final class ExpectationError extends AssertionError {
  @Serial private static final long serialVersionUID = 1L;

  /// Whether the message shows what the actors were doing.
  private final boolean showsActors;

  ExpectationError(String message) {
    super(message);
    showsActors = false;
  }

  ExpectationError(String message, Throwable cause) {
    super(message, cause);
    showsActors = false;
  }

  /// @param actors what the actors were doing
  ExpectationError(String message, String actors) {
    super(message + "\n" + actors);
    showsActors = true;
  }

  /// {@return whether the message tells what the actors of a system were doing}
  public boolean showsActors() {
    return showsActors;
  }
}
