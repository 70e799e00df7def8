package dev.talma.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Measures one row: every side's first fork, then every side's second one, and so on, so that a
/// disturbance of the machine hits all of them alike.
final class Measurement {
  private final Laboratory laboratory;
  private final Set<Side> sides;
  private final int forks;
  private final Map<Job, List<Sample.Named>> samples = new HashMap<>();
  private final Map<Job, String> failures = new HashMap<>();

  Measurement(Laboratory laboratory, Set<Side> sides, int forks) {
    this.laboratory = laboratory;
    this.sides = sides;
    this.forks = forks;
  }

  /// What was measured in one line.
  ///
  /// @param line the line
  /// @param cells the figures, with an entry for every side
  record Result(Line line, Map<Side, Cell> cells) {}

  /// {@return the results, a line each}
  List<Result> measure(Row row) throws InterruptedException {
    var jobs = new LinkedHashSet<Job>(); // each once, though several lines may show it
    for (var line : row.lines()) {
      for (var side : Side.values()) { // not in the order of the map, which has none
        var source = line.sources().get(side);
        if (source != null && sides.contains(side)) {
          jobs.add(source.job());
        }
      }
    }
    for (int fork = 0; fork < (row.repeated() ? forks : 1); fork++) {
      for (var job : jobs) {
        run(job);
      }
    }
    return row.lines().stream().map(line -> new Result(line, cells(line))).toList();
  }

  private void run(Job job) throws InterruptedException {
    if (failures.containsKey(job)) {
      return; // it would fail again
    }
    try {
      samples.computeIfAbsent(job, _ -> new ArrayList<>()).addAll(laboratory.run(job));
    } catch (JobFailedException e) {
      failures.put(job, String.valueOf(e.getMessage()));
    }
  }

  private Map<Side, Cell> cells(Line line) {
    var cells = new EnumMap<Side, Cell>(Side.class);
    for (var side : Side.values()) {
      cells.put(side, cell(line, side));
    }
    return cells;
  }

  private Cell cell(Line line, Side side) {
    var source = line.sources().get(side);
    if (source == null || !sides.contains(side)) {
      return new Cell.Absent();
    }
    var failure = failures.get(source.job());
    if (failure != null) {
      return new Cell.Failed(failure);
    }
    var measured =
        samples.getOrDefault(source.job(), List.of()).stream()
            .filter(sample -> sample.metric().equals(source.metric()))
            .map(Sample.Named::sample)
            .toList();
    return measured.isEmpty()
        ? new Cell.Failed("no figure called " + source.metric())
        : new Cell.Measured(measured);
  }
}
