package dev.talma.internal;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.helpers.NOPMDCAdapter;

/// Puts the path of an actor into the logging context, as `actor`, where the logging library has
/// one.
final class LogContext {
  private static final String KEY = "actor";
  private static final boolean PRESENT = !(MDC.getMDCAdapter() instanceof NOPMDCAdapter);

  private LogContext() {}

  /// {@return whether what actors log is to be marked, and can be}
  static boolean isOn(boolean wanted) {
    return wanted && PRESENT;
  }

  static void enter(String name) {
    MDC.put(KEY, name);
  }

  static void leave() {
    MDC.remove(KEY);
  }

  /// Runs something that logs a line about an actor.
  static void during(Cell<?> cell, Runnable line) {
    if (!PRESENT) {
      line.run();
      return;
    }
    @Nullable String before = MDC.get(KEY);
    enter(cell.toString());
    try {
      line.run();
    } finally {
      if (before == null) {
        leave();
      } else {
        enter(before);
      }
    }
  }
}
