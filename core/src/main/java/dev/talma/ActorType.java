package dev.talma;

import dev.talma.internal.Names;
import dev.talma.internal.Nanos;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/// A kind of actor that is got by name and created when it does not exist yet.
///
/// {@snippet :
/// static final ActorType<Counter> COUNTER = ActorType.of("counter", Counter.class, Counters::counter);
///
/// ActorRef<Counter> visits = system.actor(COUNTER, "visits");
/// }
///
/// In a cluster, such an actor lives on one of the nodes and is reached from all of them.
///
/// @param name the name of the kind, unique in a system
/// @param protocol the class of its messages
/// @param factory makes the actor's recipe when a new one is needed, on the thread of whoever gets
///   the actor; in a cluster, of whoever sends the first message, or of the network, where others
///   wait for it. So it waits for nothing: what takes a while is done by the actor, once it runs
/// @param state the class of what it hands over when it moves to another node; empty unless set
/// @param role which nodes of a cluster it may live on; all of them unless set
/// @param idleTimeout how long it may be [idle][#withIdleTimeout(Duration)] before a cluster ends it,
///   until the next message starts it again; it is not ended unless set
/// @param <M> the type of its messages
public record ActorType<M>(
    String name,
    Class<M> protocol,
    Supplier<Actor<M>> factory,
    Optional<Class<?>> state,
    Optional<String> role,
    Optional<Duration> idleTimeout) {

  /// Refuses what is missing or makes no sense.
  public ActorType {
    Names.check(name);
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(factory, "factory");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(idleTimeout, "idleTimeout");
    role.ifPresent(
        given -> {
          if (given.isBlank()) {
            throw new IllegalArgumentException("The role of the type " + name + " is blank");
          }
        });
    idleTimeout.ifPresent(given -> Nanos.positive(given, "The idle timeout of " + name));
  }

  /// {@return a kind of actor}
  ///
  /// @param name the name of the kind
  /// @param protocol the class of its messages
  /// @param factory makes the actor's recipe when a new one is needed
  /// @param <M> the type of its messages
  public static <M> ActorType<M> of(
      String name, Class<M> protocol, Supplier<Actor<M>> factory) {
    return new ActorType<>(
        name, protocol, factory, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// {@return this type, whose actors [hand a state over][Context#handOver(Object)] when they move}
  /// What a type does not name cannot go to another node: if it names no class, or another one than
  /// that of the state, the state is dropped at the move, with a warning in the log, and the actor
  /// starts afresh. That is true also of those that hand their state over by themselves, as one with
  /// a [value for a state][Actor#stateful] and a GenServer do.
  ///
  /// @param value the class of the state: a record, an enum, or a value such as Integer
  public ActorType<M> withState(Class<?> value) {
    return new ActorType<>(name, protocol, factory, required(value, "the class of the state"), role, idleTimeout);
  }

  /// {@return this type, whose actors live on the nodes with a role}
  ///
  /// @param value the role
  public ActorType<M> withRole(String value) {
    return new ActorType<>(name, protocol, factory, state, required(value, "the role"), idleTimeout);
  }

  /// {@return this type, whose actors a cluster ends when they have been idle for a while} The next
  /// message starts it afresh, so what must last is to be stored elsewhere. Messages are not lost by
  /// it. A system on one machine does not heed it.
  ///
  /// An actor is idle while it has nothing to do and nothing is to come of what it did before: no
  /// message is in its hands, waits, or is on hold; nobody waits for an answer that it owes, nor it
  /// for one to an ask of its own; no timer of its runs, and it has no children. Monitors and links
  /// do not count. It is looked at about once a second, and so is never ended early but may be late:
  /// one that was found to have something left to do is looked at again after the same time.
  ///
  /// @param value a positive duration
  public ActorType<M> withIdleTimeout(Duration value) {
    return new ActorType<>(name, protocol, factory, state, role, required(value, "the idle timeout"));
  }

  private static <T> Optional<T> required(T value, String what) {
    return Optional.of(Objects.requireNonNull(value, what));
  }
}
