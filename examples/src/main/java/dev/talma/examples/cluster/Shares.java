package dev.talma.examples.cluster;

import dev.talma.cluster.Cluster;
import dev.talma.cluster.NodeId;
import java.util.HashMap;
import java.util.Map;

/// Which part of the names each node has, among those with the role of the examples: found by
/// asking where each of many names would live.
public final class Shares {
  private static final int NAMES = 5_000;

  private Shares() {}

  /// {@return the parts, in all 1; none if there is no such node}
  ///
  /// @param cluster who says so
  public static Map<NodeId, Double> of(Cluster cluster) {
    Map<NodeId, Double> shares = new HashMap<>();
    for (int i = 0; i < NAMES; i++) {
      cluster
          .owner(DistributedCounter.COUNTER, "name-" + i)
          .ifPresent(owner -> shares.merge(owner.id(), 1.0 / NAMES, Double::sum));
    }
    return shares;
  }

  /// {@return a part as a percentage}
  ///
  /// @param share the part
  public static String percent(double share) {
    return Math.round(share * 100) + " %";
  }
}
