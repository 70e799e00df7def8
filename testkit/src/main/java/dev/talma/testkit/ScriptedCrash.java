package dev.talma.testkit;

import java.io.Serial;

/// A crash that a test wants. It has no stack trace, as there is nothing to look for, and
/// [TestSystem] does not count a crash as unexpected whose cause, or the cause of its cause, is
/// one.
///
/// {@snippet :
/// case Counter.Break _ -> throw new ScriptedCrash("told to");
/// }
///
/// @see CrashScript
public final class ScriptedCrash extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /// Makes one.
  ///
  /// @param message shows up in logs, exit reasons and failures of asks
  public ScriptedCrash(String message) {
    super(message, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
  }

  /// {@return whether a crash was wanted by the test: it, or a cause of it, is a scripted one}
  ///
  /// @param crash what was thrown
  public static boolean isBehind(Throwable crash) {
    return Causes.of(crash).anyMatch(ScriptedCrash.class::isInstance);
  }
}
