package dev.talma.internal;

import dev.talma.ActorRef;
import dev.talma.Down;
import dev.talma.ExitReason;
import dev.talma.Monitor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One watch of one actor over another.
final class Watch implements Monitor {
  final Cell<?> watcher;

  /// Changes when the watched one moves; whoever ends it then, tells the watcher.
  volatile Addressee<?> watched;

  /// Makes the message for the watcher; without it, the watcher gets the signal.
  final @Nullable Function<? super Down, ?> mapping;

  /// Only the watcher.
  boolean over;

  Watch(Cell<?> watcher, Addressee<?> watched, @Nullable Function<? super Down, ?> mapping) {
    this.watcher = watcher;
    this.watched = watched;
    this.mapping = mapping;
  }

  @Override
  public ActorRef<?> target() {
    return watched;
  }

  /// Begins the watch, by the watcher.
  void begin() {
    watcher.belongings().watches.add(this);
    if (!watched.watchedBy(this)) {
      tell(ExitReason.noProcess());
    }
  }

  /// The watched one has departed: watches whoever takes its place.
  void follow(Addressee<?> successor) {
    watched = successor;
    if (!successor.watchedBy(this)) {
      tell(ExitReason.noProcess());
    }
  }

  void tell(ExitReason reason) {
    watcher.deliver(new SystemSignal.WatchDown(this, reason));
  }

  @Override
  public void cancel() {
    watcher.requireSelf("Monitor.cancel");
    if (!over) {
      watcher.belongings().watches.remove(this);
      drop();
    }
  }

  /// Ends the watch without touching the watcher's list.
  void drop() {
    over = true;
    watched.unwatchedBy(this);
  }
}
