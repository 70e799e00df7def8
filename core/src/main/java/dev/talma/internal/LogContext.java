package dev.talma.internal;

import org.slf4j.MDC;
import org.slf4j.helpers.NOPMDCAdapter;

/// Puts the path of the actor that runs into the logging context, as `actor`. Costs nothing where
/// the logging library has no such context.
final class LogContext {
  private static final String KEY = "actor";
  static final boolean PRESENT = !(MDC.getMDCAdapter() instanceof NOPMDCAdapter);

  private LogContext() {}

  static void enter(Cell<?> cell) {
    if (PRESENT) {
      enter(cell.toString());
    }
  }

  static void enter(String name) {
    MDC.put(KEY, name);
  }

  static void leave() {
    if (PRESENT) {
      MDC.remove(KEY);
    }
  }
}
