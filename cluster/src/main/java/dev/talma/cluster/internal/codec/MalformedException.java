package dev.talma.cluster.internal.codec;

import dev.talma.TalmaException;

/// Bytes from a peer were not understood, and the value in them was dropped as a whole.
public final class MalformedException extends TalmaException {
  private static final long serialVersionUID = 1L;

  /// Made by the runtime.
  ///
  /// @param message what is wrong
  public MalformedException(String message) {
    super(message);
  }

  MalformedException(String message, Throwable cause) {
    super(message, cause);
  }
}
