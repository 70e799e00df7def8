package dev.talma;

import java.util.List;

/// One actor and those below it, at a moment.
///
/// @param path its path; `/` for the top of the system
/// @param style how it runs
/// @param state what it is doing
/// @param waiting about how many messages wait; counted no further than 1,000
/// @param restarts how often it ran again
/// @param children those that it owns, in the order of their start unless they have
///   [places][Actor#place(long)]
public record ActorSnapshot(
    String path,
    Style style,
    State state,
    int waiting,
    int restarts,
    List<ActorSnapshot> children) {

  /// Copies the list.
  public ActorSnapshot {
    children = List.copyOf(children);
  }

  /// How an actor runs.
  public enum Style {
    /// A function with a loop, on a virtual thread of its own.
    LOOP,
    /// A handler that is called for each message.
    HANDLER,
    /// A scope, or the top of the system: it owns actors and does nothing else.
    SCOPE
  }

  /// What an actor is doing.
  public enum State {
    /// It waits for a message.
    IDLE,
    /// It has something to do.
    RUNNING,
    /// It has been asked to stop and has not ended yet.
    STOPPING,
    /// It waits for its restart.
    RESTARTING,
    /// It has ended.
    STOPPED
  }
}
