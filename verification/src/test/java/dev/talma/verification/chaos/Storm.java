package dev.talma.verification.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/// Random things that happen to nodes, soon one after the other. At least two nodes are left alone
/// at any time.
final class Storm {
  /// What may happen.
  enum What {
    START,
    LEAVE,
    KILL,
    PAUSE,
    RESUME,
    CUT,
    HEAL
  }

  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

  private final Arena arena;
  private final Optional<Wires> wires;
  private final SplittableRandom random;
  private final Set<String> running = new TreeSet<>();
  private final Set<String> leaving = new TreeSet<>();
  private final Set<String> paused = new TreeSet<>();
  private final Set<List<String>> cuts = new HashSet<>();

  Storm(Arena arena, Optional<Wires> wires, long seed) {
    this.arena = arena;
    this.wires = wires;
    this.random = new SplittableRandom(seed);
  }

  static String[] names() {
    return NAMES.toArray(String[]::new);
  }

  /// Lets some of them happen, to three nodes at first, and clears up afterwards.
  void rage(int steps, List<What> possible) {
    List<String> first = NAMES.subList(0, 3);
    arena.start(first.toArray(String[]::new));
    running.addAll(first);
    arena.awaitOneMembership();
    arena.load();
    arena.awaitProgress(50, first.toArray(String[]::new));
    for (int i = 0; i < steps; i++) {
      step(possible.get(random.nextInt(possible.size())));
      Duration calm = Duration.ofMillis(random.nextInt(random.nextBoolean() ? 50 : 700));
      Chaos.awaitMoment(System.nanoTime() + calm.toNanos());
    }
    paused.forEach(name -> arena.node(name).resume());
    cuts.forEach(pair -> wires.orElseThrow().heal(pair.getFirst(), pair.getLast()));
    arena.awaitLeft();
    arena.awaitOneMembership();
    arena.awaitProgress(50, running.toArray(String[]::new));
  }

  private void step(What what) {
    List<String> well = new ArrayList<>(running);
    well.removeAll(paused);
    Optional<String> victim = well.size() > 2 ? Optional.of(any(well)) : Optional.empty();
    switch (what) {
      case START -> start();
      case LEAVE -> victim.ifPresent(this::leave);
      case KILL -> victim.ifPresent(this::kill);
      case PAUSE -> victim.ifPresent(this::pause);
      case RESUME -> {
        if (!paused.isEmpty()) {
          resume(any(paused));
        }
      }
      case CUT -> cut(any(NAMES), any(NAMES));
      case HEAL -> {
        if (!cuts.isEmpty()) {
          heal(any(cuts));
        }
      }
    }
  }

  private <T> T any(Iterable<T> from) {
    List<T> all = new ArrayList<>();
    from.forEach(all::add);
    return all.get(random.nextInt(all.size()));
  }

  private void start() {
    List<String> rest = new ArrayList<>(NAMES);
    rest.removeAll(running);
    if (rest.isEmpty()) {
      return;
    }
    if (leaving.containsAll(rest)) {
      arena.awaitLeft(); // their ports are taken
      leaving.clear();
    }
    rest.removeAll(leaving);
    String name = any(rest);
    arena.say("start " + name);
    arena.start(name);
    arena.load(List.of(name));
    running.add(name);
  }

  private void leave(String name) {
    arena.say("leave " + name);
    arena.beginToLeave(name);
    leaving.add(name);
    running.remove(name);
  }

  private void kill(String name) {
    arena.say("kill " + name);
    arena.kill(name);
    running.remove(name);
  }

  private void pause(String name) {
    arena.say("pause " + name);
    arena.node(name).pause();
    paused.add(name);
  }

  private void resume(String name) {
    arena.say("resume " + name);
    arena.node(name).resume();
    paused.remove(name);
  }

  private void cut(String one, String other) {
    if (!one.equals(other) && cuts.add(List.of(one, other))) {
      arena.say("cut " + one + " " + other);
      wires.orElseThrow().cut(one, other);
    }
  }

  private void heal(List<String> pair) {
    arena.say("heal " + pair);
    wires.orElseThrow().heal(pair.getFirst(), pair.getLast());
    cuts.remove(pair);
  }
}
