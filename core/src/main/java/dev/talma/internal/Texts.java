package dev.talma.internal;

import dev.talma.ExitReason;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/// What is said to people. The `toString` of the users' objects may do anything.
public final class Texts {
  private Texts() {}

  /// {@return the object as text, or its class if it cannot be made one}
  public static String of(Object said) {
    try {
      return String.valueOf(said);
    } catch (Throwable itself) { // the one who wants to say it has better things to do than to fail
      return said.getClass().getName() + " (its toString failed)";
    }
  }

  /// {@return the duration without the digits that nobody reads}
  public static String of(Duration said) {
    Duration millis = said.truncatedTo(ChronoUnit.MILLIS);
    return (millis.isZero() ? said : millis).toString();
  }

  /// {@return why an actor ended, in words}
  public static String why(ExitReason reason) {
    return switch (reason) {
      case ExitReason.Normal() -> "its function returned by itself";
      case ExitReason.Shutdown(var detail) ->
          detail.map(said -> "it was asked to stop: " + of(said)).orElse("it was asked to stop");
      case ExitReason.Killed() -> "it was killed";
      case ExitReason.Crashed(Throwable cause) -> of(cause);
      case ExitReason.NoProcess() -> "there was no such actor";
      case ExitReason.NoConnection() -> "its node was lost";
    };
  }
}
