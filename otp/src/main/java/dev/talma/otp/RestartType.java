package dev.talma.otp;

import dev.talma.ExitReason;

/// Whether a supervisor restarts a child that has ended.
public enum RestartType {
  /// Always.
  PERMANENT,

  /// Unless it ended in an orderly way: as normal or shutdown.
  TRANSIENT,

  /// Never, not even when its siblings are restarted; its spec is dropped as soon as it has ended.
  TEMPORARY;

  boolean restartsAfter(ExitReason reason) {
    return switch (this) {
      case PERMANENT -> true;
      case TRANSIENT -> !reason.isOrderly();
      case TEMPORARY -> false;
    };
  }
}
