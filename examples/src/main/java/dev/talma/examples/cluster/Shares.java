package dev.talma.examples.cluster;

import dev.talma.cluster.Cluster;
import dev.talma.cluster.NodeId;
import java.util.HashMap;
import java.util.Map;

/// Which part of the names each node has, among those with the role of the examples: found by
/// asking where each of many names would live.
public final class Shares {
  private static final int NAMES = 5_000;
  private static final int TRIES = 5;

  private Shares() {}

  /// {@return the parts, in all 1; none if there is no such node}
  ///
  /// @param cluster who says so
  public static Map<NodeId, Double> of(Cluster cluster) {
    Map<NodeId, Double> shares = sample(cluster);
    for (int i = 0; i < TRIES; i++) {
      Map<NodeId, Double> before = shares;
      shares = sample(cluster);
      if (shares.equals(before)) {
        break; // nothing has moved meanwhile
      }
    }
    return shares;
  }

  private static Map<NodeId, Double> sample(Cluster cluster) {
    Map<NodeId, Integer> names = new HashMap<>();
    for (int i = 0; i < NAMES; i++) {
      cluster
          .owner(DistributedCounter.COUNTER, "name-" + i)
          .ifPresent(owner -> names.merge(owner.id(), 1, Integer::sum));
    }
    Map<NodeId, Double> shares = new HashMap<>();
    names.forEach((node, count) -> shares.put(node, (double) count / NAMES));
    return shares;
  }

  /// {@return a part as a percentage}
  ///
  /// @param share the part
  public static String percent(double share) {
    return Math.round(share * 100) + " %";
  }
}
