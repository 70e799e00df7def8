package dev.talma.benchmarks;

import java.util.Map;
import java.util.OptionalDouble;

/// What a side of Talma shall reach in a line of the table; lower is better everywhere.
sealed interface Target {

  /// At most so many times the figure of another side.
  ///
  /// @param side the other side
  /// @param limit the greatest ratio
  record Ratio(Side side, double limit) implements Target {}

  /// At most so much.
  ///
  /// @param limit the greatest value
  record AtMost(double limit) implements Target {}

  /// {@return the value as a multiple of what it may be: up to 1 is good} Empty if what it is
  /// compared with was not measured.
  ///
  /// @param value Talma's figure
  /// @param cells what was measured
  default OptionalDouble multiple(double value, Map<Side, Cell> cells) {
    return switch (this) {
      case AtMost(double limit) -> OptionalDouble.of(value / limit);
      case Ratio(var side, double limit) ->
          cells.get(side) instanceof Cell.Measured measured
              ? OptionalDouble.of(value / (limit * measured.median().value()))
              : OptionalDouble.empty();
    };
  }
}
