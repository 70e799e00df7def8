package dev.talma.cluster.internal.transport;

import java.util.Locale;

/// Why a connection did not become a session.
public enum Refusal {
  /// The other node belongs to another cluster.
  FOREIGN_CLUSTER(1, true),
  /// The two nodes have no version of the protocol in common.
  VERSION(2, true),
  /// A node has reached itself.
  SELF(3, false),
  /// There is a connection already, or one that is being opened.
  BUSY(4, false),
  /// The other side speaks no TLS, and this one does nothing without.
  TLS_REQUIRED(5, true),
  /// The other side speaks TLS, and this one does not.
  TLS_NOT_SPOKEN(6, true),
  /// TLS has failed, mostly as one side does not accept the certificate of the other.
  TLS_FAILED(7, true),
  /// Too many connections are in their handshake.
  TOO_MANY(8, true),
  /// The node is closing.
  SHUTTING_DOWN(9, false),
  /// What came is not the protocol.
  MALFORMED(10, true),
  /// The handshake was not finished in time.
  LATE(11, true),
  /// The connection ended during the handshake.
  BROKEN_OFF(12, false);

  private final byte code;
  private final boolean alarming;

  Refusal(int code, boolean alarming) {
    this.code = (byte) code;
    this.alarming = alarming;
  }

  /// {@return its name on the wire, which must never change}
  byte code() {
    return code;
  }

  /// {@return whether somebody should hear of it; the others happen in good health}
  boolean isAlarming() {
    return alarming;
  }

  static Refusal of(byte code) {
    for (Refusal refusal : values()) {
      if (refusal.code == code) {
        return refusal;
      }
    }
    return MALFORMED;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
