package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import java.util.HashSet;
import java.util.Set;

/// An actor of this node that others can reach by its number, and what they may send to it: what
/// the types of the fields say in which its reference was sent away.
final class Exported {
  private final ActorRef<?> ref;
  private volatile Set<Class<?>> protocols;

  Exported(ActorRef<?> ref, Class<?> protocol) {
    this.ref = ref;
    this.protocols = Set.of(protocol);
  }

  ActorRef<?> ref() {
    return ref;
  }

  /// From now on, messages of a protocol may be sent, too.
  void allow(Class<?> protocol) {
    if (!protocols.contains(protocol)) {
      synchronized (this) {
        Set<Class<?>> all = new HashSet<>(protocols);
        all.add(protocol);
        protocols = Set.copyOf(all);
      }
    }
  }

  boolean takes(Object message) {
    for (Class<?> each : protocols) {
      if (each.isInstance(message)) {
        return true;
      }
    }
    return false;
  }
}
