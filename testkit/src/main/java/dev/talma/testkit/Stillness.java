package dev.talma.testkit;

import dev.talma.ActorRef;
import dev.talma.ActorSnapshot;
import dev.talma.ActorSystem;
import dev.talma.Counters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds out whether all actors of a system are at rest: each of them waits for a message, and none
/// is there that it would take.
///
/// A snapshot shows each actor at another moment, so one snapshot in which all are at rest proves
/// nothing: an actor that was seen at rest may since have been sent something by one that was seen
/// after it. Therefore it looks twice, and reads the counters before and after. An actor that was
/// active at any time between is then either still active at the second look, or has finished
/// something, which the counters show. If neither is so, none was active, and only the outside
/// world can make one so. An actor that ends is gone from the snapshot before the last one hears of
/// it; until then the counters show that it is ending.
///
/// Source: the idea of counting twice is that of F. Mattern, Algorithms for distributed termination
/// detection, 1987.
final class Stillness {
  private static final int LOOKS = 2;

  /// One that restarts at once shows for an instant what one shows that waits for its restart, and
  /// siblings that stop or restart together hand on to each other what no counter shows. So after a
  /// crash or an end, it looks for longer.
  private static final int LOOKS_AFTER_ENDS = 5;

  private static final long BETWEEN_LOOKS_AFTER_ENDS = 500_000;

  private final ActorSystem system;
  private final Optional<VirtualTime> time;
  private final IntSupplier held;

  /// How many crashes and ends there had been when all was still.
  private volatile long knownEnds;

  /// @param time the clock of the system, if it moves only when it is told to
  /// @param held how many actors wait where the test holds them, which is as good as being at rest
  Stillness(ActorSystem system, Optional<VirtualTime> time, IntSupplier held) {
    this.system = system;
    this.time = time;
    this.held = held;
  }

  /// What one look at the actors shows.
  private static final class Look {
    private final List<String> active = new ArrayList<>();
    private final List<String> restarting = new ArrayList<>();
    private int actors;
  }

  /// {@return whether all actors are at rest, but for those held and those given}
  boolean holds(ActorRef<?>... busy) {
    Set<String> exempt = paths(busy);
    Counters before = system.counters();
    if (before.ending() > 0) {
      return false;
    }
    boolean afterEnds = ends(before) != knownEnds || !look(exempt).restarting.isEmpty();
    for (int look = 1; look <= (afterEnds ? LOOKS_AFTER_ENDS : LOOKS); look++) {
      if (!looksStill(exempt, before.live())) {
        return false;
      }
      if (afterEnds) {
        LockSupport.parkNanos(BETWEEN_LOOKS_AFTER_ENDS);
      }
    }
    if (!before.equals(system.counters())) {
      return false;
    }
    knownEnds = ends(before);
    return true;
  }

  /// {@return which actors are not at rest, for a failure message}
  List<String> active(ActorRef<?>... busy) {
    Look look = look(paths(busy));
    return Stream.concat(
            look.active.stream(), look.restarting.stream().map(path -> path + " (restarts)"))
        .toList();
  }

  private static Set<String> paths(ActorRef<?>... refs) {
    return Stream.of(refs).map(ActorRef::path).collect(Collectors.toSet());
  }

  private static long ends(Counters counters) {
    return counters.started() - counters.live() + counters.crashes();
  }

  private boolean looksStill(Set<String> exempt, long live) {
    if (time.isPresent() && time.get().isStirring()) {
      return false;
    }
    int heldBefore = held.getAsInt();
    Look look = look(exempt);
    // whoever is held is among the active ones, so the others are at rest if there are no more
    if (look.active.size() > heldBefore || held.getAsInt() != heldBefore) {
      return false;
    }
    return look.actors == live && (look.restarting.isEmpty() || restartsWait());
  }

  /// On the machine's time, what waits for its restart goes on by itself, and soon.
  ///
  /// One timer is enough, as siblings that restart together share it.
  private boolean restartsWait() {
    return time.isPresent() && time.get().pending() > 0;
  }

  private Look look(Set<String> exempt) {
    Look look = new Look();
    collect(system.snapshot(), exempt, look);
    return look;
  }

  private static void collect(ActorSnapshot actor, Set<String> exempt, Look look) {
    if (actor.style() != ActorSnapshot.Style.SCOPE) {
      look.actors++;
    }
    if (!exempt.contains(actor.path())) {
      switch (actor.state()) {
        case IDLE -> {}
        case RESTARTING -> look.restarting.add(actor.path());
        case RUNNING, STOPPING, STOPPED -> look.active.add(actor.path());
      }
    }
    actor.children().forEach(child -> collect(child, exempt, look));
  }
}
