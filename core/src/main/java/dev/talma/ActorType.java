package dev.talma;

import dev.talma.internal.Names;
import java.util.Objects;
import java.util.function.Supplier;

/// A kind of actor that is got by name and created when it does not exist yet.
///
/// {@snippet :
/// static final ActorType<Counter> COUNTER = ActorType.of("counter", Counter.class, Counters::counter);
///
/// ActorRef<Counter> visits = system.actor(COUNTER, "visits");
/// }
///
/// @param name the name of the kind, unique in a system
/// @param protocol the class of its messages
/// @param factory makes the actor's recipe when a new one is needed
/// @param <M> the type of its messages
public record ActorType<M>(String name, Class<M> protocol, Supplier<Actor<M>> factory) {

  /// Refuses what is missing or no legal name.
  public ActorType {
    Names.check(name);
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(factory, "factory");
  }

  /// {@return a kind of actor}
  ///
  /// @param name the name of the kind
  /// @param protocol the class of its messages
  /// @param factory makes the actor's recipe when a new one is needed
  /// @param <M> the type of its messages
  public static <M> ActorType<M> of(
      String name, Class<M> protocol, Supplier<Actor<M>> factory) {
    return new ActorType<>(name, protocol, factory);
  }
}
