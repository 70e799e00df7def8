package dev.talma.otp;

import dev.talma.ActorRef;
import java.util.Optional;

/// What happened in a [Registry].
///
/// @param <K> the type of the keys
/// @param <M> the type of the members' messages
/// @see Registry#listen(ActorRef)
public sealed interface RegistryEvent<K, M> {

  /// {@return the key}
  K key();

  /// {@return the member}
  ActorRef<M> member();

  /// A member has a key now.
  ///
  /// @param key the key
  /// @param member who has it
  /// @param value what was kept with it, if anything
  /// @param <K> the type of the keys
  /// @param <M> the type of the members' messages
  record Registered<K, M>(K key, ActorRef<M> member, Optional<Object> value)
      implements RegistryEvent<K, M> {}

  /// A member has a key no more: it was unregistered, or it has ended.
  ///
  /// @param key the key
  /// @param member who had it
  /// @param <K> the type of the keys
  /// @param <M> the type of the members' messages
  record Unregistered<K, M>(K key, ActorRef<M> member) implements RegistryEvent<K, M> {}
}
