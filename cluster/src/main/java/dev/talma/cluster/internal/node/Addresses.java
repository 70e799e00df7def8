package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.cluster.NodeId;

/// Turns references into what they are called between nodes, and back.
interface Addresses {

  /// Where an actor is.
  sealed interface Place {
    /// Wherever the actor of a type and name is.
    record Anywhere(Target.Named target) implements Place {}

    /// On a node.
    record At(NodeId node, Target.Single target) implements Place {}
  }

  NodeId self();

  /// {@return what a reference is called}
  ///
  /// @throws dev.talma.TalmaException if it is one of a system that is no node of this cluster
  Place of(ActorRef<?> ref);

  /// {@return the reference to a named actor}
  ///
  /// @throws dev.talma.cluster.internal.codec.MalformedException if there is no such type
  ActorRef<?> named(Target.Named target);

  /// {@return the reference to an actor of a node}
  ActorRef<?> process(NodeId node, Target.Single target);
}
