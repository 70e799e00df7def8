package dev.talma.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Backoff;
import dev.talma.Restart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Settling among many actors that keep each other busy: whenever it says that all are at rest,
/// nothing may be left to do.
class StillnessTest {
  private static final int ACTORS = 16;
  private static final int ROUNDS = 150;

  /// Goes from actor to actor, and splits in two at each step.
  private record Hop(int left, long seed) {}

  private final AtomicLong handled = new AtomicLong();
  private final List<ActorRef<Hop>> actors = new ArrayList<>();

  @Test
  void nothingIsLeftToDoWhenAllAreAtRest() {
    long seed = System.nanoTime();
    try (var system = TestSystem.create("hops", s -> s.withPatience(Duration.ofSeconds(20)))) {
      spawnAll(system, CrashScript.onDemand());
      var random = new SplittableRandom(seed);
      long expected = 0;
      for (int round = 0; round < ROUNDS; round++) {
        expected += sendSome(random);
        system.settle();
        assertEquals(expected, handled.get(), "round " + round + ", seed " + seed);
        assertEquals(expected, system.counters().handled(), "round " + round + ", seed " + seed);
      }
    }
  }

  @Test
  void norWhenTheyCrashAndRestartInBetween() {
    long seed = System.nanoTime();
    try (var system =
        TestSystem.create(
            "crashes", s -> s.withVirtualTime().withPatience(Duration.ofSeconds(20)))) {
      var script = CrashScript.random(0.01, seed);
      spawnAll(system, script);
      var random = new SplittableRandom(seed);
      for (int round = 0; round < ROUNDS; round++) {
        sendSome(random);
        system.advance(Duration.ofMinutes(1));
        long steps = script.steps();
        assertEquals(steps - script.crashes(), handled.get(), "round " + round + ", seed " + seed);
        assertEquals(
            handled.get(), system.counters().handled(), "round " + round + ", seed " + seed);
        assertEquals(
            script.crashes(),
            system.counters().deadLettersTotal(),
            "round " + round + ", seed " + seed);
        assertEquals(
            script.crashes(), system.counters().restarts(), "round " + round + ", seed " + seed);
        assertEquals(0, actors.stream().mapToInt(ActorRef::waiting).sum());
      }
    }
  }

  private void spawnAll(TestSystem system, CrashScript script) {
    for (int i = 0; i < ACTORS; i++) {
      Actor<Hop> actor =
          i % 2 == 0
              ? Actor.handler(() -> (hop, ctx) -> handle(hop, script))
              : (mailbox, ctx) -> {
                for (Hop hop : mailbox) {
                  handle(hop, script);
                }
              };
      actors.add(
          system.spawn(
              "a" + i,
              actor.supervised(
                  Restart.always()
                      .backoff(Backoff.between(Duration.ZERO, Duration.ofSeconds(5))))));
    }
  }

  private void handle(Hop hop, CrashScript script) {
    script.step();
    handled.incrementAndGet();
    if (hop.left() > 0) {
      var random = new SplittableRandom(hop.seed());
      for (int i = 0; i < 2; i++) {
        actors.get(random.nextInt(ACTORS)).send(new Hop(hop.left() - 1, random.nextLong()));
      }
    }
  }

  /// {@return how many messages it will take in all}
  private long sendSome(SplittableRandom random) {
    long total = 0;
    for (int i = random.nextInt(4); i >= 0; i--) {
      int depth = random.nextInt(8);
      actors.get(random.nextInt(ACTORS)).send(new Hop(depth, random.nextLong()));
      total += (1L << (depth + 1)) - 1;
    }
    return total;
  }
}
