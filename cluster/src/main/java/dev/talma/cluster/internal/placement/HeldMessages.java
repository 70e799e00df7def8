package dev.talma.cluster.internal.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Messages that wait until it is clear where they belong. There may be very many, and so they are
/// decided anew piece by piece; what comes meanwhile does not get past them.
///
/// *Threading*: none; the owner has to see to it that one thread at a time uses it.
///
/// @param <M> what is kept; a message or a hand-over
public final class HeldMessages<M> {
  /// The default of how many are held on a node.
  public static final int DEFAULT_LIMIT = 10_000;

  /// The default of how many are held for one actor.
  public static final int DEFAULT_LIMIT_PER_KEY = 1_000;

  /// What is held.
  ///
  /// @param <M> what is kept
  /// @param key for which actor
  /// @param route where it comes from
  /// @param message what
  public record Held<M>(Key key, Route route, M message) {}

  private final int limit;
  private final int limitPerKey;

  /// By the marks of the actors, the oldest first. Two that have the same one wait together, each
  /// in its order.
  private final Map<Long, Waiting<M>> waiting = new LinkedHashMap<>();

  /// What is to be decided now.
  private final Map<Long, Waiting<M>> releasing = new LinkedHashMap<>();

  private int size;

  /// How many of them count, as they were held where there was room.
  private int counted;

  /// What is held for one actor.
  private static final class Waiting<M> {
    final List<Held<M>> all = new ArrayList<>();
    int counted;

    List<Held<M>> sorted() {
      all.sort(Comparator.comparing(Held::route, Route.ORDER));
      return all;
    }
  }

  /// An empty one with the default limits.
  public HeldMessages() {
    this(DEFAULT_LIMIT, DEFAULT_LIMIT_PER_KEY);
  }

  /// An empty one.
  ///
  /// @param limit how many it holds at most, besides what it holds in any case, at least 1
  /// @param limitPerKey how many it holds for one actor at most, at least 1
  public HeldMessages(int limit, int limitPerKey) {
    if (limit < 1 || limitPerKey < 1) {
      throw new IllegalArgumentException(
          "The limits of held messages are 1 or more, but these are "
              + limit
              + " and "
              + limitPerKey
              + " for one actor");
    }
    this.limit = limit;
    this.limitPerKey = limitPerKey;
  }

  /// {@return whether it is held now; if not, there are too many already, and the message is the
  /// caller's to report} A hand-over is always held: it is an actor's state, and there is one for
  /// each actor.
  ///
  /// @param key for which actor
  /// @param route as [Decision.Hold] says
  /// @param message what
  public boolean hold(Key key, Route route, M message) {
    if (route.kind() == Route.Kind.HAND_OVER) {
      holdSurely(key, route, message);
      return true;
    }
    if (counted >= limit || countedFor(key) >= limitPerKey) {
      return false;
    }
    put(key, route, message).counted++;
    counted++;
    return true;
  }

  private int countedFor(Key key) {
    Waiting<M> before = releasing.getOrDefault(key.mark(), waiting.get(key.mark()));
    return before == null ? 0 : before.counted;
  }

  /// Holds what is said once, however many there are. It takes no room from others.
  ///
  /// @param key for which actor
  /// @param route as [Decision.Hold] says
  /// @param message what
  public void holdSurely(Key key, Route route, M message) {
    Waiting<M> _ = put(key, route, message);
  }

  private Waiting<M> put(Key key, Route route, M message) {
    long mark = key.mark();
    Waiting<M> before = releasing.get(mark);
    Waiting<M> behind =
        before == null ? waiting.computeIfAbsent(mark, _ -> new Waiting<>()) : before;
    behind.all.add(new Held<>(key, route, message));
    size++;
    return behind;
  }

  // --- decided anew

  /// From now on all that is held is to be decided anew: see [#next(int)].
  public void release() {
    releasing.putAll(waiting); // no actor is in both of them
    waiting.clear();
  }

  /// From now on all that is held for one actor is to be decided anew.
  ///
  /// @param mark its [mark][Key#mark]
  public void release(long mark) {
    Waiting<M> one = waiting.remove(mark);
    if (one != null) {
      releasing.put(mark, one);
    }
  }

  /// {@return some of what is to be decided anew} It is not held any more: decide about each, one
  /// after the other. They are in order: for each actor the hand-over first, then the messages of
  /// each source as they were sent. All of an actor come at once, as of two messages of one sender
  /// the first might otherwise be held again, and the second, by what is known then, not.
  ///
  /// @param enough of how many it is not one actor's more
  public List<Held<M>> next(int enough) {
    List<Held<M>> some = new ArrayList<>();
    Iterator<Waiting<M>> all = releasing.values().iterator();
    while (some.size() < enough && all.hasNext()) {
      Waiting<M> next = all.next();
      all.remove();
      some.addAll(next.sorted());
      counted -= next.counted;
    }
    size -= some.size();
    return some;
  }

  /// {@return whether there is more that is to be decided anew}
  public boolean isReleasing() {
    return !releasing.isEmpty();
  }

  /// {@return whether something for an actor is about to be decided anew} What comes for it now has
  /// to wait with that, by [Routing#behind].
  ///
  /// @param key which actor
  public boolean isAhead(Key key) {
    return releasing.containsKey(key.mark());
  }

  /// {@return how many are held}
  public int size() {
    return size;
  }
}
