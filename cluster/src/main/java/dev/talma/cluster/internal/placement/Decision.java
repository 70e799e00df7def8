package dev.talma.cluster.internal.placement;

import dev.talma.cluster.NodeId;

/// What is to be done with a message for a named actor, or with a hand-over of one.
public sealed interface Decision {

  /// The actor runs here: put the message into its mailbox.
  record Here() implements Decision {}

  /// Start the actor here, then put the message into its mailbox. For a hand-over: start it with
  /// the state, then put in all messages that came along.
  ///
  /// @param presence what to say about this actor from now on
  record Activate(Presence presence) implements Decision {}

  /// A hand-over of an actor that runs here already, as after a partition. Drop the state that
  /// came, say so, and put the messages that came along into the mailbox.
  record Conflict() implements Decision {}

  /// Keep it in [HeldMessages].
  ///
  /// @param route what to keep with it
  record Hold(Route route) implements Decision {}

  /// Send it.
  ///
  /// @param peer to whom
  /// @param route what to send with it
  record Forward(NodeId peer, Route route) implements Decision {}

  /// It cannot be delivered.
  ///
  /// @param why in words
  record Refuse(String why) implements Decision {}
}
