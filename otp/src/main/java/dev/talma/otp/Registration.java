package dev.talma.otp;

import dev.talma.ActorRef;
import java.util.Optional;

/// One entry of a [Registry].
///
/// @param key the key
/// @param member who has it
/// @param value what is kept with it, if anything
/// @param <K> the type of the keys
/// @param <M> the type of the members' messages
public record Registration<K, M>(K key, ActorRef<M> member, Optional<Object> value) {}
