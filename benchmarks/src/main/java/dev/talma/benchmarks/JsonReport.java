package dev.talma.benchmarks;

import dev.talma.benchmarks.Measurement.Result;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Writes everything that was measured, for programs.
final class JsonReport {
  private JsonReport() {}

  static String of(Machine machine, Effort effort, ForkOptions forks, List<Result> results) {
    return """
        {
          "date": %s,
          "jdk": %s,
          "processor": %s,
          "cores": %d,
          "system": %s,
          "flags": %s,
          "effort": %s,
          "lines": [
        %s
          ]
        }
        """
        .formatted(
            string(machine.date()),
            string(machine.jdk()),
            string(machine.processor()),
            machine.cores(),
            string(machine.system()),
            string(forks.toString()),
            string(effort.toString()),
            results.stream().map(JsonReport::line).collect(Collectors.joining(",\n")));
  }

  private static String line(Result result) {
    var sides =
        result.cells().entrySet().stream()
            .filter(entry -> !(entry.getValue() instanceof Cell.Absent))
            .map(
                entry ->
                    "      %s: %s".formatted(string(entry.getKey().key()), cell(entry.getValue())))
            .collect(Collectors.joining(",\n"));
    return "    {\"line\": %s, \"title\": %s, \"unit\": %s, \"sides\": {\n%s\n    }}"
        .formatted(
            string(result.line().key()),
            string(result.line().title().strip()),
            string(result.line().unit()),
            sides);
  }

  private static String cell(Cell cell) {
    return switch (cell) {
      case Cell.Absent() -> "null";
      case Cell.Failed(var reason) -> "{\"failed\": %s}".formatted(string(reason));
      case Cell.Measured measured ->
          "{\"median\": %s, \"atLeast\": %b, \"samples\": [%s]}"
              .formatted(
                  number(measured.median().value()),
                  measured.median().atLeast(),
                  measured.samples().stream()
                      .map(sample -> number(sample.value()))
                      .collect(Collectors.joining(", ")));
    };
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String string(String text) {
    var json = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              switch (c) {
                case '"', '\\' -> json.append('\\').append((char) c);
                default -> {
                  if (c < ' ') {
                    json.append(String.format("\\u%04x", c));
                  } else {
                    json.append((char) c);
                  }
                }
              }
            });
    return json.append('"').toString();
  }
}
