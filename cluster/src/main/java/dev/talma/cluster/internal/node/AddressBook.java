package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.NotSendableException;
import dev.talma.remote.Extension;
import dev.talma.remote.Gateway;
import java.util.Optional;

/// Knows what the references of this node are called elsewhere.
final class AddressBook implements Addresses {
  private final NodeId self;
  private final String clusterName;
  private final Gateway gateway;
  private final Processes processes;
  private final NamedActors actors;

  AddressBook(
      NodeId self, String clusterName, Gateway gateway, Processes processes, NamedActors actors) {
    this.self = self;
    this.clusterName = clusterName;
    this.gateway = gateway;
    this.processes = processes;
    this.actors = actors;
  }

  @Override
  public NodeId self() {
    return self;
  }

  @Override
  public Place of(ActorRef<?> ref) {
    ActorRef<?> resolved = gateway.resolve(ref);
    return switch (gateway.route(resolved).orElse(null)) {
      case NamedRoute named -> new Place.Anywhere(named.target());
      case ProcessRoute process -> new Place.At(process.node(), process.target());
      case null -> ofActor(resolved);
      default -> throw foreign(ref);
    };
  }

  /// What an actor of this node is called, or of another one in the same JVM.
  private Place ofActor(ActorRef<?> ref) {
    if (gateway.isLocal(ref)) {
      return home(ref);
    }
    Optional<Extension> home = gateway.home(ref);
    if (home.isPresent()
        && home.get().system() instanceof ClusterNode other
        && other.clusterSettings().clusterName().equals(clusterName)) {
      return other.addresses().home(ref);
    }
    throw foreign(ref);
  }

  private Place home(ActorRef<?> ref) {
    return actors
        .residents()
        .targetOf(ref)
        .<Place>map(Place.Anywhere::new)
        .orElseGet(() -> new Place.At(self, processes.export(ref)));
  }

  private static NotSendableException foreign(ActorRef<?> ref) {
    return new NotSendableException(
        ref
            + " lives in a system that is no node of this cluster, so that its reference means"
            + " nothing on other nodes. Spawn the actor on a node of the cluster");
  }

  @Override
  public ActorRef<?> named(Target.Named target) {
    return actors.handle(target).ref();
  }

  @Override
  public ActorRef<?> process(NodeId node, Target.Single target) {
    return processes.ref(node, target);
  }
}
