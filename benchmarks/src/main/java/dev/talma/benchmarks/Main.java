package dev.talma.benchmarks;

import dev.talma.benchmarks.Measurement.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;

/// Measures Talma beside its baselines and prints one table.
///
/// Every figure comes from processes of its own, and is the median of all samples of all of them.
/// The sides of a row take turns. Exit code 1 means that something could not be measured, 2 that
/// the command line makes no sense; a missed target is no failure.
public final class Main {
  private Main() {}

  /// Measures, or says what there is to measure.
  ///
  /// @param arguments see `--help`
  public static void main(String... arguments) throws InterruptedException, IOException {
    try {
      var options = Options.parse(arguments);
      switch (options.task()) {
        case HELP -> System.out.print(Options.USAGE);
        case LIST -> list();
        case MEASURE -> System.exit(measure(options) ? 0 : 1);
      }
    } catch (Options.UsageException e) {
      System.err.println("bench: " + e.getMessage());
      System.err.print(Options.USAGE);
      System.exit(2);
    }
  }

  private static void list() {
    for (var group : Row.Group.values()) {
      System.out.println(group.title());
      Catalogue.rows().stream()
          .filter(row -> row.group() == group)
          .forEach(row -> System.out.printf("  %-22s%s%n", row.name(), row.description()));
    }
  }

  private static boolean measure(Options options) throws InterruptedException, IOException {
    var sides = EnumSet.copyOf(options.sides());
    boolean beam = Laboratory.hasBeam();
    if (!beam) {
      sides.remove(Side.BEAM);
    }
    var machine = Machine.here();
    System.out.printf(
        """
        %s · %s
        %d cores, %s, %s%s
        %s
        %s
        """,
        machine.date(),
        machine.jdk(),
        machine.cores(),
        machine.processor(),
        machine.system(),
        beam ? "" : " · no BEAM here (it needs erl and erlc)",
        options.forks(),
        options.effort());
    Machine.disturbance()
        .ifPresent(load -> System.out.printf("The machine is busy (load %.1f).%n", load));
    System.out.println();

    var table = new Table(sides);
    var results = new ArrayList<Result>();
    var progress = new Progress(options.rows().size());
    try (var laboratory = new Laboratory(options.effort(), options.forks())) {
      for (var row : options.rows()) {
        progress.next(row);
        var measurement = new Measurement(laboratory, sides, options.effort().forks());
        for (var result : measurement.measure(row)) {
          results.add(result);
          table.add(result);
        }
      }
    }
    progress.end();
    System.out.print(table);
    System.out.printf("%nmeasured in %s min%n", progress.elapsed());
    if (options.json().isPresent()) {
      write(
          options.json().get(), JsonReport.of(machine, options.effort(), options.forks(), results));
    }
    return !table.hasFailures();
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
    System.err.println("written: " + file);
  }
}
