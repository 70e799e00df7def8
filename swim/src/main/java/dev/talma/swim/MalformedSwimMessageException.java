package dev.talma.swim;

import java.io.IOException;

/// Bytes that are no message of the protocol. Nothing of them was used.
public final class MalformedSwimMessageException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedSwimMessageException(String what) {
    super(what);
  }

  MalformedSwimMessageException(String what, Throwable cause) {
    super(what, cause);
  }
}
