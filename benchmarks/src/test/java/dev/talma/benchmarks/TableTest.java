package dev.talma.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.benchmarks.Measurement.Result;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TableTest {
  private static final Line LINE =
      Line.of("line", "a line", "ns")
          .target(Side.EVENTS, new Target.Ratio(Side.PEKKO, 0.5))
          .target(Side.LOOP, new Target.Ratio(Side.PEKKO, 2), new Target.Ratio(Side.BEAM, 1));

  private final Table table = new Table(EnumSet.allOf(Side.class));

  private static Cell measured(double... values) {
    return new Cell.Measured(
        java.util.Arrays.stream(values).mapToObj(value -> new Sample(value, false)).toList());
  }

  private List<String> lines() {
    return table.toString().lines().toList();
  }

  private List<String> columns(int line) {
    return List.of(lines().get(line).split(" {2,}", -1));
  }

  @Test
  void shows_medians_ratios_targets_and_verdicts() {
    table.add(
        new Result(
            LINE,
            Map.of(
                Side.PEKKO, measured(100, 2_000, 1_000),
                Side.EVENTS, measured(400),
                Side.LOOP, measured(1_500),
                Side.BEAM, measured(1_200))));
    assertEquals(
        List.of("Pekko", "Talma events", "Talma loop", "BEAM", "events/Pekko", "loop/Pekko"),
        columns(0).subList(1, 7));
    assertEquals(
        List.of(
            "a line",
            "ns",
            "~1,000",
            "400",
            "1,500",
            "1,200",
            "0.40",
            "1.50",
            "≤ 0.5 Pekko | ≤ 2 Pekko, ≤ 1 BEAM",
            "ok",
            "miss 1.3×"),
        columns(1));
    assertFalse(table.hasFailures());
  }

  @Test
  void a_target_whose_baseline_is_absent_does_not_count() {
    table.add(
        new Result(
            LINE,
            Map.of(
                Side.PEKKO, measured(1_000),
                Side.EVENTS, measured(600),
                Side.LOOP, measured(1_500))));
    assertTrue(lines().get(1).endsWith("miss 1.2×  ok"), table.toString());
  }

  @Test
  void what_was_not_awaited_is_shown_as_a_lower_bound() {
    table.add(
        new Result(
            LINE,
            Map.of(
                Side.PEKKO, new Cell.Measured(List.of(new Sample(3_000, true))),
                Side.EVENTS, measured(300),
                Side.LOOP, measured(300))));
    assertTrue(lines().get(1).contains("> 3,000"), table.toString());
    assertTrue(lines().get(1).contains("< 0.10"), table.toString());
  }

  @Test
  void a_failure_is_no_figure_and_is_explained_once() {
    var failed = new Cell.Failed("it broke");
    table.add(new Result(LINE, Map.of(Side.EVENTS, failed)));
    table.add(new Result(LINE, Map.of(Side.EVENTS, failed)));
    assertTrue(table.hasFailures());
    assertTrue(lines().get(1).contains("failed"), table.toString());
    assertEquals("  Talma events: it broke (line, line)", lines().getLast());
  }
}
