package dev.talma.benchmarks;

import java.util.List;

/// What can be asked for by name: one or more lines of the table that are measured together.
///
/// @param name its name on the command line
/// @param description what happens
/// @param standard whether it is measured when no name is given; the others are classics that have
///   no targets
/// @param repeated whether several processes give different figures, so that it takes several of
///   them
/// @param lines the lines, in order
record Row(String name, String description, boolean standard, boolean repeated, List<Line> lines) {
  Row {
    lines = List.copyOf(lines);
  }

  /// {@return this row, measured by one process for each side}
  Row once() {
    return new Row(name, description, standard, false, lines);
  }
}
