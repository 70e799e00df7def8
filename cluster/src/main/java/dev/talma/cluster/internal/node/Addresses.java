package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.cluster.NodeId;
import java.util.Optional;

/// Turns references into what they are called between nodes, and back.
interface Addresses {

  /// Where an actor is.
  sealed interface Place {
    /// Wherever the actor of a type and name is.
    ///
    /// @param target the type and name
    /// @param role where actors of the type may live, which the other node need not know
    record Anywhere(Target.Named target, Optional<String> role) implements Place {}

    /// On a node.
    record At(NodeId node, Target.Single target) implements Place {}
  }

  NodeId self();

  /// {@return what a reference is called}
  ///
  /// @param protocol what others may send by it, as far as is known; Object if nothing is
  /// @throws dev.talma.TalmaException if it is one of a system that is no node of this cluster
  Place of(ActorRef<?> ref, Class<?> protocol);

  /// {@return the reference to a named actor} This node need not know its type.
  ///
  /// @param target the type and name
  /// @param role where actors of the type may live, if it came with the reference
  /// @throws dev.talma.cluster.internal.codec.MalformedException if nothing can be called so
  ActorRef<?> named(Target.Named target, Optional<String> role);

  /// {@return the reference to an actor of a node}
  ActorRef<?> process(NodeId node, Target.Single target);
}
