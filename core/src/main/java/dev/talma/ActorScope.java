package dev.talma;

import java.time.Duration;

/// A block of code that owns actors: leaving it stops them, the last started first, and waits for
/// them.
///
/// {@snippet :
/// try (var scope = system.scope()) {
///   var worker = scope.spawn("worker", worker());
///   worker.ask(new Work());
/// } // the worker is gone here
/// }
///
/// The scope itself is owned by the actor or system that made it, and ends with it.
///
/// *Threading*: every method may be called from every thread that is not one of the scope's actors.
public interface ActorScope extends ActorOwner, AutoCloseable {

  /// Starts an actor in the scope.
  ///
  /// @param name unique in the scope
  /// @param actor what it does
  /// @param <M> the type of its messages
  /// @return the reference
  /// @throws NameTakenException if a living actor of the scope has the name
  /// @throws SystemClosedException if the scope is closed
  @Override
  <M> ActorRef<M> spawn(String name, Actor<M> actor);

  /// As [#spawn(String, Actor)], with a name that the system makes up.
  ///
  /// @param actor what it does
  /// @param <M> the type of its messages
  /// @return the reference
  @Override
  <M> ActorRef<M> spawn(Actor<M> actor);

  /// Waits until the actors of the scope have all ended by themselves.
  ///
  /// @param timeout how long to wait at most
  /// @return whether they have
  /// @throws InterruptedException if the waiting thread is interrupted
  boolean join(Duration timeout) throws InterruptedException;

  /// Stops the actors of the scope, the last started first, and waits until every one is gone. An
  /// actor that takes longer than [SystemSettings#stopTimeout()], or than
  /// [Actor#stopTimeout(Duration)] gives it, is killed. If the waiting thread is interrupted, all
  /// are killed at once, and its interrupt flag is set again.
  ///
  /// @throws IllegalStateException if called by an actor of the scope, which would wait for itself
  @Override
  void close();
}
