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
/// world can make one so.
///
/// Source: the idea of counting twice is that of F. Mattern, Algorithms for distributed termination
/// detection, 1987.
final class Stillness {
  /// An actor that restarts at once shows for a moment what one shows that waits for its restart.
  private static final int LOOKS_AT_RESTARTS = 5;

  private static final long BETWEEN_LOOKS_AT_RESTARTS = 1_000_000;

  private final ActorSystem system;
  private final Optional<VirtualTime> time;
  private final IntSupplier held;
  private List<String> lastActive = List.of();

  /// @param time the clock of the system, if it moves only when it is told to
  /// @param held how many actors wait where the test holds them, which is as good as being at rest
  Stillness(ActorSystem system, Optional<VirtualTime> time, IntSupplier held) {
    this.system = system;
    this.time = time;
    this.held = held;
  }

  /// What one look at the actors shows.
  private record Look(List<String> active, List<String> restarting) {}

  /// {@return whether all actors are at rest, but for those held and those given}
  boolean holds(ActorRef<?>... busy) {
    if (time.isPresent() && time.get().isRousing()) {
      lastActive = List.of("whoever waited for time");
      return false;
    }
    Set<String> exempt = Stream.of(busy).map(ActorRef::path).collect(Collectors.toSet());
    Counters before = system.counters();
    int looks = 2;
    for (int i = 1; i <= looks; i++) {
      Look look = look(exempt);
      if (!isStill(look)) {
        return false;
      }
      if (!look.restarting.isEmpty()) {
        looks = LOOKS_AT_RESTARTS;
        LockSupport.parkNanos(BETWEEN_LOOKS_AT_RESTARTS);
      }
    }
    return before.equals(system.counters());
  }

  /// {@return which actors were not at rest when it last looked, for a failure message}
  String unrest() {
    return Texts.line("not at rest", lastActive);
  }

  private boolean isStill(Look look) {
    lastActive = look.active;
    int heldBefore = held.getAsInt();
    // whoever is held is among the active ones, so the others are at rest if there are no more
    if (look.active.size() > heldBefore || held.getAsInt() != heldBefore) {
      return false;
    }
    // on the machine's time, what waits for its restart goes on by itself, and soon
    boolean waitForTimers = time.isPresent() && time.get().pending() >= look.restarting.size();
    if (!look.restarting.isEmpty() && !waitForTimers) {
      lastActive = look.restarting;
      return false;
    }
    return true;
  }

  private Look look(Set<String> exempt) {
    Look look = new Look(new ArrayList<>(), new ArrayList<>());
    collect(system.snapshot(), exempt, look);
    return look;
  }

  private static void collect(ActorSnapshot actor, Set<String> exempt, Look look) {
    if (!exempt.contains(actor.path())) {
      switch (actor.state()) {
        case RUNNING, STOPPING -> look.active.add(actor.path());
        case RESTARTING -> look.restarting.add(actor.path());
        case IDLE, STOPPED -> {}
      }
    }
    actor.children().forEach(child -> collect(child, exempt, look));
  }
}
