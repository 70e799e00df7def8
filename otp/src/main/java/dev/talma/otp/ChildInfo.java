package dev.talma.otp;

import dev.talma.ActorRef;
import java.util.Optional;

/// A child of a supervisor, at a moment.
///
/// @param id its id
/// @param state whether it runs
/// @param ref the actor, if it runs
/// @param type whether it is a supervisor itself
public record ChildInfo(String id, State state, Optional<ActorRef<?>> ref, ChildType type) {

  /// Whether a child runs.
  public enum State {
    /// It runs.
    RUNNING,
    /// It has ended, and is to be started again.
    RESTARTING,
    /// It has no actor: it ended and was not restarted, was terminated, or its `init` said ignore.
    STOPPED
  }
}
