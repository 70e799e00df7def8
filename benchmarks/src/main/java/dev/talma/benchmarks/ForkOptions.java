package dev.talma.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The options of the JVMs that are measured; the same for all sides.
///
/// @param collector the garbage collector
/// @param compactHeaders whether object headers are compact ones
/// @param more what the user added
record ForkOptions(Collector collector, boolean compactHeaders, List<String> more) {

  /// Enough for every row but those that say otherwise, and never resized while something is
  /// measured.
  private static final List<String> HEAP = List.of("-Xms1g", "-Xmx1g");

  /// JMH and Pekko use sun.misc.Unsafe, which JDK 24 and later warn about. Talma needs no flag.
  private static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";

  ForkOptions {
    more = List.copyOf(more);
  }

  /// A garbage collector.
  enum Collector {
    G1("-XX:+UseG1GC"),
    PARALLEL("-XX:+UseParallelGC"),
    SERIAL("-XX:+UseSerialGC"),
    Z("-XX:+UseZGC");

    private final String flag;

    Collector(String flag) {
      this.flag = flag;
    }

    static Collector of(String name) {
      return Stream.of(values())
          .filter(collector -> collector.name().equals(name.toUpperCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(() -> new Options.UsageException("no collector is called '" + name + "'"));
    }
  }

  /// {@return the options for one job} What the job needs comes last and wins.
  List<String> of(List<String> jobOptions) {
    var all = new ArrayList<String>(HEAP);
    all.add(collector.flag);
    all.add((compactHeaders ? "-XX:+" : "-XX:-") + "UseCompactObjectHeaders");
    all.add(UNSAFE);
    all.addAll(more);
    all.addAll(jobOptions);
    return all;
  }

  @Override
  public String toString() {
    return "%s, %s, compact object headers %s%s"
        .formatted(
            collector.flag,
            String.join(" ", HEAP),
            compactHeaders ? "on" : "off",
            more.isEmpty() ? "" : ", " + String.join(" ", more));
  }
}
