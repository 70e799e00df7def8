package dev.talma.benchmarks;

import java.util.List;

/// What can be asked for by name: one or more lines of the table that are measured together.
///
/// @param name its name on the command line
/// @param description what happens
/// @param group when it is measured
/// @param repeated whether several processes give different figures, so that it takes several of
///   them
/// @param lines the lines, in order
record Row(String name, String description, Group group, boolean repeated, List<Line> lines) {
  /// What is measured together.
  enum Group {
    /// When no name is given.
    STANDARD("with targets:"),
    /// Of nodes that talk to each other; when `cluster` is asked for.
    CLUSTER("of clusters, all of them with 'cluster':"),
    /// How long the nodes of one wait for each other; when its name is given, as it is mostly time.
    CLUSTER_LOSS("of clusters that lose a node, a minute or two each:"),
    /// Without targets; when its name is given.
    CLASSIC("classics:");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  Row {
    lines = List.copyOf(lines);
  }

  /// {@return this row, measured by one process for each side}
  Row once() {
    return new Row(name, description, group, false, lines);
  }
}
