package dev.talma.cluster.internal.node;

import dev.talma.cluster.internal.placement.HeldMessages;
import dev.talma.cluster.internal.placement.HeldMessages.Held;
import dev.talma.cluster.internal.placement.Key;
import dev.talma.cluster.internal.placement.Route;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What waits on this node until it is clear where it belongs.
///
/// *Threading*: every thread may call every method.
final class WaitingRoom {
  private final HeldMessages<Item> held;

  /// What is done at the end with what is still held.
  private @Nullable Consumer<? super Item> atEnd;

  /// Read far more often than written.
  private volatile boolean releasing;

  /// @param limit how much may wait
  WaitingRoom(int limit) {
    this.held = new HeldMessages<>(limit, limit);
  }

  /// Keeps something until it is clear where it belongs.
  ///
  /// @param surely whether it is kept also where too much is
  /// @return false if too much is kept already
  boolean hold(Key key, Route route, Item item, boolean surely) {
    Consumer<? super Item> end;
    synchronized (this) {
      end = atEnd;
      if (end == null && surely) {
        held.holdSurely(key, route, item);
        return true;
      }
      if (end == null) {
        return held.hold(key, route, item);
      }
    }
    end.accept(item);
    return true;
  }

  /// All that waits is to be decided anew.
  synchronized void release() {
    held.release();
    releasing = held.isReleasing();
  }

  /// All that waits for one actor is to be decided anew.
  synchronized void release(long mark) {
    held.release(mark);
    releasing = held.isReleasing();
  }

  /// {@return the next ones that are to be decided anew} They do not wait any more.
  synchronized List<Held<Item>> next(int most) {
    List<Held<Item>> next = held.next(most);
    releasing = held.isReleasing();
    return next;
  }

  /// Whether there are more that are to be decided anew.
  boolean isReleasing() {
    return releasing;
  }

  /// Whether something for an actor is about to be decided anew, which goes before what comes now.
  /// With the lock of the [Barrier], under which alone it is decided: so this takes no other,
  /// behind which a thread could lose its processor with that one. Where the node ends it may be
  /// wrong.
  boolean isAhead(Key key) {
    return releasing && held.isAhead(key);
  }

  /// This node ends: nothing is passed on any more, neither what waits nor what would.
  void end(Consumer<? super Item> end) {
    List<Held<Item>> all;
    synchronized (this) {
      atEnd = end;
      release();
      all = next(Integer.MAX_VALUE);
    }
    all.forEach(each -> end.accept(each.message()));
  }
}
