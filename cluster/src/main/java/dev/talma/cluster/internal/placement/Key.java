package dev.talma.cluster.internal.placement;

import java.util.Objects;
import java.util.Optional;

/// Which named actor.
///
/// @param type what kind of actor
/// @param name which one of that kind
/// @param role the role of the nodes that it may live on; empty if it may live on every one. All
///   nodes have to say the same about a type
public record Key(String type, String name, Optional<String> role) {

  /// Refuses what is missing.
  public Key {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(role, "role");
  }

  /// {@return a hash that is the same on all nodes} Two keys may have the same one.
  public long mark() {
    return Hashes.of(type, name);
  }

  @Override
  public String toString() {
    return type + "/" + name + role.map(r -> " (role " + r + ")").orElse("");
  }
}
