package dev.talma.examples.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A node in a JVM of its own, started by this one with the same Java and the same classes. It does
/// not outlive this JVM: that kills it when it ends, and if it cannot, as it was killed itself, the
/// node notices that its standard input has ended.
public final class NodeProcess implements AutoCloseable {
  private static final int REMEMBERED = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final String name;
  private final Process process;
  private final CompletableFuture<String> address = new CompletableFuture<>();
  private final Deque<String> last = new ArrayDeque<>();

  private NodeProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /// {@return a node that is starting}
  ///
  /// @param name its name
  /// @param seeds where to find others, as `host:port`
  /// @throws IOException if no process can be started
  public static NodeProcess start(String name, List<String> seeds) throws IOException {
    var builder = new ProcessBuilder(command(name, seeds)).redirectErrorStream(true);
    Process process = builder.start();
    RUNNING.add(process);
    var _ = process.onExit().thenAccept(RUNNING::remove);
    var node = new NodeProcess(name, process);
    var _ = Thread.ofVirtual().name("output of " + name).start(node::read);
    return node;
  }

  private static List<String> command(String name, List<String> seeds) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // many small JVMs on one machine, for a short time
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    Optional.ofNullable(System.getProperty("talma.log"))
        .ifPresent(level -> command.add("-Dtalma.log=" + level));
    Module module = Tools.class.getModule();
    if (module.isNamed()) {
      command.addAll(
          List.of(
              "-p",
              System.getProperty("jdk.module.path"),
              "-m",
              module.getName() + "/" + Tools.class.getName()));
    } else {
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), Tools.class.getName()));
    }
    command.addAll(List.of("node", "--attached", "--name", name, "--port", "0"));
    seeds.forEach(seed -> command.addAll(List.of("--seed", seed)));
    return command;
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(Charset.defaultCharset())) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        NodeTool.addressIn(line).ifPresent(address::complete);
        synchronized (last) {
          last.add(line);
          if (last.size() > REMEMBERED) {
            last.remove();
          }
        }
      }
    } catch (IOException e) {
      // as at its end
    }
    boolean _ = address.completeExceptionally(new IOException(name + " has ended"));
  }

  private String said() {
    synchronized (last) {
      return last.isEmpty() ? "nothing" : String.join("\n", last);
    }
  }

  /// {@return its name}
  public String name() {
    return name;
  }

  /// {@return the id of its process}
  public long pid() {
    return process.pid();
  }

  /// {@return where it listens}
  ///
  /// @param timeout how long to wait for that
  /// @throws IllegalStateException if it does not start, or not in time
  /// @throws InterruptedException if the waiting thread is interrupted
  public String awaitAddress(Duration timeout) throws InterruptedException {
    try {
      return address.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(name + " did not start. What it said:\n" + said(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          name + " did not start within " + timeout + ". What it said:\n" + said(), e);
    }
  }

  /// Has it leave in good order, and waits until it has ended.
  ///
  /// @throws InterruptedException if the waiting thread is interrupted
  public void leave() throws InterruptedException {
    try (var toIt = process.outputWriter()) {
      toIt.write(NodeTool.LEAVE + "\n");
    } catch (IOException e) {
      // it has ended by itself
    }
    if (!process.waitFor(PATIENCE)) {
      kill();
    }
  }

  /// Kills it, as `kill -9` does, and waits until it is gone.
  public void kill() {
    process.destroyForcibly();
    try {
      boolean _ = process.waitFor(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// As [#kill()].
  @Override
  public void close() {
    kill();
  }
}
