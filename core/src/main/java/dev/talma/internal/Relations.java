package dev.talma.internal;

import dev.talma.ExitReason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Who wants to know of an actor's end: linked actors, watchers, and parts of the runtime. Made
/// when the first one comes; guarded by its own lock, as they come from all threads.
final class Relations {
  /// Those of an actor that has ended.
  static final Relations CLOSED = new Relations();

  static {
    CLOSED.close();
  }

  private final Set<Addressee<?>> links = new LinkedHashSet<>(4);
  private final Set<Watch> watchers = new LinkedHashSet<>(4);
  private final List<Runnable> callbacks = new ArrayList<>(1);
  private boolean closed;

  /// What there was at the end.
  record Farewell(List<Addressee<?>> links, List<Watch> watchers, List<Runnable> callbacks) {
    void tell(Addressee<?> ended, ExitReason reason) {
      for (Addressee<?> linked : links) {
        linked.deliver(new SystemSignal.LinkExit(ended, reason));
      }
      for (Watch watch : watchers) {
        watch.tell(reason);
      }
      callbacks.forEach(Runnable::run);
    }

    /// Another one takes its place: it is watched from now on. A link has bound what the actor was
    /// here; the next one may link itself again.
    void follow(Addressee<?> departed, Addressee<?> successor) {
      for (Addressee<?> linked : links) {
        linked.deliver(new SystemSignal.LinkExit(departed, ExitReason.normal()));
      }
      for (Watch watch : watchers) {
        watch.follow(successor);
      }
      callbacks.forEach(Runnable::run);
    }
  }

  /// False if the actor has ended.
  synchronized boolean link(Addressee<?> other) {
    if (!closed) {
      links.add(other);
    }
    return !closed;
  }

  /// Whether there was a link.
  synchronized boolean unlink(Addressee<?> other) {
    return links.remove(other);
  }

  /// False if the actor has ended.
  synchronized boolean watch(Watch watch) {
    return !closed && watchers.add(watch);
  }

  synchronized void unwatch(Watch watch) {
    watchers.remove(watch);
  }

  /// False if the actor has ended; then the callback is not called.
  synchronized boolean onEnd(Runnable callback) {
    return !closed && callbacks.add(callback);
  }

  synchronized void offEnd(Runnable callback) {
    callbacks.remove(callback);
  }

  synchronized boolean isEmpty() {
    return links.isEmpty() && watchers.isEmpty() && callbacks.isEmpty();
  }

  /// Whether somebody wants to know of the end, other than by a link.
  synchronized boolean isWatched() {
    return !watchers.isEmpty() || !callbacks.isEmpty();
  }

  synchronized Farewell close() {
    closed = true;
    var farewell = new Farewell(List.copyOf(links), List.copyOf(watchers), List.copyOf(callbacks));
    links.clear();
    watchers.clear();
    callbacks.clear();
    return farewell;
  }
}
