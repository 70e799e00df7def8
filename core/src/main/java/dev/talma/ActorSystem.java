package dev.talma;

import dev.talma.internal.LocalSystem;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The owner of all actors of a program, or of a part of it.
///
/// {@snippet :
/// try (var system = ActorSystem.create("demo")) {
///   ActorRef<Counter> ref = system.spawn("counter", counter());
///   ref.send(new Counter.Increment(5));
///   int result = ref.ask(new Counter.Get());
/// }
/// }
///
/// *Threading*: every method may be called from every thread, unless it says otherwise. The
/// system's threads do not keep the JVM alive; `close` or [#awaitTermination(Duration)] does that.
/// A program whose `main` ends without either ends at once, whatever its actors still have to do.
public interface ActorSystem extends ActorOwner, AutoCloseable {

  /// {@return a new system with the default settings}
  ///
  /// @param name shows up in logs
  static ActorSystem create(String name) {
    return create(name, settings -> settings);
  }

  /// {@return a new system}
  ///
  /// {@snippet :
  /// ActorSystem.create("demo", s -> s.withAskTimeout(Duration.ofSeconds(1)));
  /// }
  ///
  /// @param name shows up in logs
  /// @param configure changes the default settings
  static ActorSystem create(String name, UnaryOperator<SystemSettings> configure) {
    return new LocalSystem(name, configure.apply(SystemSettings.defaults()));
  }

  /// {@return the name of the system}
  String name();

  /// {@return the settings that it was made with}
  SystemSettings settings();

  /// Starts an actor at the top, owned by the system. When this returns, the reference can be used;
  /// the actor begins on its own thread.
  ///
  /// @param name unique among the living actors at the top; letters, digits and `-_.+@$~`, but no
  ///   `$` at the beginning
  /// @param actor what it does
  /// @param <M> the type of its messages
  /// @return the reference
  /// @throws NameTakenException if a living actor has the name; see [#actor(ActorType, String)]
  /// @throws IllegalArgumentException if the name is not legal
  /// @throws SystemClosedException if the system is closing or closed
  @Override
  <M> ActorRef<M> spawn(String name, Actor<M> actor);

  /// As [#spawn(String, Actor)], with a name that the system makes up.
  ///
  /// @param actor what it does
  /// @param <M> the type of its messages
  /// @return the reference
  @Override
  <M> ActorRef<M> spawn(Actor<M> actor);

  /// {@return the living actor of that type and name; if there is none, it is started} Callers at
  /// the same time get the same one.
  ///
  /// @param type the kind of actor
  /// @param name its name among those of the same type
  /// @param <M> the type of its messages
  /// @throws SystemClosedException if the system is closing or closed
  /// @throws IllegalStateException if another [ActorType] of the same name, with another protocol,
  ///   has been used before
  <M> ActorRef<M> actor(ActorType<M> type, String name);

  /// {@return a reference that finds its actor anew at each use} It stays good when the actor
  /// behind a name ends and another one takes its place: what a registry gives out. While nobody is
  /// found, it is a reference to an actor that has ended: messages become dead letters, asks fail
  /// with [NoProcessException], a monitor or a link gives [ExitReason.NoProcess]. What lasts stays
  /// with the actor that was found then: monitors, links, subscriptions, the routees of a [Router].
  /// So an `unlink` means the actor that is found now, and notices name the actor and not this
  /// reference, which is equal to itself alone.
  ///
  /// @param name how it shows in logs and errors; any text
  /// @param lookup finds the actor; called at each use, on the thread of the one who uses it. What
  ///   it throws, that use throws, and nothing is sent or set
  /// @param <M> the type of the messages
  <M> ActorRef<M> via(String name, Supplier<? extends Optional<? extends ActorRef<M>>> lookup);

  /// {@return a scope at the top} Leaving it stops its actors and waits for them.
  ActorScope scope();

  /// {@return the living actor at a path, such as `/shop/cart-7`}
  ///
  /// @param path as [ActorRef#path()] gives it
  Optional<ActorRef<?>> find(String path);

  /// Sends events to an actor, from now until that actor ends or the subscription is cancelled, in
  /// the order in which the system notes them.
  ///
  /// @param type which events; [SystemEvent] itself for all
  /// @param subscriber who gets them
  /// @param <E> the type of the events
  /// @return to end it
  <E extends SystemEvent> Cancellable subscribe(Class<E> type, ActorRef<? super E> subscriber);

  /// Gives events to a function, which runs on an actor of its own, one event at a time. If it
  /// falls 100,000 events behind, further ones are dropped.
  ///
  /// @param type which events; [SystemEvent] itself for all
  /// @param listener what to do with one
  /// @param <E> the type of the events
  /// @return to end it
  /// @throws SystemClosedException if the system is closing or closed
  <E extends SystemEvent> Cancellable onEvent(Class<E> type, Consumer<? super E> listener);

  /// {@return what has happened so far, in numbers} Exact when nothing runs; while actors run, each
  /// figure may be a moment old.
  Counters counters();

  /// {@return the tree of living actors, from the top} Each part was true at a moment during the
  /// call.
  ActorSnapshot snapshot();

  /// Begins to close the system and does not wait. May be called from an actor.
  void terminate();

  /// Waits until the system has closed.
  ///
  /// @param timeout how long to wait at most
  /// @return whether it has closed
  /// @throws InterruptedException if the waiting thread is interrupted
  boolean awaitTermination(Duration timeout) throws InterruptedException;

  /// {@return whether every actor is gone and nothing can be started any more}
  boolean isTerminated();

  /// Stops all actors, the last started first, and waits until every one is gone. Messages that
  /// were sent before are still handled. Whoever is not done after
  /// [SystemSettings#shutdownTimeout()] is killed. Closing again waits too. If the waiting thread
  /// is interrupted, everything is killed, and its interrupt flag is set again.
  ///
  /// @throws IllegalStateException if called by an actor of the system, which would wait for
  ///   itself; use [#terminate()] there
  @Override
  void close();
}
