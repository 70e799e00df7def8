package dev.talma.cluster.internal.codec;

import dev.talma.ActorRef;

/// How references are written within values. What is written stands in a room of its own, so that
/// another version of the peer can step over it, and reading too little or too much harms nothing
/// else.
public interface RefCodec {

  /// Writes a reference.
  ///
  /// @param ref the reference
  /// @param protocol the raw type of the protocol that the field declares, Object if it is open
  /// @param out where to; at most 64 KiB
  void write(ActorRef<?> ref, Class<?> protocol, Output out);

  /// {@return the reference that was written}
  ///
  /// @param in the room of this reference, from its start to its end
  /// @param protocol the raw type of the protocol that the field declares, Object if it is open
  /// @throws MalformedException if there is none
  ActorRef<?> read(Input in, Class<?> protocol);
}
