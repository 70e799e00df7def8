package dev.talma.internal;

import dev.talma.Cancellable;
import dev.talma.SystemEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Who gets which events.
final class Events {
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

  private record Subscription(Class<? extends SystemEvent> type, Cell<?> subscriber) {}

  Cancellable subscribe(Class<? extends SystemEvent> type, Cell<?> subscriber) {
    Subscription subscription = new Subscription(type, subscriber);
    subscriptions.add(subscription);
    Runnable end = () -> subscriptions.removeIf(each -> each == subscription);
    if (!subscriber.relations().onEnd(end)) {
      end.run();
    }
    return () -> {
      end.run();
      subscriber.relations().offEnd(end);
    };
  }

  boolean isHeard() {
    return !subscriptions.isEmpty();
  }

  void publish(SystemEvent event) {
    for (Subscription subscription : subscriptions) {
      if (subscription.type.isInstance(event)) {
        subscription.subscriber.deliver(new Notice.OfEvent(event));
      }
    }
  }
}
