package dev.talma.remote;

import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.ActorType;

/// What makes a system part of something larger.
public interface Extension {

  /// {@return the system that its actors and users see}
  ActorSystem system();

  /// {@return the actor of that type and name, wherever it lives}
  ///
  /// @param type the kind of actor
  /// @param name its name among those of the same type
  /// @param <M> the type of its messages
  <M> ActorRef<M> actor(ActorType<M> type, String name);

  /// {@return the reference that this system has for an actor elsewhere, to which another system in
  /// this JVM has made one; that one, if this system cannot reach the actor}
  ///
  /// @param ref the reference of the other system
  default ActorRef<?> own(ActorRef<?> ref) {
    return ref;
  }
}
