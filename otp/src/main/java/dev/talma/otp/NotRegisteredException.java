package dev.talma.otp;

import dev.talma.TalmaException;

/// There is no such registration: the actor that was to be registered has ended, the registry does
/// not run, or a value was to be changed that nobody has registered. Nothing has changed.
public final class NotRegisteredException extends TalmaException {
  private static final long serialVersionUID = 1L;

  NotRegisteredException(String message) {
    super(message);
  }
}
