package dev.talma.otp;

import dev.talma.ActorRef;
import dev.talma.MailboxFullException;
import java.util.List;

/// What the actor behind a registry is told.
sealed interface RegistryMessage {

  /// Has registrations, and is to be watched.
  record Watch(ActorRef<?> member) implements RegistryMessage {}

  /// May have no registrations any more.
  record Forget(ActorRef<?> member) implements RegistryMessage {}

  /// Has ended.
  record Ended(ActorRef<?> member) implements RegistryMessage {}

  /// Something has happened that others want to hear of.
  record Tell<K, M>(
      RegistryEvent<K, M> event, List<ActorRef<? super RegistryEvent<K, M>>> listeners)
      implements RegistryMessage {

    void deliver() {
      for (ActorRef<? super RegistryEvent<K, M>> listener : listeners) {
        try {
          listener.send(event);
        } catch (MailboxFullException full) {
          ServerLog.listenerFull(listener, event);
        }
      }
    }
  }
}
