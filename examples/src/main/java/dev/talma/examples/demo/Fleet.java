package dev.talma.examples.demo;

import dev.talma.cluster.Cluster;
import dev.talma.cluster.Member;
import dev.talma.examples.cluster.NodeProcess;
import dev.talma.examples.demo.Picture.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The nodes, each in a JVM of its own, and how they are.
final class Fleet implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(40);

  private final Cluster observer;
  private final Map<String, NodeProcess> processes = new LinkedHashMap<>();
  private final Map<String, Status> ends = new ConcurrentHashMap<>();

  /// @param observer the member that looks on, where the nodes find each other
  Fleet(Cluster observer) {
    this.observer = observer;
  }

  /// Starts a node, and does not wait for it.
  void start(String name) throws IOException {
    var process = NodeProcess.start(name, List.of(observer.address().toString()));
    synchronized (processes) {
      processes.put(name, process);
    }
  }

  /// Waits until there are so many nodes besides the observer.
  void await(int nodes) throws InterruptedException {
    for (NodeProcess process : processes().values()) {
      if (!ends.containsKey(process.name())) {
        String _ = process.awaitAddress(LONGEST);
      }
    }
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!observer.awaitMembers(nodes + 1, LONGEST) || observer.members().size() != nodes + 1) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(
            "There should be " + nodes + " nodes, but there are " + observer.members());
      }
      Thread.sleep(10);
    }
  }

  void kill(String name) {
    ends.put(name, Status.KILLED);
    process(name).kill();
  }

  void leave(String name) throws InterruptedException {
    ends.put(name, Status.LEAVING);
    process(name).leave();
    ends.put(name, Status.LEFT);
  }

  /// {@return the process of a node}
  long pid(String name) {
    return process(name).pid();
  }

  private NodeProcess process(String name) {
    return Optional.ofNullable(processes().get(name))
        .orElseThrow(() -> new IllegalArgumentException("there is no node " + name));
  }

  /// {@return the nodes, in the order of their start}
  Map<String, NodeProcess> processes() {
    synchronized (processes) {
      return new LinkedHashMap<>(processes);
    }
  }

  /// {@return how a node is}
  Status status(String name) {
    Optional<Status> end = Optional.ofNullable(ends.get(name));
    return end.orElseGet(
        () ->
            observer.members().stream()
                .filter(member -> member.name().equals(name))
                .map(member -> of(member.status()))
                .findFirst()
                .orElse(Status.STARTING));
  }

  private static Status of(Member.Status status) {
    return switch (status) {
      case UP -> Status.UP;
      case UNREACHABLE -> Status.UNREACHABLE;
      case LEAVING -> Status.LEAVING;
    };
  }

  @Override
  public void close() {
    processes().values().forEach(NodeProcess::close);
  }
}
