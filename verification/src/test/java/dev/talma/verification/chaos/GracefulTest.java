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

/// Nodes come and go in good order while clients are at work: nothing is lost, no state and no
/// message, nothing is done twice, and no client notices more than a delay.
@Tag("chaos")
@DisabledIfSystemProperty(named = "talma.chaos", matches = "off")
class GracefulTest {
  private static final Duration ASK = Duration.ofSeconds(5);

  static LongStream seeds() {
    return Chaos.seeds();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void oneLeaves(long seed) {
    try (var arena = new Arena("leave", seed, Optional.empty(), ASK, 1, "a", "b", "c")) {
      arena.begin(200, "a", "b", "c");
      Map<String, String> owners = arena.owners("a");
      long left = System.currentTimeMillis();
      arena.leave("c");
      arena.awaitProgress(200, "a", "b");
      arena.check(true);
      arena.sayFirstAnswers(
          "from leaving to the first answer from elsewhere",
          left,
          name -> "c".equals(owners.get(name)),
          move -> !move.node().equals("c"));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @EnabledIfSystemProperty(named = "talma.chaos", matches = "full")
  void oneJoins(long seed) {
    try (var arena = new Arena("join", seed, Optional.empty(), ASK, 1, "a", "b", "c")) {
      arena.begin(200, "a", "b");
      arena.start("c");
      arena.load(List.of("c"));
      arena.awaitProgress(200, "a", "b", "c");
      arena.check(true);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void allAreRestartedOneAfterTheOther(long seed) {
    try (var arena = new Arena("rolling restart", seed, Optional.empty(), ASK, 1, "a", "b", "c")) {
      arena.start("a", "b", "c");
      arena.awaitOneMembership();
      arena.load();
      for (String name : List.of("a", "b", "c")) {
        arena.awaitProgress(100, "a", "b", "c");
        arena.leave(name);
        arena.start(name);
        arena.load(List.of(name));
      }
      arena.awaitProgress(100, "a", "b", "c");
      arena.check(true);
    }
  }

  /// Its own clients do not stop for that.
  @ParameterizedTest
  @MethodSource("seeds")
  @EnabledIfSystemProperty(named = "talma.chaos", matches = "full")
  void oneLeavesWhileItWorks(long seed) {
    try (var arena = new Arena("leave at work", seed, Optional.empty(), ASK, 1, "a", "b", "c")) {
      arena.begin(200, "a", "b", "c");
      arena.leaveAtWork("c");
      arena.awaitProgress(200, "a", "b");
      arena.check(true);
    }
  }

  /// Clients send much more at a time than there is room for while actors move.
  @ParameterizedTest
  @MethodSource("seeds")
  @EnabledIfSystemProperty(named = "talma.chaos", matches = "full")
  void nothingIsLostInAFlood(long seed) {
    try (var arena =
        new Arena("flood", seed, Optional.empty(), ASK, 1, "a", "b", "c").burst(60_000)) {
      arena.begin(15, "a", "b");
      arena.start("c");
      arena.awaitProgress(15, "a", "b");
      arena.leave("c");
      arena.awaitProgress(15, "a", "b");
      arena.check(true);
    }
  }

  /// The whole cluster is shut down, and nobody waits for anybody for long.
  @ParameterizedTest
  @MethodSource("seeds")
  @EnabledIfSystemProperty(named = "talma.chaos", matches = "full")
  void allLeaveAtTheSameTime(long seed) {
    try (var arena = new Arena("shutdown", seed, Optional.empty(), ASK, 1, "a", "b", "c")) {
      arena.begin(50, "a", "b", "c");
      long start = System.nanoTime();
      arena.leaveAtWork("a", "b", "c");
      arena.say("all have left after " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }
  }

  /// Nobody waits for anything between the steps.
  @ParameterizedTest
  @MethodSource("seeds")
  void manyComeAndGoAtOnce(long seed) {
    try (var arena =
        new Arena("come and go", seed, Optional.empty(), ASK, 1, "a", "b", "c", "d", "e")) {
      arena.begin(100, "a", "b", "c");
      arena.start("d", "e");
      arena.leave("a");
      arena.start("a");
      arena.leave("d");
      arena.leave("b");
      arena.load(List.of("a", "e"));
      arena.awaitProgress(100, "a", "c", "e");
      arena.check(true);
    }
  }
}
