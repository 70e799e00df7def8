package dev.talma.cluster.internal.placement;

import dev.talma.cluster.NodeId;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// The cluster as one node sees it.
///
/// @param members who may own actors
/// @param leaving who may not any more, and still has some to hand over. It stays in here until it
///   is gone; without that, others would start its actors anew while they still run
public record View(Set<RingMember> members, Set<NodeId> leaving) {

  /// Refuses a node that is both, and copies.
  public View {
    members = Set.copyOf(members);
    leaving = Set.copyOf(leaving);
    for (RingMember member : members) {
      if (leaving.contains(member.id())) {
        throw new IllegalArgumentException(
            "A node is a member or leaving, but " + member.id() + " is both");
      }
    }
  }

  /// {@return a view in which nobody leaves}
  ///
  /// @param members who may own actors
  public static View of(Set<RingMember> members) {
    return new View(members, Set.of());
  }

  /// {@return members and leaving ones}
  Set<NodeId> participants() {
    Set<NodeId> all = new HashSet<>(leaving);
    members.forEach(m -> all.add(m.id()));
    return all;
  }

  /// {@return a hash of it that is equal on two nodes if they see the same}
  ///
  /// @param ring of the members
  long digest(Ring ring) {
    long hash = Objects.requireNonNull(ring).digest();
    for (NodeId id : sorted(leaving)) {
      hash = Hashes.of(hash, Hashes.of(id.name()));
      hash = Hashes.of(hash, Hashes.of(id.incarnation()));
    }
    return hash;
  }

  /// {@return nodes, in an order that is the same everywhere}
  ///
  /// @param nodes the nodes
  static List<NodeId> sorted(Set<NodeId> nodes) {
    return nodes.stream()
        .sorted(Comparator.comparing(NodeId::name).thenComparing(NodeId::incarnation))
        .toList();
  }
}
