package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.NotSendableException;
import dev.talma.cluster.internal.codec.MalformedException;
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
  public Place of(ActorRef<?> ref, Class<?> protocol) {
    ActorRef<?> resolved = gateway.resolve(ref);
    return switch (gateway.route(resolved).orElse(null)) {
      case NamedRoute named -> new Place.Anywhere(named.target(), named.type().role());
      case ProcessRoute process -> new Place.At(process.node(), process.target());
      case null -> ofActor(resolved, protocol);
      default -> throw foreign(ref);
    };
  }

  /// What an actor of this node is called, or of another one in the same JVM.
  private Place ofActor(ActorRef<?> ref, Class<?> protocol) {
    if (gateway.isLocal(ref)) {
      return home(ref, protocol);
    }
    return node(ref).orElseThrow(() -> foreign(ref)).addresses().home(ref, protocol);
  }

  /// {@return the node of this cluster that a reference belongs to, in this JVM}
  private Optional<ClusterNode> node(ActorRef<?> ref) {
    return gateway
        .home(ref)
        .map(Extension::system)
        .filter(ClusterNode.class::isInstance)
        .map(ClusterNode.class::cast)
        .filter(other -> other.clusterSettings().clusterName().equals(clusterName));
  }

  /// {@return the reference of this node to an actor elsewhere to which another one in this JVM has
  /// one; that one, if this node cannot have one}
  ActorRef<?> own(ActorRef<?> ref) {
    if (node(ref).isEmpty()) {
      return ref;
    }
    try {
      return switch (gateway.route(ref).orElse(null)) {
        case NamedRoute named -> named(named.target(), named.type().role());
        case ProcessRoute process -> process(process.node(), process.target());
        case null, default -> ref;
      };
    } catch (MalformedException noSuchType) {
      return ref;
    }
  }

  private Place home(ActorRef<?> ref, Class<?> protocol) {
    return actors
        .residents()
        .targetOf(ref)
        .<Place>map(target -> new Place.Anywhere(target, actors.role(target)))
        .orElseGet(() -> new Place.At(self, processes.export(ref, protocol)));
  }

  private static NotSendableException foreign(ActorRef<?> ref) {
    return new NotSendableException(
        ref
            + " lives in a system that is no node of this cluster, so that its reference means"
            + " nothing on other nodes. Spawn the actor on a node of the cluster");
  }

  @Override
  public ActorRef<?> named(Target.Named target, Optional<String> role) {
    return actors.handle(target, role).ref();
  }

  @Override
  public ActorRef<?> process(NodeId node, Target.Single target) {
    return processes.ref(node, target);
  }
}
