package dev.talma.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the command line says.
///
/// @param rows what to measure
/// @param effort how carefully
/// @param sides who takes part
/// @param forks options for every JVM that is measured
/// @param json where to write all samples, if anywhere
/// @param task what to do
record Options(
    List<Row> rows,
    Effort effort,
    Set<Side> sides,
    ForkOptions forks,
    Optional<Path> json,
    Task task) {

  /// What the program can do.
  enum Task {
    MEASURE,
    LIST,
    HELP
  }

  static final String USAGE =
      """
      usage: ./talma bench [NAME... | cluster | all | list] [options]

        NAME...            these rows; without a name, all of one machine that have targets
        cluster            what nodes of a cluster say to each other, in less than three minutes
        all                everything
        list               say what there is

        --full             more forks and longer ones, for figures to write down
        --sides A,B        only these of pekko, events, loop, beam
        --collector NAME   g1 (as it is without this), parallel, serial or z
        --compact-headers  with -XX:+UseCompactObjectHeaders
        --jvm OPTION       a further option for the JVMs that are measured; may be repeated
        --json FILE        write all samples to a file as well
        --help             this
      """;

  /// The command line makes no sense.
  static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  static Options parse(String... arguments) {
    return new Parser(List.of(arguments)).parse();
  }

  private static final class Parser {
    private final List<String> left;
    private final Set<Row> rows = new LinkedHashSet<>();
    private final List<String> jvm = new ArrayList<>();
    private Effort effort = Effort.QUICK;
    private Set<Side> sides = EnumSet.allOf(Side.class);
    private ForkOptions.Collector collector = ForkOptions.Collector.G1;
    private boolean compactHeaders;
    private Optional<Path> json = Optional.empty();
    private Task task = Task.MEASURE;

    Parser(List<String> arguments) {
      left = new ArrayList<>(arguments);
    }

    Options parse() {
      while (!left.isEmpty()) {
        var word = left.removeFirst();
        switch (word) {
          case "--full" -> effort = Effort.FULL;
          case "--sides" -> sides = sides(valueOf(word));
          case "--collector" -> collector = ForkOptions.Collector.of(valueOf(word));
          case "--compact-headers" -> compactHeaders = true;
          case "--jvm" -> jvm.add(valueOf(word));
          case "--json" -> json = Optional.of(Path.of(valueOf(word)));
          case "--help", "-h" -> task = Task.HELP;
          case "list" -> task = Task.LIST;
          case "all" -> rows.addAll(Catalogue.rows());
          case "cluster" -> add(Row.Group.CLUSTER);
          default -> rows.add(row(word));
        }
      }
      if (rows.isEmpty()) {
        add(Row.Group.STANDARD);
      }
      return new Options(
          List.copyOf(rows),
          effort,
          sides,
          new ForkOptions(collector, compactHeaders, jvm),
          json,
          task);
    }

    private void add(Row.Group group) {
      Catalogue.rows().stream().filter(row -> row.group() == group).forEach(rows::add);
    }

    private String valueOf(String option) {
      if (left.isEmpty()) {
        throw new UsageException(option + " needs a value");
      }
      return left.removeFirst();
    }

    private static Set<Side> sides(String names) {
      var sides = EnumSet.noneOf(Side.class);
      for (var name : names.split(",", -1)) {
        sides.add(
            EnumSet.allOf(Side.class).stream()
                .filter(side -> side.key().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("no side is called '" + name + "'")));
      }
      return sides;
    }

    private static Row row(String name) {
      return Catalogue.rows().stream()
          .filter(row -> row.name().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new UsageException(
                      name.startsWith("-")
                          ? "there is no option " + name
                          : "no row is called '%s'; see ./talma bench list".formatted(name)));
    }
  }
}
