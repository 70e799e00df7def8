package dev.talma.cluster.internal.node;

import dev.talma.TimeSource;
import dev.talma.cluster.internal.placement.Action;
import dev.talma.cluster.internal.placement.Placement;
import dev.talma.cluster.internal.placement.Ring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Has those actors go that are another node's by the present view, and says when they have. With
/// the lock of the [Barrier], unless it says otherwise.
final class HandOvers {
  /// How long the others wait for actors that have to finish a message before they move.
  private static final Duration PROMPT = Duration.ofMillis(100);

  /// So many that are busy are said to be without a second look.
  private static final int FEW = 1_000;

  /// Of more, how often in a row it is seen that hardly any of them go, before they are.
  private static final int LOOKS = 5;

  private final Barrier barrier;
  private final Placement placement;
  private final Links links;
  private final Duration settleTimeout;
  private final Departures departures = new Departures();
  private long epoch;

  /// By which ring those that are another node's go; absent if there is another view since.
  private @Nullable Ring going;

  /// Why all that run here were stopped; absent if there is another view since.
  private @Nullable String stopping;

  HandOvers(Barrier barrier, Placement placement, Links links, Duration settleTimeout) {
    this.barrier = barrier;
    this.placement = placement;
    this.links = links;
    this.settleTimeout = settleTimeout;
  }

  /// One is on its way out.
  void begins(Resident resident) {
    departures.begins(resident);
  }

  /// Nobody runs here any more. Under the write lock.
  List<Action> stopAll(Barrier.Actors actors, long adoption, String why) {
    epoch = adoption;
    going = null;
    stopping = why;
    departures.begun();
    actors.all().forEachRemaining(each -> actors.stop(each, why));
    return handedOver();
  }

  /// There is another view: who was not told to go does not, until all agree. Under the write lock.
  void adopted() {
    going = null;
    stopping = null;
    departures.begun();
  }

  /// {@return what those that are left are called}
  List<String> paths() {
    return departures.paths();
  }

  /// One has taken the place of one that had to go, which was told so when this one was not here.
  void inherits(Resident heir, Barrier.Actors actors) {
    barrier.route(
        () -> {
          if (stopping != null) {
            actors.stop(heir, stopping);
          } else if (going != null && !isAskedForAgain()) {
            depart(actors, heir, going);
          }
        });
  }

  /// Whether who is to go will be told so later, with all others that are here.
  private boolean isAskedForAgain() {
    return !placement.mayHandOver(epoch) && !placement.hasHandedOver();
  }

  /// One has ended, and what waited for it is on its way.
  void ended(Resident resident, Barrier.Actors actors) {
    if (departures.ended(resident)) {
      // looked at again under the lock: while this waits for it, others may be told to go
      barrier.apply(
          actors,
          each -> {
            List<Action> actions = new ArrayList<>();
            departures.followed().forEach(key -> actions.addAll(each.followed(key)));
            actions.addAll(handedOver());
            return actions;
          });
    }
  }

  /// Some of those that run here have to go. There may be very many.
  List<Action> begin(Barrier.Actors actors, long adoption, Ring ring) {
    epoch = adoption;
    going = ring;
    departures.begin();
    Iterator<Resident> all = actors.all();
    boolean more = departSome(actors, ring, all);
    lookSoon(actors, new Look(adoption, departures.count(), 0, System.nanoTime()));
    if (more) {
      long patience = System.nanoTime() + settleTimeout.toNanos() / 4;
      Piecemeal.run(
          () -> {
            if (System.nanoTime() - patience < 0) {
              links.awaitShorter(PROMPT); // there is no hurry as long as others have much to take
            }
            return departMore(actors, adoption, ring, all);
          });
      return List.of();
    }
    departures.begun();
    return handedOver();
  }

  private static boolean departSome(Barrier.Actors actors, Ring ring, Iterator<Resident> all) {
    for (int i = 0; i < Piecemeal.MANY && all.hasNext(); i++) {
      depart(actors, all.next(), ring);
    }
    return all.hasNext();
  }

  private static void depart(Barrier.Actors actors, Resident resident, Ring ring) {
    try {
      actors.depart(resident, ring);
    } catch (RuntimeException | Error e) { // the others are to go nevertheless
      NodeLog.notDone(resident.target(), e);
    }
  }

  /// Goes on, unless there is another view, by which others have to go, or not all agree any more.
  private boolean departMore(
      Barrier.Actors actors, long adoption, Ring ring, Iterator<Resident> all) {
    long stamp = barrier.enter();
    try {
      if (!placement.mayHandOver(adoption) || barrier.closed().isPresent()) {
        return false;
      }
      if (barrier.within(() -> departSome(actors, ring, all))) {
        return true;
      }
    } finally {
      barrier.leave(stamp);
    }
    barrier.apply(
        actors,
        each -> {
          if (each.mayHandOver(adoption)) {
            departures.begun();
          }
          return handedOver();
        });
    return false;
  }

  /// What was seen when it was last looked who is left.
  ///
  /// @param adoption by which view they go
  /// @param left how many were left
  /// @param stalled how often in a row hardly any had gone
  /// @param since when they began to go
  private record Look(long adoption, int left, int stalled, long since) {
    Look next(int now, boolean begins) {
      boolean go = begins || now < left - left / 100;
      return new Look(adoption, now, go ? 0 : stalled + 1, since);
    }
  }

  /// Some may be in the middle of a message, and who waits for those may be asked by one of them.
  /// As long as many go, it is not yet clear which of them are; but others do not wait for ever.
  private void lookAtBusy(Barrier.Actors actors, Look last) {
    if (barrier.closed().isPresent() || departures.areOver()) {
      return;
    }
    boolean begins = departures.isBeginning();
    Look now = last.next(departures.count(), begins);
    boolean late = System.nanoTime() - now.since > settleTimeout.toNanos() / 2;
    if (begins || (now.left > FEW && now.stalled < LOOKS && !late)) {
      lookSoon(actors, now);
    } else {
      barrier.apply(actors, each -> sayBusy(each, now.adoption));
    }
  }

  private void lookSoon(Barrier.Actors actors, Look last) {
    var _ = TimeSource.system().schedule(PROMPT, () -> lookAtBusy(actors, last));
  }

  private List<Action> sayBusy(Placement to, long adoption) {
    List<Action> actions = to.handedOver(adoption, departures.tell());
    if (!to.hasHandedOver()) { // it leaves, or has other things to do by now
      departures.tellNobody();
    }
    return actions;
  }

  /// Tells the placement, if nobody is on the way out. Under the write lock.
  private List<Action> handedOver() {
    return departures.areOver() ? placement.handedOver(epoch) : List.of();
  }
}
