package dev.talma.internal;

import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.NameTakenException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The actors of one system that are got by type and name, and started if they are not there. In
/// the tree they are called by both, with a colon between, which is in no other name.
final class TypedActors {
  private final LocalSystem system;
  private final Cell<?> owner;
  private final Map<String, ActorType<?>> types = new ConcurrentHashMap<>();

  TypedActors(LocalSystem system, Cell<?> owner) {
    this.system = system;
    this.owner = owner;
  }

  /// Learns of a type.
  void learn(ActorType<?> type) {
    ActorType<?> known = types.putIfAbsent(type.name(), type);
    if (known != null && known.protocol() != type.protocol()) {
      throw new IllegalStateException(
          "The type \""
              + type.name()
              + "\" is known with the protocol "
              + known.protocol().getName()
              + " and not "
              + type.protocol().getName()
              + "; give one of the two another name");
    }
  }

  /// {@return the actor of that type and name in this system; if there is none, it is started}
  ///
  /// @param state what a former one has left to it
  <M> ActorRef<M> get(ActorType<M> type, String name, Optional<Object> state) {
    String key = type.name() + ":" + Names.check(name);
    learn(type); // only by a call that could do something
    while (true) {
      Cell<?> there = owner.children().byName(key);
      if (there != null) {
        return typed(there);
      }
      try {
        return system.start(owner, key, type.factory().get(), prepare(type, state));
      } catch (NameTakenException takenMeanwhile) {
        Thread.onSpinWait();
      }
    }
  }

  private Consumer<Cell<?>> prepare(ActorType<?> type, Optional<Object> state) {
    return child -> {
      state.ifPresent(left -> child.belongings().received = left);
      if (system.extension().isPresent() && type.idleTimeout().isPresent()) {
        child.belongings().idleness = new Idleness(system.time().nanoTime());
      }
    };
  }

  <M> Optional<ActorRef<M>> find(ActorType<M> type, String name) {
    return Optional.ofNullable(owner.children().byName(type.name() + ":" + name))
        .map(TypedActors::typed);
  }

  /// {@return the type and name of an actor, with a colon between, if it is one that has these}
  Optional<String> nameOf(Cell<?> cell) {
    return Optional.ofNullable(cell.givenName)
        .filter(name -> cell.owner == owner && name.indexOf(':') > 0);
  }

  @SuppressWarnings("unchecked") // the name holds the type's name, whose protocol was compared
  private static <M> ActorRef<M> typed(Cell<?> cell) {
    return (ActorRef<M>) cell;
  }
}
