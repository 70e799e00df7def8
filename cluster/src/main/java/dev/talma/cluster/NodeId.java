package dev.talma.cluster;

import java.util.Objects;

/// One run of a node. The name stays when a node is started anew, the incarnation does not: what
/// was sent to the former run never reaches the next one.
///
/// @param name as configured, unique among the living nodes of a cluster
/// @param incarnation made up at each start
public record NodeId(String name, String incarnation) {

  /// Refuses what is missing.
  public NodeId {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(incarnation, "incarnation");
  }

  @Override
  public String toString() {
    return name + "#" + incarnation;
  }
}
