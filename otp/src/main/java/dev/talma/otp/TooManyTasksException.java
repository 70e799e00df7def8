package dev.talma.otp;

import dev.talma.TalmaException;

/// A [TaskSupervisor] has as many tasks as it may have, or is stopping. Nothing was started.
public final class TooManyTasksException extends TalmaException {
  private static final long serialVersionUID = 1L;

  TooManyTasksException(String message) {
    super(message);
  }
}
