package dev.talma.benchmarks;

import java.util.List;

/// What one side has in one line of the table.
sealed interface Cell {

  /// Figures.
  ///
  /// @param samples all that were measured, at least one
  record Measured(List<Sample> samples) implements Cell {
    public Measured {
      samples = List.copyOf(samples);
    }

    Sample median() {
      return Sample.median(samples);
    }
  }

  /// It was tried and did not work.
  ///
  /// @param reason why
  record Failed(String reason) implements Cell {}

  /// The side has nothing to compare, or was not asked.
  record Absent() implements Cell {}
}
