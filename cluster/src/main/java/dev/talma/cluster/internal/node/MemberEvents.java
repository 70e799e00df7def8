package dev.talma.cluster.internal.node;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.Cancellable;
import dev.talma.cluster.MemberEvent;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Who gets which changes among the members.
final class MemberEvents {
  private final List<Subscription<?>> subscriptions = new CopyOnWriteArrayList<>();

  private record Subscription<E extends MemberEvent>(Class<E> type, ActorRef<E> listener) {
    void tell(MemberEvent event) {
      if (type.isInstance(event)) {
        listener.send(type.cast(event));
      }
    }
  }

  <E extends MemberEvent> Cancellable add(
      ActorSystem system, Class<E> type, Consumer<? super E> listener) {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(listener, "listener");
    Actor<E> telling = Actor.<E>handler(() -> (event, _) -> tell(listener, event));
    Subscription<E> subscription = new Subscription<>(type, system.spawn(telling));
    subscriptions.add(subscription);
    return () -> {
      subscriptions.removeIf(each -> each == subscription);
      subscription.listener.stop();
    };
  }

  private static <E> void tell(Consumer<? super E> listener, E event) {
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      NodeLog.listenerFailed(event, e);
    }
  }

  void happened(MemberEvent event) {
    subscriptions.forEach(each -> each.tell(event));
  }
}
