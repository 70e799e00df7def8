package dev.talma.examples.cluster;

import dev.talma.cluster.Cluster;
import dev.talma.cluster.ClusterSettings;
import dev.talma.cluster.DevelopmentCluster;
import java.util.function.UnaryOperator;

/// All nodes in this JVM.
final class NodesInOneJvm implements Nodes {
  private final DevelopmentCluster cluster;

  NodesInOneJvm(int count, UnaryOperator<ClusterSettings> configure) {
    cluster = DevelopmentCluster.start(count, configure);
  }

  @Override
  public Cluster here() {
    return cluster.node(0);
  }

  @Override
  public String add() {
    return cluster.add().name();
  }

  @Override
  public void leave(String name) {
    cluster.leave(node(name));
  }

  @Override
  public void kill(String name) {
    cluster.crash(node(name));
    cluster.await();
  }

  private Cluster node(String name) {
    return cluster.nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no node " + name + " runs"));
  }

  @Override
  public void close() {
    cluster.close();
  }
}
