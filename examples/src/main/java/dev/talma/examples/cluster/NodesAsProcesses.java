package dev.talma.examples.cluster;

import dev.talma.cluster.Cluster;
import dev.talma.cluster.ClusterSettings;
import dev.talma.cluster.Timing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The first node in this JVM, each other one in its own.
final class NodesAsProcesses implements Nodes {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Cluster here;
  private final Map<String, NodeProcess> others = new LinkedHashMap<>();
  private int started = 1;

  private NodesAsProcesses(Cluster here) {
    this.here = here;
  }

  static Nodes start(int count, UnaryOperator<ClusterSettings> configure) throws Exception {
    var nodes =
        new NodesAsProcesses(
            Cluster.join(
                settings -> configure.apply(settings.timing(Timing.local())).node("node-1")));
    boolean done = false;
    try {
      for (int i = 1; i < count; i++) {
        NodeProcess _ = nodes.launch();
      }
      nodes.await();
      done = true;
      return nodes;
    } finally {
      if (!done) {
        nodes.close();
      }
    }
  }

  private NodeProcess launch() throws IOException {
    started++;
    var node = NodeProcess.start("node-" + started, List.of(here.address().toString()));
    others.put(node.name(), node);
    return node;
  }

  @Override
  public Cluster here() {
    return here;
  }

  @Override
  public String add() throws Exception {
    NodeProcess node = launch();
    await();
    return node.name();
  }

  @Override
  public void leave(String name) throws Exception {
    take(name).leave();
    await();
  }

  @Override
  public void kill(String name) throws Exception {
    take(name).kill();
    await();
  }

  private NodeProcess take(String name) {
    return Optional.ofNullable(others.remove(name))
        .orElseThrow(() -> new IllegalArgumentException("no node " + name + " runs"));
  }

  /// Waits until the nodes that run are the members, and no others.
  private void await() throws Exception {
    for (NodeProcess node : others.values()) {
      String _ = node.awaitAddress(LONGEST);
    }
    int expected = others.size() + 1;
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!here.awaitMembers(expected, LONGEST) || here.members().size() != expected) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(
            "There are not " + expected + " members after a while, but " + here.members());
      }
      Thread.sleep(20);
    }
  }

  @Override
  public void close() {
    List<NodeProcess> all = new ArrayList<>(others.values());
    all.forEach(NodeProcess::close);
    here.close();
  }
}
