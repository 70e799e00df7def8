package dev.talma;

/// Who can start actors and then owns them: a system, an actor through its context, a scope. Every
/// actor has one owner and ends with it.
///
/// Write helpers that start actors against this type, and let the caller choose who owns them.
///
/// *Threading*: as the owner says: any thread for a system and a scope, only the actor itself for a
/// [Context].
public interface ActorOwner {

  /// Starts an actor.
  ///
  /// @param name unique among the living actors of this owner; letters, digits and `-_.+@$~`, but
  ///   no `$` at the beginning
  /// @param actor what it does
  /// @param <M> the type of its messages
  /// @return the reference
  /// @throws NameTakenException if a living actor of this owner has the name
  /// @throws IllegalArgumentException if the name is not legal
  /// @throws SystemClosedException if the owner is closed or ending
  <M> ActorRef<M> spawn(String name, Actor<M> actor);

  /// As [#spawn(String, Actor)], with a name that the system makes up.
  ///
  /// @param actor what it does
  /// @param <M> the type of its messages
  /// @return the reference
  <M> ActorRef<M> spawn(Actor<M> actor);
}
