package dev.talma.verification.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A node in a JVM of its own, as the test has it in its hands.
final class NodeProcess {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final Path LOGS = Path.of("target", "chaos");
  private static final String CONFIGURATION = "logback.configurationFile";
  private static final String END = "end of output";

  private final String name;
  private final Process process;
  private final BlockingQueue<String> output = new LinkedBlockingQueue<>();

  private NodeProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    var _ = Thread.ofVirtual().name("output of " + name).start(this::read);
  }

  /// Starts a node, and does not wait for it: see [#awaitStart()].
  ///
  /// @param prefix what the command is to be run by; empty for nothing
  static NodeProcess start(String name, List<String> prefix, String log, List<String> arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    // why a connection was lost is to be read there
    command.add("-Dtalma.log=" + System.getProperty("talma.log", "info"));
    Optional.ofNullable(System.getProperty(CONFIGURATION))
        .ifPresent(file -> command.add("-D" + CONFIGURATION + "=" + file));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ChaosNode.class.getName());
    command.addAll(arguments);
    try {
      Path file = Files.createDirectories(LOGS).resolve(log);
      Process started =
          new ProcessBuilder(command).redirectError(Redirect.appendTo(file.toFile())).start();
      return new NodeProcess(name, started);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return name;
  }

  NodeProcess awaitStart() {
    answer("start", START);
    return this;
  }

  /// Gives a command, and waits for what it answers.
  List<String> tell(String command) {
    command(command);
    return answer(command, ANSWER);
  }

  private void command(String command) {
    try {
      OutputStream input = process.getOutputStream();
      input.write((command + "\n").getBytes(StandardCharsets.UTF_8));
      input.flush();
    } catch (IOException e) {
      throw new AssertionError(name + " does not take " + command, e);
    }
  }

  private List<String> answer(String command, Duration patience) {
    List<String> lines = new ArrayList<>();
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (true) {
        String line = output.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (line == null || line.equals(END) || line.startsWith("error")) {
          String what = Objects.requireNonNullElse(line, "nothing for " + patience);
          throw new AssertionError(name + " answers to " + command + ": " + what);
        }
        if (line.equals("ok")) {
          return lines;
        }
        lines.add(line);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + name, e);
    }
  }

  private void read() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      reader.lines().forEach(output::add);
    } catch (IOException | UncheckedIOException e) {
      output.add("error " + e);
    }
    output.add(END);
  }

  /// Begins to leave the cluster in good order: see [#awaitLeft()].
  void leave() {
    command("leave");
  }

  /// Waits until it has left and ended.
  ///
  /// @return the books of its clients
  List<String> awaitLeft() {
    List<String> said = answer("leave", ANSWER);
    awaitEnd();
    return said;
  }

  /// Ends it at once.
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new AssertionError(name + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for the end of " + name, e);
    }
  }

  void pause() {
    signal("STOP");
  }

  void resume() {
    signal("CONT");
  }

  private void signal(String signal) {
    Shell.run("kill", "-" + signal, Long.toString(process.pid()));
  }
}
