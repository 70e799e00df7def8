package dev.talma.verification.chaos;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.talma.verification.chaos.Storm.What;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Many things happen at random. The seed repeats what happens, and not exactly when.
@Tag("chaos")
@EnabledIfSystemProperty(named = "talma.chaos", matches = "full")
class StormTest {
  private static final int STEPS = 20;

  static LongStream seeds() {
    return Chaos.seeds();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nodesComeAndGo(long seed) {
    try (var arena =
        new Arena("storm", seed, Optional.empty(), Duration.ofSeconds(5), 1, Storm.names())) {
      new Storm(arena, Optional.empty(), seed)
          .rage(STEPS, List.of(What.START, What.START, What.LEAVE));
      arena.check(true);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nodesCrash(long seed) {
    try (var arena =
        new Arena("crash storm", seed, Optional.empty(), Duration.ofSeconds(2), 1, Storm.names())) {
      new Storm(arena, Optional.empty(), seed)
          .rage(
              STEPS,
              List.of(What.START, What.START, What.LEAVE, What.KILL, What.PAUSE, What.RESUME));
      arena.check(false);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void linksBreak(long seed) {
    Optional<String> problem = Wires.problem();
    assumeTrue(problem.isEmpty(), () -> problem.orElse(""));
    try (Wires wires = Wires.open();
        var arena =
            new Arena(
                "link storm", seed, Optional.of(wires), Duration.ofSeconds(2), 1, Storm.names())) {
      new Storm(arena, Optional.of(wires), seed)
          .rage(
              STEPS,
              List.of(
                  What.START,
                  What.START,
                  What.LEAVE,
                  What.KILL,
                  What.CUT,
                  What.CUT,
                  What.HEAL,
                  What.HEAL));
      arena.check(false);
    }
  }
}
