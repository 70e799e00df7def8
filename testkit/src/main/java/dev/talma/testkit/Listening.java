package dev.talma.testkit;

import dev.talma.ActorSystem;
import dev.talma.Cancellable;
import dev.talma.Counters;
import dev.talma.SystemEvent;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A function that is told of events, and how far it is with them.
///
/// A system tells its listeners beside its actors, so these may be at rest before the last event
/// was told. But the system counts what it tells.
final class Listening<E extends SystemEvent> {
  /// A listener that falls this many events behind loses some, and can then not be waited for.
  static final long MOST = 100_000;

  private final ActorSystem system;
  private final Class<E> type;
  private final AtomicLong told = new AtomicLong();
  private final Cancellable subscription;
  private final long before;

  /// Begins to listen.
  Listening(ActorSystem system, Class<E> type, Consumer<? super E> listener) {
    Objects.requireNonNull(listener, "listener");
    this.system = system;
    this.type = type;
    this.subscription = system.onEvent(type, event -> tell(event, listener));
    this.before = happened();
  }

  private void tell(E event, Consumer<? super E> listener) {
    try {
      listener.accept(event);
    } finally {
      told.incrementAndGet();
    }
  }

  void end() {
    subscription.cancel();
  }

  /// {@return whether it was told of all that has happened since it began} What happened while it
  /// began makes it say so too soon.
  boolean isUpToDate() {
    return told.get() >= Math.min(happened() - before, MOST);
  }

  /// {@return how many events of the type there were, as the system counts them}
  private long happened() {
    Counters counters = system.counters();
    return Stream.of(
            Map.entry(SystemEvent.Started.class, counters.started()),
            Map.entry(SystemEvent.Stopped.class, counters.started() - counters.live()),
            Map.entry(SystemEvent.Crashed.class, counters.crashes()),
            Map.entry(SystemEvent.Restarting.class, counters.restarts()),
            Map.entry(SystemEvent.DeadLettered.class, counters.deadLettersTotal()))
        .filter(counted -> type.isAssignableFrom(counted.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
