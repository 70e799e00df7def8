package dev.talma.benchmarks;

import dev.talma.benchmarks.Measurement.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes the results as a table for people.
final class Table {
  /// Beyond this, the middle half of the samples is too far apart for the figure to be relied on.
  private static final double NOISY = 0.3;

  private final List<Side> sides;
  private final List<List<String>> rows = new ArrayList<>();
  private final Map<String, List<String>> failures = new LinkedHashMap<>();
  private boolean noisy;

  Table(Set<Side> sides) {
    this.sides = List.copyOf(sides);
    var head = new ArrayList<>(List.of("", ""));
    this.sides.forEach(side -> head.add(side.title()));
    head.addAll(List.of("events/Pekko", "loop/Pekko", "targets", "", ""));
    rows.add(head);
  }

  void add(Result result) {
    var line = result.line();
    var row = new ArrayList<>(List.of(line.title(), line.unit()));
    for (var side : sides) {
      row.add(figure(result, side));
    }
    row.add(ratio(result.cells(), Side.EVENTS));
    row.add(ratio(result.cells(), Side.LOOP));
    row.add(targets(line));
    row.add(verdict(result, Side.EVENTS));
    row.add(verdict(result, Side.LOOP));
    rows.add(row);
  }

  private String figure(Result result, Side side) {
    return switch (cell(result.cells(), side)) {
      case Cell.Absent() -> "–";
      case Cell.Failed(var reason) -> {
        failures
            .computeIfAbsent(side.title() + ": " + reason, _ -> new ArrayList<>())
            .add(result.line().key());
        yield "failed";
      }
      case Cell.Measured measured -> {
        boolean unsure = Sample.spread(measured.samples()) > NOISY;
        noisy |= unsure;
        var median = measured.median();
        yield (median.atLeast() ? "> " : unsure ? "~" : "") + number(median.value());
      }
    };
  }

  private static String ratio(Map<Side, Cell> cells, Side side) {
    if (cell(cells, side) instanceof Cell.Measured value
        && cell(cells, Side.PEKKO) instanceof Cell.Measured pekko) {
      double ratio = value.median().value() / pekko.median().value();
      return (pekko.median().atLeast() ? "< " : "") + String.format(Locale.ROOT, "%.2f", ratio);
    }
    return "–";
  }

  private static String targets(Line line) {
    if (line.targets().isEmpty()) {
      return "–";
    }
    var events = targets(line.targets().getOrDefault(Side.EVENTS, List.of()));
    var loop = targets(line.targets().getOrDefault(Side.LOOP, List.of()));
    return events.equals(loop) ? events : events + " | " + loop;
  }

  private static String targets(List<Target> targets) {
    return targets.stream()
        .map(
            target ->
                switch (target) {
                  case Target.AtMost(double limit) -> "≤ " + number(limit);
                  case Target.Ratio(var side, double limit) ->
                      "≤ %s %s".formatted(plain(limit), side.title());
                })
        .collect(Collectors.joining(", "));
  }

  private static String verdict(Result result, Side side) {
    if (!result.line().targets().containsKey(side)) {
      return "";
    }
    OptionalDouble multiple = result.line().multiple(side, result.cells());
    if (multiple.isEmpty()) {
      return "?";
    }
    double value = multiple.getAsDouble();
    return value <= 1 ? "ok" : "miss " + String.format(Locale.ROOT, "%.1f", value) + "×";
  }

  private static Cell cell(Map<Side, Cell> cells, Side side) {
    return cells.getOrDefault(side, new Cell.Absent());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value);
  }

  private static String plain(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(value);
  }

  /// {@return whether something could not be measured}
  boolean hasFailures() {
    return !failures.isEmpty();
  }

  @Override
  public String toString() {
    int columns = rows.getFirst().size();
    var widths = new int[columns];
    for (var row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    var text = new StringBuilder();
    for (var row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        boolean words = i < 2 || i >= columns - 3;
        int pad = widths[i] - row.get(i).length();
        line.append(words ? "" : " ".repeat(pad)).append(row.get(i));
        line.append(words ? " ".repeat(pad) : "").append("  ");
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    if (noisy) {
      text.append("\n~ the samples lie far apart; measure again when the machine is quiet\n");
    }
    if (hasFailures()) {
      text.append("\nfailed:\n");
      failures.forEach(
          (reason, lines) ->
              text.append("  %s (%s)%n".formatted(reason, String.join(", ", lines))));
    }
    return text.toString();
  }
}
