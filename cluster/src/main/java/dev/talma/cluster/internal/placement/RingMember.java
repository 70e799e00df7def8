package dev.talma.cluster.internal.placement;

import dev.talma.cluster.NodeId;
import java.util.Objects;
import java.util.Set;

/// A node that may own named actors.
///
/// @param id which run of which node
/// @param weight its share relative to that of others, from 1 to [#MAX_WEIGHT]
/// @param roles what it is there for; may be empty
public record RingMember(NodeId id, int weight, Set<String> roles) {
  /// The greatest weight.
  public static final int MAX_WEIGHT = 100;

  /// Refuses what is missing or out of range, and copies.
  public RingMember {
    Objects.requireNonNull(id, "id");
    if (weight < 1 || weight > MAX_WEIGHT) {
      throw new IllegalArgumentException(
          "The weight of a node is from 1 to "
              + MAX_WEIGHT
              + ", but that of "
              + id.name()
              + " is "
              + weight);
    }
    roles = Set.copyOf(roles);
  }
}
