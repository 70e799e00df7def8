package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.cluster.NodeId;
import java.util.Optional;

/// The addresses of a node whose messages hold no references: only a sender is called something.
record Nowhere(NodeId self) implements Addresses {
  @Override
  public Place of(ActorRef<?> ref, Class<?> protocol) {
    return new Place.At(self, new Target.Single(1, "/somebody"));
  }

  @Override
  public ActorRef<?> named(Target.Named target, Optional<String> role) {
    throw new UnsupportedOperationException(target.path());
  }

  @Override
  public ActorRef<?> process(NodeId node, Target.Single target) {
    throw new UnsupportedOperationException(target.path());
  }
}
