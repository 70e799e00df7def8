package dev.talma.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Holds that every row can be measured, not how fast anything is.
final class CatalogueTest {

  @BeforeAll
  static void allowBenchmarksMeanwhile() {
    System.setProperty("jmh.ignoreLock", "true");
  }

  static Stream<Job.Jmh> benchmarks() {
    return jobs(Job.Jmh.class).filter(job -> job.pace() == Job.Pace.NORMAL);
  }

  private static <J extends Job> Stream<J> jobs(Class<J> kind) {
    return Catalogue.rows().stream()
        .flatMap(row -> row.lines().stream())
        .flatMap(line -> line.sources().values().stream())
        .map(Line.Source::job)
        .filter(kind::isInstance)
        .map(kind::cast)
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("benchmarks")
  void every_benchmark_handles_its_messages(Job.Jmh job) throws RunnerException {
    var options =
        new OptionsBuilder()
            .include("^" + java.util.regex.Pattern.quote(job.name()) + "$")
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(1))
            .shouldFailOnError(true)
            .output("target/benchmark-test.log");
    job.parameters().forEach(options::param);
    assertEquals(1, new Runner(options.build()).run().size());
  }

  @Test
  void names_and_keys_are_unique() {
    var names = Catalogue.rows().stream().map(Row::name).toList();
    assertEquals(names.stream().distinct().toList(), names);
    var keys =
        Catalogue.rows().stream().flatMap(row -> row.lines().stream()).map(Line::key).toList();
    assertEquals(keys.stream().distinct().toList(), keys);
  }

  @Test
  @Timeout(120)
  void the_script_for_the_beam_has_its_rows() throws Exception {
    assumeTrue(Laboratory.hasBeam());
    var brief = new Effort("test", 1, 0, Duration.ZERO, 1, Duration.ofMillis(1), 1);
    try (var laboratory = new Laboratory(brief, Options.parse().forks())) {
      for (var job : jobs(Job.Beam.class).filter(job -> !job.row().equals("skynet")).toList()) {
        List<Sample.Named> samples = laboratory.run(job);
        assertFalse(samples.isEmpty(), job.row());
      }
    }
  }
}
