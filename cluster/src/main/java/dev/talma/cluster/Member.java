package dev.talma.cluster;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// A node of the cluster, as this node knows it.
///
/// @param id which run of which node
/// @param address where others reach it
/// @param roles what it is there for; empty unless configured
/// @param weight its share of the named actors, relative to others; 1 unless configured
/// @param status how it is
/// @param state the small values that it has published under its own name
public record Member(
    NodeId id,
    Address address,
    Set<String> roles,
    int weight,
    Status status,
    Map<String, String> state) {

  /// How a member is.
  public enum Status {
    /// It takes part.
    UP,
    /// This node has no connection with it at the moment. It is still a member.
    UNREACHABLE,
    /// It has said that it leaves, and gets no new work.
    LEAVING
  }

  /// Refuses what is missing, and copies.
  public Member {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(status, "status");
    roles = Set.copyOf(roles);
    state = Map.copyOf(state);
  }

  /// {@return the name of the node}
  public String name() {
    return id.name();
  }
}
