package dev.talma.verification.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Runs small commands of the operating system.
final class Shell {
  private Shell() {}

  static void run(String... command) {
    Optional<String> problem = tryToRun(command);
    if (problem.isPresent()) {
      throw new AssertionError(List.of(command) + ": " + problem.get());
    }
  }

  /// {@return what went wrong, if anything did}
  static Optional<String> tryToRun(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try {
        process.getOutputStream().close();
        String said =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          return Optional.of("it does not end");
        }
        return process.exitValue() == 0
            ? Optional.empty()
            : Optional.of("it ended with " + process.exitValue() + ": " + said);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }
}
