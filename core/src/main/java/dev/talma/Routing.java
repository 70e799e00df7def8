package dev.talma;

import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/// How a [Router] finds the routee for a message.
///
/// A routing is a recipe and may be used for many routers; each of them has its own place in the
/// turn, its own random numbers, its own ring.
///
/// @param <M> the type of the messages
public abstract sealed class Routing<M> {

  private Routing() {}

  /// {@return everyone in turn}
  ///
  /// @param <M> the type of the messages
  public static <M> Routing<M> roundRobin() {
    return new ToOne<>(RoundRobin::new);
  }

  /// {@return anyone}
  ///
  /// @param <M> the type of the messages
  public static <M> Routing<M> random() {
    return new ToOne<>(() -> random(new SplittableRandom()));
  }

  /// {@return anyone, but with the same seed the same ones in the same order}
  ///
  /// @param seed where the random numbers begin; each router, and each restart of one, begins there
  /// @param <M> the type of the messages
  public static <M> Routing<M> random(long seed) {
    return new ToOne<>(() -> random(new SplittableRandom(seed)));
  }

  /// {@return the one with the fewest messages waiting, see [ActorRef#waiting()]} The message that
  /// a routee is working on does not count; those with equally many take turns. The estimate costs
  /// a walk over the queues for each message, so this pays where handling a message takes long.
  ///
  /// @param <M> the type of the messages
  public static <M> Routing<M> leastLoaded() {
    return new ToOne<>(LeastLoaded::new);
  }

  /// {@return always the same one for the same key} When a routee ends, only its own keys move,
  /// spread over the others: consistent hashing by the routees' paths. So a router that restarts,
  /// or two routers over the same routees, agree.
  ///
  /// A message whose routee is full goes to nobody else; see [Router].
  ///
  /// @param key takes the key from a message. It needs a `hashCode` that goes with `equals`, as for
  ///   a map, and is never null. Throwing is a crash of the router
  /// @param <M> the type of the messages
  public static <M> Routing<M> byKey(Function<? super M, ?> key) {
    Objects.requireNonNull(key, "key");
    return new ToOne<>(() -> new ByKey<>(key));
  }

  /// {@return everyone} Of the answers to a broadcast ask, the first one counts; later ones are
  /// dropped and counted. The ask fails when nobody is left who could answer it, as the last one
  /// failed.
  ///
  /// @param <M> the type of the messages
  public static <M> Routing<M> broadcast() {
    return new ToAll<>();
  }

  private static <M> Choice<M> random(SplittableRandom random) {
    return (message, routees) -> random.nextInt(routees.size());
  }

  /// Each message goes to one routee.
  static final class ToOne<M> extends Routing<M> {
    private final Supplier<Choice<M>> choice;

    private ToOne(Supplier<Choice<M>> choice) {
      this.choice = choice;
    }

    /// {@return the state for one run of one router}
    Choice<M> begin() {
      return choice.get();
    }
  }

  /// Each message goes to all routees.
  static final class ToAll<M> extends Routing<M> {
    private ToAll() {}
  }
}
