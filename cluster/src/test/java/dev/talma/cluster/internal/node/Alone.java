package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.ActorType;
import dev.talma.remote.Extension;
import dev.talma.remote.Gateway;
import java.util.Optional;

/// Makes a system one that is reached by names, of which all are here.
record Alone(Gateway gateway) implements Extension {
  @Override
  public ActorSystem system() {
    return gateway.local();
  }

  @Override
  public <M> ActorRef<M> actor(ActorType<M> type, String name) {
    return gateway.start(type, name, Optional.empty());
  }
}
