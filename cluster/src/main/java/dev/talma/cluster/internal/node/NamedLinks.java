package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.cluster.NodeId;
import dev.talma.remote.Parcel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/// On which nodes named actors are to which actors here are linked. A link is with the one that ran
/// when it was made: it ends with the node of that one, whoever has the name by then. It is not
/// known here when the link ends otherwise, and so what is in here may be over.
///
/// *Threading*: any.
final class NamedLinks {
  private final Map<ActorRef<?>, Map<Target.Named, NodeId>> nodes = new WeakHashMap<>();

  /// A link that may be with a node.
  ///
  /// @param here the actor of this node
  record Between(ActorRef<?> here, Target.Named there) {}

  /// Two are about to be linked, over the connection with a node.
  synchronized void begin(ActorRef<?> here, Target.Named there, NodeId node) {
    nodes.computeIfAbsent(here, _ -> new HashMap<>(2)).put(there, node);
  }

  /// Two are not linked any more, or are about to be linked anew.
  synchronized void end(ActorRef<?> here, Target.Named there) {
    nodes.computeIfPresent(
        here,
        (_, each) -> {
          each.remove(there);
          return each.isEmpty() ? null : each;
        });
  }

  /// An actor here sends something to a named one, and where to is not decided yet.
  void sends(Parcel parcel, Target.Named to) {
    switch (parcel.kind()) {
      case LINK, UNLINK, EXIT -> parcel.from().ifPresent(from -> end(from, to));
      case MESSAGE, SYSTEM_MESSAGE, STOP, KILL -> {}
    }
  }

  /// What an actor here sends to a named one is about to go to a node.
  void sends(Parcel parcel, Target.Named to, NodeId node) {
    if (parcel.kind() == Parcel.Kind.LINK) {
      parcel.from().ifPresent(from -> begin(from, to, node));
    }
  }

  /// There is no connection with a node any more. {@return the links with it}
  synchronized List<Between> lost(NodeId node) {
    List<Between> all = new ArrayList<>();
    nodes.forEach(
        (here, each) ->
            each.entrySet()
                .removeIf(
                    link ->
                        link.getValue().equals(node) && all.add(new Between(here, link.getKey()))));
    nodes.values().removeIf(Map::isEmpty);
    return all;
  }
}
