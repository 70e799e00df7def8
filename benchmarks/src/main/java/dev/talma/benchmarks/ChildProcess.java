package dev.talma.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a program to its end and gives what it said.
final class ChildProcess {
  private ChildProcess() {}

  /// {@return the lines of its standard output}
  ///
  /// @param directory where to put what it says meanwhile
  /// @param timeout when to kill it
  /// @param command what to run
  /// @throws JobFailedException if it is not there, does not end, or ends with a failure
  static List<String> run(Path directory, Duration timeout, List<String> command)
      throws JobFailedException, InterruptedException {
    var output = directory.resolve("output");
    var errors = directory.resolve("errors");
    try {
      var process =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start();
      var killer = new Thread(process::destroyForcibly); // when this program is interrupted
      Runtime.getRuntime().addShutdownHook(killer);
      try {
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new JobFailedException("did not end within " + timeout.toSeconds() + " s");
        }
      } finally {
        process.destroyForcibly();
        Runtime.getRuntime().removeShutdownHook(killer);
      }
      if (process.exitValue() != 0) {
        throw new JobFailedException(
            "%s (exit code %d)".formatted(gist(Files.readString(errors)), process.exitValue()));
      }
      return Files.readAllLines(output);
    } catch (IOException e) {
      throw new JobFailedException(e.toString());
    }
  }

  /// {@return the line of an error output that most likely says what happened}
  static String gist(String errors) {
    var lines = errors.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    return lines.stream()
        .filter(line -> line.contains("Exception") || line.contains("Error"))
        .findFirst()
        .map(line -> line.replace("Exception in thread \"main\" ", ""))
        .orElse(lines.isEmpty() ? "it said nothing" : lines.getFirst());
  }
}
