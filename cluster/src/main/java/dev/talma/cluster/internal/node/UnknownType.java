package dev.talma.cluster.internal.node;

import dev.talma.Actor;
import dev.talma.ActorType;
import dev.talma.cluster.NodeId;
import java.util.Optional;
import java.util.function.Supplier;

/// The types of actors that other nodes have and this one has not, as in the middle of an upgrade.
/// Their actors can be reached from here, where they live, and cannot live here.
final class UnknownType {
  private UnknownType() {}

  /// Stands for a recipe that this node does not have.
  private record NoRecipe(String type) implements Supplier<Actor<Object>> {
    @Override
    public Actor<Object> get() {
      throw new IllegalStateException("There is no recipe for the type " + type);
    }
  }

  /// {@return a type of that name, for routes alone}
  ///
  /// @param name its name
  /// @param role where its actors may live
  /// @throws IllegalArgumentException if no type can be called so
  static ActorType<?> of(String name, Optional<String> role) {
    return new ActorType<>(
        name, Object.class, new NoRecipe(name), Optional.empty(), role, Optional.empty());
  }

  static boolean is(ActorType<?> type) {
    Supplier<?> factory = type.factory();
    return factory instanceof NoRecipe;
  }

  /// @throws StartFailure if this node has no recipe for it
  static void require(NamedRoute route, NodeId self) {
    if (is(route.type())) {
      throw new StartFailure(refusal(route.target(), self.name()));
    }
  }

  /// {@return why its actors cannot run here}
  ///
  /// @param node the name of this node
  static IllegalStateException refusal(Target.Named target, String node) {
    return new IllegalStateException(
        target.path()
            + " belongs to "
            + node
            + ", which does not know the type \""
            + target.type()
            + "\"; add it to types(…), on all nodes");
  }
}
