package dev.talma.verification.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Nodes are killed, stand still and come back while clients are at work. State may be lost with a
/// node; what was acknowledged by an actor that lives was done, nothing is done twice, and who asks
/// is told what went wrong, in time.
@Tag("chaos")
@DisabledIfSystemProperty(named = "talma.chaos", matches = "off")
class CrashTest {
  private static final Duration ASK = Duration.ofSeconds(2);

  /// Long enough for the others to give it up.
  private static final Duration PAUSE = Duration.ofSeconds(Chaos.isFull() ? 20 : 7);

  static LongStream seeds() {
    return Chaos.seeds();
  }

  private static Arena arena(String scenario, long seed, String... names) {
    return new Arena(scenario, seed, Optional.empty(), ASK, 1, names);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void oneIsKilled(long seed) {
    try (var arena = arena("kill", seed, "a", "b", "c")) {
      arena.begin(200, "a", "b", "c");
      Map<String, String> owners = arena.owners("a");
      long killed = System.currentTimeMillis();
      arena.kill("c");
      arena.awaitProgress(300, "a", "b");
      arena.check(false);
      arena.sayFirstAnswers(
          "from the kill to the first answer from elsewhere",
          killed,
          name -> "c".equals(owners.get(name)),
          move -> !move.node().equals("c"));
    }
  }

  /// Its next run has the same name and the same port, at once.
  @ParameterizedTest
  @MethodSource("seeds")
  @EnabledIfSystemProperty(named = "talma.chaos", matches = "full")
  void oneIsKilledAndReplaced(long seed) {
    try (var arena = arena("kill and replace", seed, "a", "b", "c")) {
      arena.start("a", "b", "c");
      arena.awaitOneMembership();
      arena.load();
      for (String name : List.of("c", "a", "b")) {
        arena.awaitProgress(100, "a", "b", "c");
        arena.kill(name);
        arena.start(name);
        arena.awaitOneMembership();
        arena.load(List.of(name));
      }
      arena.awaitProgress(100, "a", "b", "c");
      arena.check(false);
    }
  }

  /// Nobody has noticed much of one run when the next one is killed.
  @ParameterizedTest
  @MethodSource("seeds")
  @EnabledIfSystemProperty(named = "talma.chaos", matches = "full")
  void oneIsKilledAgainAndAgain(long seed) {
    try (var arena = arena("kill and kill", seed, "a", "b", "c")) {
      arena.begin(100, "a", "b", "c");
      for (int i = 0; i < 6; i++) {
        arena.kill("c");
        arena.start("c");
        arena.load(List.of("c"));
        if (i % 2 == 1) {
          arena.awaitProgress(50, "c");
        }
      }
      arena.awaitProgress(100, "a", "b", "c");
      arena.check(false);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void oneStandsStill(long seed) {
    try (var arena = arena("pause", seed, "a", "b", "c")) {
      arena.begin(100, "a", "b", "c");
      arena.node("c").pause();
      long until = System.nanoTime() + PAUSE.toNanos();
      arena.awaitUp("a", 2);
      arena.awaitUp("b", 2);
      arena.awaitProgress(200, "a", "b");
      Chaos.awaitMoment(until);
      arena.node("c").resume();
      long resumed = System.nanoTime();
      arena.awaitOneMembership();
      arena.say(
          "from waking up to one membership: " + (System.nanoTime() - resumed) / 1_000_000 + " ms");
      arena.awaitProgress(100, "a", "b", "c");
      arena.check(false);
    }
  }

  /// There is soon no room for what is sent to it, and nobody waits for room longer than for an
  /// answer.
  @ParameterizedTest
  @MethodSource("seeds")
  @EnabledIfSystemProperty(named = "talma.chaos", matches = "full")
  void oneStandsStillInAFlood(long seed) {
    try (var arena = arena("pause in a flood", seed, "a", "b", "c").burst(40_000).outbound(500)) {
      arena.begin(5, "a", "b", "c");
      arena.node("c").pause();
      arena.awaitUp("a", 2);
      arena.awaitUp("b", 2);
      arena.awaitProgress(5, "a", "b");
      arena.node("c").resume();
      arena.awaitOneMembership();
      arena.awaitProgress(5, "a", "b", "c");
      arena.check(false);
    }
  }

  /// It is not even taken for dead.
  @ParameterizedTest
  @MethodSource("seeds")
  @EnabledIfSystemProperty(named = "talma.chaos", matches = "full")
  void oneStandsStillForAMoment(long seed) {
    try (var arena = arena("short pause", seed, "a", "b", "c")) {
      arena.start("a", "b", "c");
      arena.awaitOneMembership();
      arena.load();
      for (int i = 0; i < 4; i++) {
        arena.awaitProgress(50, "a", "b", "c");
        long until = System.nanoTime() + Duration.ofMillis(1000 + 1500L * i).toNanos();
        arena.node("b").pause();
        Chaos.awaitMoment(until);
        arena.node("b").resume();
      }
      arena.awaitProgress(50, "a", "b", "c");
      arena.check(false);
    }
  }

  /// The first seed of all is not there, and comes later.
  @ParameterizedTest
  @MethodSource("seeds")
  @EnabledIfSystemProperty(named = "talma.chaos", matches = "full")
  void aSeedComesLate(long seed) {
    try (var arena = arena("seed down", seed, "seed", "b", "c")) {
      arena.begin(50, "b", "c");
      arena.start("seed");
      arena.load(List.of("seed"));
      arena.awaitProgress(50, "seed", "b", "c");
      arena.check(true);
    }
  }

  /// Each node knows only the seed.
  @ParameterizedTest
  @MethodSource("seeds")
  @EnabledIfSystemProperty(named = "talma.chaos", matches = "full")
  void theOnlySeedComesLate(long seed) {
    try (var arena = arena("only seed down", seed, "seed", "b", "c").seeds("seed")) {
      arena.start("b", "c");
      arena.load();
      arena.awaitProgress(50, "b", "c"); // each is a cluster of its own
      arena.start("seed");
      arena.awaitOneMembership();
      arena.load(List.of("seed"));
      arena.awaitProgress(50, "seed", "b", "c");
      arena.check(false);
    }
  }
}
