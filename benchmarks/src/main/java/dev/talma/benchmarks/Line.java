package dev.talma.benchmarks;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// One line of the table: one figure, for each side that has it.
///
/// @param key its name in files
/// @param title what the table says
/// @param unit of the figures
/// @param sources where the figures come from
/// @param targets what the sides of Talma shall reach; without an entry there is no target
record Line(
    String key,
    String title,
    String unit,
    Map<Side, Source> sources,
    Map<Side, List<Target>> targets) {

  Line {
    sources = Map.copyOf(sources);
    targets = Map.copyOf(targets);
  }

  /// Where a figure comes from.
  ///
  /// @param job what to run
  /// @param metric which of its figures
  record Source(Job job, String metric) {}

  /// {@return a line without sources and targets}
  static Line of(String key, String title, String unit) {
    return new Line(key, title, unit, Map.of(), Map.of());
  }

  /// {@return this line, with the only metric of a benchmark as the figure of a side}
  Line with(Side side, Job job) {
    return with(side, job, Job.PER_OPERATION);
  }

  /// {@return this line, with one metric of a job as the figure of a side}
  Line with(Side side, Job job, String metric) {
    var more = new EnumMap<Side, Source>(Side.class);
    more.putAll(sources);
    more.put(side, new Source(job, metric));
    return new Line(key, title, unit, more, targets);
  }

  /// {@return this line, with targets for one style of Talma}
  Line target(Side side, Target... limits) {
    var more = new EnumMap<Side, List<Target>>(Side.class);
    more.putAll(targets);
    more.put(side, List.of(limits));
    return new Line(key, title, unit, sources, more);
  }

  /// {@return the greatest multiple of what is allowed, among the targets of a side; up to 1 is
  /// good} Empty if the side has no target here, or no figures.
  OptionalDouble multiple(Side side, Map<Side, Cell> cells) {
    if (!(cells.get(side) instanceof Cell.Measured measured)) {
      return OptionalDouble.empty();
    }
    var median = measured.median();
    return targets.getOrDefault(side, List.of()).stream()
        .map(target -> target.multiple(median.value(), cells))
        .flatMapToDouble(OptionalDouble::stream)
        .max();
  }
}
