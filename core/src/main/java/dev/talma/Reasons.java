package dev.talma;

import java.util.Optional;

/// The exit reasons that carry nothing, made once.
final class Reasons {
  static final ExitReason NORMAL = new ExitReason.Normal();
  static final ExitReason SHUTDOWN = new ExitReason.Shutdown(Optional.empty());
  static final ExitReason KILLED = new ExitReason.Killed();
  static final ExitReason NO_PROCESS = new ExitReason.NoProcess();
  static final ExitReason NO_CONNECTION = new ExitReason.NoConnection();

  private Reasons() {}
}
