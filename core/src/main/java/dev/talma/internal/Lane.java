package dev.talma.internal;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The right to run event-driven actors on one core, and those that wait for it. There are as many
/// lanes as cores; a worker needs one to run actors, and loses it when it blocks.
final class Lane {
  /// Who runs the lane; null while it is idle.
  final AtomicReference<@Nullable Worker> owner = new AtomicReference<>();

  /// The actor that the owner made ready last: it runs next, while its message is in the cache.
  final AtomicReference<@Nullable HandlerCell<?>> next = new AtomicReference<>();

  /// More that are ready. The owner puts them in; anyone may take them out.
  final ConcurrentLinkedQueue<HandlerCell<?>> queue = new ConcurrentLinkedQueue<>();

  /// Only the monitor: what it saw last time, and since when.
  long seenTicks;

  @Nullable Worker seenOwner;
  long seenSince;

  boolean hasWork() {
    return next.get() != null || !queue.isEmpty();
  }
}
