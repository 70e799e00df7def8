package dev.talma.otp;

/// What a child of a supervisor is, as far as the supervisor cares.
public enum ChildType {
  /// It does some work.
  WORKER,

  /// It has children itself.
  SUPERVISOR
}
