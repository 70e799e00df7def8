package dev.talma.verification.chaos;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Nodes are there for different things, or for more than others, and come and go while clients on
/// all of them are at work.
@Tag("chaos")
@EnabledIfSystemProperty(named = "talma.chaos", matches = "full")
class RolesTest {
  private static final Duration ASK = Duration.ofSeconds(2);
  private static final String WORKER = "roles=worker,other";
  private static final String OTHER = "roles=other";

  static LongStream seeds() {
    return Chaos.seeds();
  }

  /// The front has no actors, ever; the workers change.
  @ParameterizedTest
  @MethodSource("seeds")
  void actorsLiveWhereTheirRoleIs(long seed) {
    try (var arena = workers("roles", seed, "front", "w1", "w2", "w3")) {
      arena.begin(100, "front", "w1", "w2");
      ownersAre(arena, Set.of("w1", "w2"));
      arena.start("w3");
      arena.load(List.of("w3"));
      arena.awaitProgress(100, "front", "w3");
      ownersAre(arena, Set.of("w1", "w2", "w3"));
      arena.leave("w1");
      arena.awaitProgress(100, "front", "w2", "w3");
      ownersAre(arena, Set.of("w2", "w3"));
      arena.kill("w2");
      arena.awaitProgress(100, "front", "w3");
      arena.start("w1");
      arena.load(List.of("w1"));
      arena.awaitProgress(100, "front", "w1", "w3");
      ownersAre(arena, Set.of("w1", "w3"));
      arena.check(false);
    }
  }

  /// Nobody may have the actors for a while, first in good order and then by a crash.
  @ParameterizedTest
  @MethodSource("seeds")
  void theLastOneWithTheRoleIsGone(long seed) {
    try (var arena = workers("last of its role", seed, "front", "back", "w1")) {
      arena.begin(100, "front", "back", "w1");
      arena.leave("w1");
      noneAndBackAgain(arena);
      arena.kill("w1");
      noneAndBackAgain(arena);
      arena.check(false);
    }
  }

  private static void noneAndBackAgain(Arena arena) {
    arena.awaitAvailable(false, "front");
    arena.awaitAvailable(false, "back");
    arena.start("w1");
    arena.awaitAvailable(true, "front");
    arena.awaitAvailable(true, "back");
    arena.load(List.of("w1"));
    arena.awaitProgress(100, "front", "back", "w1");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theHeavierOneHoldsMore(long seed) {
    try (var arena =
        new Arena("weights", seed, Optional.empty(), ASK, 1, "heavy", "b", "c")
            .special("heavy", "weight=4")) {
      arena.begin(100, "b", "c");
      arena.start("heavy");
      arena.load(List.of("heavy"));
      arena.awaitProgress(100, "heavy", "b", "c");
      heavyHoldsMore(arena);
      arena.kill("heavy");
      arena.start("heavy");
      arena.load(List.of("heavy"));
      arena.leave("b");
      arena.start("b");
      arena.load(List.of("b"));
      arena.awaitProgress(100, "heavy", "b", "c");
      heavyHoldsMore(arena);
      arena.check(false);
    }
  }

  private static Arena workers(String scenario, long seed, String... names) {
    Arena arena = new Arena(scenario, seed, Optional.empty(), ASK, 1, names).workers();
    for (String name : names) {
      arena = arena.special(name, name.startsWith("w") ? WORKER : OTHER);
    }
    return arena;
  }

  private static void ownersAre(Arena arena, Set<String> nodes) {
    arena.awaitOneMembership();
    assertEquals(nodes, Set.copyOf(arena.owners("front", 1000).values()), "the owners");
    assertEquals(List.of(), arena.node("front").tell("running"), "what runs on the front");
  }

  private static void heavyHoldsMore(Arena arena) {
    arena.awaitOneMembership();
    Map<String, Long> counts =
        arena.owners("c", 1000).values().stream().collect(groupingBy(owner -> owner, counting()));
    assertEquals(Set.of("heavy", "b", "c"), counts.keySet());
    assertTrue(counts.get("heavy") > 2 * Math.max(counts.get("b"), counts.get("c")), "" + counts);
  }
}
