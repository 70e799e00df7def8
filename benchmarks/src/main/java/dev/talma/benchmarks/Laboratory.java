package dev.talma.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs a job once, in a process of its own.
final class Laboratory implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Effort effort;
  private final ForkOptions forkOptions;
  private final Path directory;
  private boolean beamCompiled;

  Laboratory(Effort effort, ForkOptions forkOptions) {
    this.effort = effort;
    this.forkOptions = forkOptions;
    try {
      directory = Files.createTempDirectory("talma-bench-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// {@return whether the BEAM can be measured here}
  static boolean hasBeam() {
    return onPath("erl") && onPath("erlc");
  }

  private static boolean onPath(String program) {
    var path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Pattern.compile(Pattern.quote(System.getProperty("path.separator")))
        .splitAsStream(path)
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  /// {@return what one process measured}
  List<Sample.Named> run(Job job) throws JobFailedException, InterruptedException {
    return switch (job) {
      case Job.Jmh jmh -> jmh(jmh);
      case Job.Probe probe -> probe(probe);
      case Job.Beam beam -> beam(beam);
    };
  }

  private List<Sample.Named> jmh(Job.Jmh job) throws JobFailedException {
    var log = directory.resolve("jmh");
    var pace = job.pace() == Job.Pace.SLOW ? effort.forSlow() : effort;
    var options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(job.name()) + "$")
            .forks(1)
            .warmupIterations(pace.warmups())
            .warmupTime(TimeValue.milliseconds(pace.warmup().toMillis()))
            .measurementIterations(pace.iterations())
            .measurementTime(TimeValue.milliseconds(pace.iteration().toMillis()))
            .timeout(TimeValue.seconds(PATIENCE.toSeconds()))
            .jvmArgs(forkOptions.of(job.options()).toArray(String[]::new))
            .shouldFailOnError(true)
            .output(log.toString());
    job.parameters().forEach(options::param);
    try {
      return new Runner(options.build())
          .run().stream().flatMap(result -> samples(result).stream()).toList();
    } catch (RunnerException e) {
      throw new JobFailedException(reason(log, e));
    }
  }

  private static List<Sample.Named> samples(RunResult result) {
    var samples = new ArrayList<Sample.Named>();
    for (var fork : result.getBenchmarkResults()) {
      for (var iteration : fork.getIterationResults()) {
        double value = iteration.getPrimaryResult().getScore();
        samples.add(new Sample.Named(Job.PER_OPERATION, new Sample(value, false)));
      }
    }
    return samples;
  }

  /// JMH's exception says only that something failed; its log says what.
  private static String reason(Path log, RunnerException e) {
    try {
      var text = Files.readString(log);
      int failure = text.indexOf("<failure>");
      return failure < 0 ? e.toString() : ChildProcess.gist(text.substring(failure + 9));
    } catch (IOException _) {
      return e.toString();
    }
  }

  private List<Sample.Named> probe(Job.Probe job) throws JobFailedException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(forkOptions.of(job.options()));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), job.mainClass()));
    command.addAll(job.arguments());
    command.add(Integer.toString(effort.rounds()));
    return parse(ChildProcess.run(directory, PATIENCE, command));
  }

  private List<Sample.Named> beam(Job.Beam job) throws JobFailedException, InterruptedException {
    compileForBeam();
    var command =
        new ArrayList<>(List.of("erl", "-noshell", "+P", "4000000", "-pa", directory.toString()));
    command.addAll(List.of("-s", "bench", "main", "-extra", job.row()));
    command.add(Integer.toString(Math.min(effort.warmups(), 2))); // it has no compiler to wait for
    command.add(Integer.toString(effort.rounds()));
    return parse(ChildProcess.run(directory, PATIENCE, command));
  }

  private void compileForBeam() throws JobFailedException, InterruptedException {
    if (beamCompiled) {
      return;
    }
    var source = directory.resolve("bench.erl");
    try (InputStream script = Laboratory.class.getResourceAsStream("/beam/bench.erl")) {
      Files.copy(Objects.requireNonNull(script, "the script for the BEAM"), source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var out = directory.toString();
    ChildProcess.run(directory, PATIENCE, List.of("erlc", "-o", out, source.toString()));
    beamCompiled = true;
  }

  private static List<Sample.Named> parse(List<String> lines) throws JobFailedException {
    var samples = lines.stream().flatMap(line -> Sample.parse(line).stream()).toList();
    if (samples.isEmpty()) {
      throw new JobFailedException("no figures in its output");
    }
    return samples;
  }

  @Override
  public void close() {
    try (var files = Files.list(directory)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
