package dev.talma.remote;

import dev.talma.ExitReason;

/// Who wants to know of the end of an actor here.
public interface EndListener {

  /// It has ended.
  ///
  /// @param reason why
  void ended(ExitReason reason);

  /// It has departed: another one takes its place elsewhere.
  void departed();
}
