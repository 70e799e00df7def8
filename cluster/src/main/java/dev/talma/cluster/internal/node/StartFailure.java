package dev.talma.cluster.internal.node;

import dev.talma.remote.AskFailure;

/// The recipe of a named actor has thrown, or its system is closing. Senders are elsewhere as a
/// rule, so that it is the failure of their messages and not of whoever brings one.
final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RuntimeException thrown;

  StartFailure(Target.Named target, RuntimeException thrown) {
    super(target.path() + " could not be started: " + thrown, thrown);
    this.thrown = thrown;
  }

  /// {@return what askers are told}
  AskFailure told() {
    return new AskFailure.Failed(thrown);
  }
}
