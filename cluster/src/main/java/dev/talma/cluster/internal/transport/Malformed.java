package dev.talma.cluster.internal.transport;

import java.io.Serial;

/// What came is not the protocol. The message says what was wrong, for the log.
final class Malformed extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final Refusal kind;

  Malformed(String what) {
    this(Refusal.MALFORMED, what);
  }

  Malformed(Refusal kind, String what) {
    super(what, null, false, false);
    this.kind = kind;
  }

  Refusal kind() {
    return kind;
  }
}
