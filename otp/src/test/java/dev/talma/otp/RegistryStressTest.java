package dev.talma.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.AskException;
import dev.talma.Request;
import dev.talma.testkit.TestSettings;
import dev.talma.testkit.TestSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/// Actors that register, end in all ways, and whose names others take, at random: at no step
/// somebody finds one of whose end it knows, and at the end nothing is left. The property
/// `talma.seed` repeats a run; `talma.quick` makes it shorter.
class RegistryStressTest {
  private static final Duration AGES = Duration.ofSeconds(30);
  private static final int THREADS = 4;
  private static final int NAMES = 12; // few, so that they are taken all the time

  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  record Die() implements Request<Die, Boolean> {}

  private static Actor<Die> mortal() {
    return Actor.handler(
        () ->
            (message, ctx) -> {
              throw new IllegalStateException("on purpose");
            });
  }

  @Test
  void nobodyFindsTheDeadAndNothingIsLeft() throws InterruptedException {
    long seed = Long.getLong("talma.seed", System.nanoTime());
    int steps = System.getProperty("talma.quick") == null ? 5_000 : 200;
    System.out.println("RegistryStressTest: -Dtalma.seed=" + seed);
    try (var system = TestSystem.create("stress", TestSettings::toleratingCrashes)) {
      UniqueRegistry<Integer, Die> names = Registry.unique(system, "names");
      DuplicateRegistry<Integer, Die> groups = Registry.duplicate(system, "groups");
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(seed + i);
        threads.add(
            Thread.ofVirtual()
                .uncaughtExceptionHandler((_, failure) -> wrong.add("threw " + failure))
                .start(() -> live(system, names, groups, random, steps)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(List.of(), List.copyOf(wrong), "seed " + seed);
      system.settle();
      assertTrue(names.isBare(), "seed " + seed);
      assertTrue(groups.isBare(), "seed " + seed);
    }
  }

  private void live(
      TestSystem system,
      UniqueRegistry<Integer, Die> names,
      DuplicateRegistry<Integer, Die> groups,
      Random random,
      int steps) {
    for (int step = 0; step < steps; step++) {
      ActorRef<Die> actor = system.spawn(mortal());
      boolean killedMeanwhile = random.nextInt(10) == 0;
      if (killedMeanwhile) {
        Thread.startVirtualThread(actor::kill);
      }
      int key = random.nextInt(NAMES);
      enter(names, groups, actor, key, random.nextInt(3));
      if (random.nextInt(5) == 0) {
        boolean _ = names.unregister(key, actor);
      }
      end(actor, random.nextInt(3));
      require(actor, names, groups, key);
    }
  }

  private void enter(
      UniqueRegistry<Integer, Die> names,
      DuplicateRegistry<Integer, Die> groups,
      ActorRef<Die> actor,
      int key,
      int way) {
    try {
      if (way == 0) {
        ActorRef<Die> _ = names.start(key, () -> actor);
      } else if (way == 1) {
        names.register(key, actor);
      } else {
        names
            .tryRegister(key, actor)
            .filter(holder -> holder.equals(actor))
            .ifPresent(holder -> wrong.add(holder + " holds what it has not got yet"));
      }
      boolean _ = groups.register(key, actor);
      boolean _ = groups.register(key + 1, actor);
    } catch (AlreadyRegisteredException | NotRegisteredException takenOrDead) {
      // fine; whether it is found afterwards is what matters
    }
  }

  private void end(ActorRef<Die> actor, int way) {
    switch (way) {
      case 0 -> {
        try {
          boolean _ = actor.ask(new Die(), AGES);
        } catch (AskException told) {
          // it knows now, by an ask that failed
        }
      }
      case 1 -> {
        actor.kill();
        awaitEnd(actor);
      }
      default -> {
        actor.stop();
        awaitEnd(actor);
      }
    }
  }

  private void awaitEnd(ActorRef<Die> actor) {
    try {
      if (!actor.awaitTermination(AGES)) {
        wrong.add(actor + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      wrong.add("interrupted");
    }
  }

  private void require(
      ActorRef<Die> dead,
      UniqueRegistry<Integer, Die> names,
      DuplicateRegistry<Integer, Die> groups,
      int key) {
    if (names.lookup(key).filter(dead::equals).isPresent()) {
      wrong.add(dead + " is found by its name");
    }
    if (groups.lookup(key).contains(dead) || groups.lookup(key + 1).contains(dead)) {
      wrong.add(dead + " is found in its group");
    }
    if (!names.keys(dead).isEmpty()) {
      wrong.add(dead + " has keys");
    }
    if (names.entries().stream().anyMatch(entry -> entry.member().equals(dead))) {
      wrong.add(dead + " is among the entries");
    }
  }
}
