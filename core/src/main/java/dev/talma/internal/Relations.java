package dev.talma.internal;

import dev.talma.ExitReason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who wants to know of an actor's end: linked actors, watchers, and parts of the runtime. Made
/// when the first one comes; guarded by its own lock, as they come from all threads.
final class Relations {
  /// Those of an actor that has ended.
  static final Relations CLOSED = new Relations();

  static {
    CLOSED.close();
    CLOSED.finish();
  }

  /// Who is linked, and as whom it knows this actor.
  private final Map<Addressee<?>, Optional<Addressee<?>>> links = new LinkedHashMap<>(4);

  private final Set<Watch> watchers = new LinkedHashSet<>(4);
  private final List<Runnable> callbacks = new ArrayList<>(1);
  private boolean closed;

  /// All who are linked or watch have been told.
  private boolean finished;

  /// What there was at the end.
  record Farewell(Map<Addressee<?>, Optional<Addressee<?>>> links, List<Watch> watchers) {
    void tell(Addressee<?> ended, ExitReason reason) {
      tellLinks(ended, reason);
      for (Watch watch : watchers) {
        watch.tell(reason);
      }
    }

    private void tellLinks(Addressee<?> ended, ExitReason reason) {
      links.forEach(
          (linked, knownAs) -> {
            // its end of the link, if it is not that of the actor itself
            knownAs.ifPresent(
                other -> {
                  boolean _ = other.relations().unlink(linked);
                });
            linked.deliver(new SystemSignal.LinkExit(knownAs.orElse(ended), reason));
          });
    }

    /// Another one takes its place: it is watched from now on. A link has bound what the actor was
    /// here; the next one may link itself again.
    void follow(Addressee<?> departed, Addressee<?> successor) {
      tellLinks(departed, ExitReason.normal());
      for (Watch watch : watchers) {
        watch.follow(successor);
      }
    }
  }

  /// False if the actor has ended.
  boolean link(Addressee<?> other) {
    return link(other, Optional.empty());
  }

  /// As [#link(Addressee)], with one who knows the actor by another reference.
  boolean link(Addressee<?> other, Addressee<?> knownAs) {
    return link(other, Optional.of(knownAs));
  }

  private synchronized boolean link(Addressee<?> other, Optional<Addressee<?>> knownAs) {
    if (!closed) {
      links.put(other, knownAs);
    }
    return !closed;
  }

  synchronized boolean isLinked(Addressee<?> other) {
    return links.containsKey(other);
  }

  /// Whether there was a link.
  synchronized boolean unlink(Addressee<?> other) {
    return links.remove(other) != null;
  }

  /// False if the actor has ended.
  synchronized boolean watch(Watch watch) {
    return !closed && watchers.add(watch);
  }

  synchronized void unwatch(Watch watch) {
    watchers.remove(watch);
  }

  /// False if the actor has ended and all who are linked to it or watch it have been told; then the
  /// callback is not called. Until then it is called after them.
  synchronized boolean onEnd(Runnable callback) {
    return !finished && callbacks.add(callback);
  }

  synchronized void offEnd(Runnable callback) {
    callbacks.remove(callback);
  }

  /// Whether somebody wants to know of the end, other than by a link.
  synchronized boolean isWatched() {
    return !watchers.isEmpty() || !callbacks.isEmpty();
  }

  /// The actor has ended: tells all who wanted to know.
  void end(Addressee<?> ended, ExitReason reason) {
    try {
      close().tell(ended, reason);
    } finally {
      finish();
    }
  }

  /// The actor has departed: tells all who wanted to know.
  void follow(Addressee<?> departed, Addressee<?> successor) {
    try {
      close().follow(departed, successor);
    } finally {
      finish();
    }
  }

  private void finish() {
    List<Runnable> told;
    synchronized (this) {
      finished = true; // whoever is called may look again at once
      told = List.copyOf(callbacks);
      callbacks.clear();
    }
    told.forEach(Runnable::run);
  }

  private synchronized Farewell close() {
    closed = true;
    var farewell = new Farewell(new LinkedHashMap<>(links), List.copyOf(watchers));
    links.clear();
    watchers.clear();
    return farewell;
  }
}
