package dev.talma.cluster.internal.node;

import dev.talma.ActorType;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.codec.Peer;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Compares what this node and another one know of the kinds of named actors, when they meet: what
/// does not fit would cost each actor that moves its state, and nobody would hear of it before.
///
/// It is said and no more. Neither node could tell which of them is the wrong one, and to keep the
/// other out would split a cluster in which others know both.
///
/// *Threading*: every thread may call every method.
final class TypeMisfits {
  private static final int REMEMBERED = 1000;

  private final NodeId self;
  private final Map<String, ActorType<?>> types;
  private final Map<String, Greeting.Kind> kinds;
  private final Consumer<String> log;
  private final Set<Said> said = new LinkedHashSet<>();

  private record Said(NodeId peer, String type) {}

  /// @param types the types of this node
  /// @param own what this node says of them
  /// @param log is told what does not fit
  TypeMisfits(NodeId self, Map<String, ActorType<?>> types, Greeting own, Consumer<String> log) {
    this.log = log;
    this.self = self;
    this.types = types;
    this.kinds = own.kinds().stream().collect(Collectors.toMap(Greeting.Kind::type, kind -> kind));
  }

  /// There is a connection with another node. Of each of its runs the same is said once.
  void look(NodeId peer, Greeting greeting, Peer codec) {
    for (Greeting.Kind theirs : greeting.kinds()) {
      Greeting.Kind ours = kinds.get(theirs.type());
      if (ours != null) {
        compare(ours, theirs, peer.name(), codec)
            .filter(_ -> isNew(new Said(peer, theirs.type())))
            .ifPresent(log);
      }
    }
  }

  private synchronized boolean isNew(Said misfit) {
    if (said.size() >= REMEMBERED && !said.contains(misfit)) {
      said.remove(said.iterator().next());
    }
    return said.add(misfit);
  }

  private Optional<String> compare(
      Greeting.Kind ours, Greeting.Kind theirs, String peer, Peer codec) {
    if (!ours.protocol().equals(theirs.protocol())) {
      return Optional.of(
          differ(ours, "protocol", Greeting.Kind::protocol, theirs, peer)
              + ". Neither understands what is sent to the actors of the other, and an actor that"
              + " moves between them loses its state. Stop the node that is wrong, and start it with"
              + " the protocol of the others, or with another name for its type");
    }
    if (!ours.role().equals(theirs.role())) {
      return Optional.of(
          differ(ours, "role", kind -> kind.role().orElse("none"), theirs, peer)
              + ". They do not agree on where its actors live. Give it the same withRole(…) on all"
              + " nodes");
    }
    if (!ours.livesHere() || !theirs.livesHere()) {
      return Optional.empty(); // none moves between them
    }
    if (!ours.state().equals(theirs.state())) {
      return Optional.of(
          differ(ours, "state", kind -> kind.state().orElse("none"), theirs, peer)
              + ". An actor that moves between them starts afresh. Give it the same withState(…) on"
              + " all nodes");
    }
    return Optional.ofNullable(types.get(ours.type()))
        .flatMap(ActorType::state)
        .flatMap(state -> unreadable(ours.type(), state, peer, codec));
  }

  private String differ(
      Greeting.Kind ours,
      String what,
      Function<Greeting.Kind, String> of,
      Greeting.Kind theirs,
      String peer) {
    return String.format(
        "The %s of the actor type \"%s\" is %s on this node, %s, and %s on %s",
        what, ours.type(), of.apply(ours), self.name(), of.apply(theirs), peer);
  }

  private Optional<String> unreadable(String type, Class<?> state, String peer, Peer codec) {
    Optional<String> there =
        codec
            .misfitThere(state)
            .map(why -> "from this node, " + self.name() + ", to " + peer + ": " + why);
    Optional<String> here =
        codec
            .misfitHere(state)
            .map(why -> "from " + peer + " to this node, " + self.name() + ": " + why);
    String ways =
        Stream.of(there, here).flatMap(Optional::stream).collect(Collectors.joining("; and not "));
    return ways.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                "The state of the actor type \"%s\", %s, cannot be handed over %s. An actor that"
                    + " moves so starts afresh; give all nodes versions that read each other's state"
                    + " before more of them move",
                type, state.getName(), ways));
  }
}
