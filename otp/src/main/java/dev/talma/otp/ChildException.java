package dev.talma.otp;

import dev.talma.TalmaException;

/// A supervisor cannot do what it was asked to do with a child. Nothing was changed.
public final class ChildException extends TalmaException {
  private static final long serialVersionUID = 1L;

  /// What is in the way.
  public enum Problem {
    /// It has no such child.
    NOT_FOUND,
    /// It has a child of that id, which runs or waits for its restart.
    ALREADY_STARTED,
    /// It has a child of that id, which does not run: restart it, or delete it first.
    ALREADY_PRESENT,
    /// The child runs: terminate it first.
    RUNNING,
    /// The child waits for its restart: terminate it first.
    RESTARTING,
    /// It has as many children as it may have.
    MAX_CHILDREN
  }

  private final Problem problem;

  ChildException(Problem problem, String message) {
    super(message);
    this.problem = problem;
  }

  /// {@return what is in the way}
  public Problem problem() {
    return problem;
  }
}
