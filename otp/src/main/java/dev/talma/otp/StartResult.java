package dev.talma.otp;

import dev.talma.ActorRef;
import dev.talma.ExitReason;

/// What came of the start of a server.
///
/// @param <M> the type of its messages
public sealed interface StartResult<M> {

  /// It runs.
  ///
  /// @param ref the reference
  /// @param <M> the type of its messages
  record Started<M>(ActorRef<M> ref) implements StartResult<M> {}

  /// Its `init` said that it is not needed.
  ///
  /// @param <M> the type of its messages
  record Ignored<M>() implements StartResult<M> {}

  /// It does not run. Its name is free again.
  ///
  /// @param reason why
  /// @param <M> the type of its messages
  record Failed<M>(ExitReason reason) implements StartResult<M> {}
}
