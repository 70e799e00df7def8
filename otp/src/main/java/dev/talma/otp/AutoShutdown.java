package dev.talma.otp;

/// Whether a [Supervisor] ends when its [significant][ChildSpec#significant()] children have ended
/// by themselves.
public enum AutoShutdown {
  /// No. There can be no significant children then.
  NEVER,

  /// As soon as one of them has.
  ANY_SIGNIFICANT,

  /// When the last one of them has.
  ALL_SIGNIFICANT
}
