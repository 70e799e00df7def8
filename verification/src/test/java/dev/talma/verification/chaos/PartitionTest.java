package dev.talma.verification.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The network between the nodes is cut and mended while clients are at work. Each node is in a
/// network namespace; where that is not permitted, the tests are skipped and say so.
@Tag("chaos")
@DisabledIfSystemProperty(named = "talma.chaos", matches = "off")
class PartitionTest {
  private static final Duration ASK = Duration.ofSeconds(2);

  /// The links between two nodes and two others.
  private static final List<List<String>> HALVES =
      List.of(List.of("a", "c"), List.of("a", "d"), List.of("b", "c"), List.of("b", "d"));

  static LongStream seeds() {
    return Chaos.seeds();
  }

  private static Wires wires() {
    Optional<String> problem = Wires.problem();
    assumeTrue(problem.isEmpty(), () -> problem.orElse(""));
    return Wires.open();
  }

  private static void healed(Arena arena, String... names) {
    long healed = System.nanoTime();
    arena.awaitOneMembership();
    arena.say(
        "from the heal to one membership: " + (System.nanoTime() - healed) / 1_000_000 + " ms");
    arena.awaitProgress(100, names);
  }

  /// One is cut off from two, and each side works by itself.
  @ParameterizedTest
  @MethodSource("seeds")
  void oneIsCutOff(long seed) {
    try (Wires wires = wires();
        var arena = new Arena("cut", seed, Optional.of(wires), ASK, 1, "a", "b", "c")) {
      arena.begin(100, "a", "b", "c");
      wires.cut("a", "c");
      wires.cut("b", "c");
      arena.awaitOneMembership(List.of("a", "b"));
      arena.awaitOneMembership(List.of("c"));
      arena.awaitProgress(100, "a", "b", "c");
      wires.heal("a", "c");
      wires.heal("b", "c");
      healed(arena, "a", "b", "c");
      arena.check(false);
    }
  }

  static LongStream oneSeed() {
    return seeds().limit(1);
  }

  /// So long that each side has removed the other one and forgotten that it was there, but for the
  /// addresses.
  @ParameterizedTest
  @MethodSource("oneSeed")
  @Timeout(180)
  @EnabledIfSystemProperty(named = "talma.chaos", matches = "full")
  void oneIsCutOffForLong(long seed) {
    try (Wires wires = wires();
        var arena = new Arena("long cut", seed, Optional.of(wires), ASK, 1, "a", "b", "c")) {
      arena.begin(100, "a", "b", "c");
      long end = System.nanoTime() + Duration.ofSeconds(55).toNanos();
      wires.cut("a", "c");
      wires.cut("b", "c");
      arena.awaitOneMembership(List.of("a", "b"));
      arena.awaitOneMembership(List.of("c"));
      Chaos.awaitMoment(end);
      arena.awaitProgress(100, "a", "b", "c");
      wires.heal("a", "c");
      wires.heal("b", "c");
      healed(arena, "a", "b", "c");
      arena.check(false);
    }
  }

  /// One is cut off from two, and stops its actors, as it is less than half.
  @ParameterizedTest
  @MethodSource("seeds")
  @EnabledIfSystemProperty(named = "talma.chaos", matches = "full")
  void aMinorityIsCutOff(long seed) {
    try (Wires wires = wires();
        var arena = new Arena("minority", seed, Optional.of(wires), ASK, 2, "a", "b", "c")) {
      arena.begin(100, "a", "b", "c");
      wires.cut("a", "c");
      wires.cut("b", "c");
      arena.awaitOneMembership(List.of("a", "b"));
      arena.awaitProgress(100, "a", "b");
      arena.awaitNothingRuns("c");
      wires.heal("a", "c");
      wires.heal("b", "c");
      healed(arena, "a", "b", "c");
      arena.check(false);
    }
  }

  /// Two and two go on by themselves. Each name lives twice then; in the end one of both is
  /// dropped, and counted.
  @ParameterizedTest
  @MethodSource("seeds")
  @EnabledIfSystemProperty(named = "talma.chaos", matches = "full")
  void halvesGoOn(long seed) {
    try (Wires wires = wires();
        var arena = new Arena("halves", seed, Optional.of(wires), ASK, 1, "a", "b", "c", "d")) {
      cutInHalves(wires, arena);
      arena.awaitOneMembership(List.of("a", "b"));
      arena.awaitOneMembership(List.of("c", "d"));
      arena.awaitProgress(100, "a", "b", "c", "d");
      arena.node("a").tell("books " + arena.names()); // now each name lives in both
      arena.node("c").tell("books " + arena.names());
      long before = arena.conflicts();
      HALVES.forEach(pair -> wires.heal(pair.getFirst(), pair.getLast()));
      healed(arena, "a", "b", "c", "d");
      arena.check(false);
      assertEquals(arena.names(), arena.conflicts() - before, "the states that were dropped");
    }
  }

  /// Neither of two halves is more than half, so nobody answers until they are one again.
  @ParameterizedTest
  @MethodSource("seeds")
  @EnabledIfSystemProperty(named = "talma.chaos", matches = "full")
  void neitherHalfIsEnough(long seed) {
    try (Wires wires = wires();
        var arena =
            new Arena("no majority", seed, Optional.of(wires), ASK, 3, "a", "b", "c", "d")) {
      cutInHalves(wires, arena);
      for (String name : List.of("a", "b", "c", "d")) {
        arena.awaitAvailable(false, name);
        arena.awaitNothingRuns(name);
      }
      HALVES.forEach(pair -> wires.heal(pair.getFirst(), pair.getLast()));
      healed(arena, "a", "b", "c", "d");
      arena.check(false);
      assertEquals(0, arena.conflicts(), "the states that were dropped");
    }
  }

  private static void cutInHalves(Wires wires, Arena arena) {
    arena.begin(100, "a", "b", "c", "d");
    HALVES.forEach(pair -> wires.cut(pair.getFirst(), pair.getLast()));
  }

  /// Packets get lost on it one way, and the other way is slow. Whatever the nodes make of that:
  /// when it is over, all is as it should be.
  @ParameterizedTest
  @MethodSource("seeds")
  @EnabledIfSystemProperty(named = "talma.chaos", matches = "full")
  void oneLinkIsBad(long seed) {
    Optional<String> problem = Wires.problemOfBadLinks();
    assumeTrue(problem.isEmpty(), () -> problem.orElse(""));
    try (Wires wires = wires();
        var arena = new Arena("bad link", seed, Optional.of(wires), ASK, 1, "a", "b", "c")) {
      arena.begin(100, "a", "b", "c");
      wires.worsen("a", "b");
      Chaos.awaitMoment(System.nanoTime() + Duration.ofSeconds(20).toNanos());
      for (String name : List.of("a", "b", "c")) {
        arena.say("while it is bad, " + name + " sees " + arena.node(name).tell("members"));
      }
      wires.mend("a", "b");
      healed(arena, "a", "b", "c");
      arena.check(false);
    }
  }

  /// Two cannot reach each other, and both can reach the third.
  @ParameterizedTest
  @MethodSource("seeds")
  @EnabledIfSystemProperty(named = "talma.chaos", matches = "full")
  void oneLinkIsCut(long seed) {
    try (Wires wires = wires();
        var arena = new Arena("one link", seed, Optional.of(wires), ASK, 1, "a", "b", "c")) {
      arena.begin(100, "a", "b", "c");
      wires.cut("a", "b");
      Chaos.awaitMoment(System.nanoTime() + Duration.ofSeconds(12).toNanos());
      arena.node("a").tell("members").forEach(m -> arena.say("while it is cut, a sees " + m));
      arena.node("b").tell("members").forEach(m -> arena.say("while it is cut, b sees " + m));
      arena.node("c").tell("members").forEach(m -> arena.say("while it is cut, c sees " + m));
      wires.heal("a", "b");
      healed(arena, "a", "b", "c");
      arena.check(false);
    }
  }
}
