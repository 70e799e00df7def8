package dev.talma.otp;

/// Which of its children a [Supervisor] restarts when one of them has to be.
public enum Strategy {
  /// That one. For children that do not need each other.
  ONE_FOR_ONE,

  /// All of them. For children that cannot do without each other.
  ONE_FOR_ALL,

  /// That one and those after it in the order of start. For children that need those before them.
  REST_FOR_ONE
}
