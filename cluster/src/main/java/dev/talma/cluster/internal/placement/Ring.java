package dev.talma.cluster.internal.placement;

import dev.talma.cluster.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Gives each named actor to one of some nodes, so that a change of the nodes moves few actors:
/// when one of *n* goes, only its own move, about one in *n*, and they spread over all others; when
/// one comes, it takes about one in *n + 1*, and no others move.
///
/// Consistent hashing (D. Karger et al., "Consistent Hashing and Random Trees", STOC 1997): every
/// node has [#POINTS] points for each unit of its weight on a ring of 64-bit hashes, and a key
/// belongs to the first point at or after its own hash. The share of a node of weight one then
/// differs from the mean by some 6 % (one over the root of the number of points), and the largest
/// of ten by some 10 %.
///
/// The points of a node depend on its name alone, so a node that was started anew gets back what it
/// had. Two runs of a node among the members have the same points, and one of them owns all.
///
/// *Threading*: immutable; every thread may call every method.
public final class Ring {
  /// How many points a node has for each unit of its weight.
  public static final int POINTS = 256;

  /// A point is a hash whose last bits are replaced by the index of the member, so that a sorted
  /// array of numbers is all there is.
  private static final int INDEX_BITS = 16;

  private static final long INDEX = (1L << INDEX_BITS) - 1;

  private final List<RingMember> members;
  private final long[] points;
  private final long digest;

  /// Rings of the members with one role. A role that no member has is not kept, or a stranger could
  /// fill the memory by asking.
  private final Map<String, Ring> byRole = new ConcurrentHashMap<>();

  private Ring(List<RingMember> members, long[] points) {
    this.members = members;
    this.points = points;
    this.digest = digestOf(members);
  }

  /// {@return the ring of some members, which is the same on each node}
  ///
  /// @param members in any order; may be empty, then nothing has an owner
  /// @throws IllegalArgumentException if a node is given twice, or there are more than 65,536
  public static Ring of(Collection<RingMember> members) {
    List<RingMember> sorted = new ArrayList<>(members);
    sorted.sort(
        Comparator.comparing((RingMember m) -> m.id().name())
            .thenComparing(m -> m.id().incarnation()));
    if (sorted.size() > INDEX + 1) {
      throw new IllegalArgumentException(
          "A ring has up to " + (INDEX + 1) + " members, but these are " + sorted.size());
    }
    Set<NodeId> seen = new HashSet<>();
    long[] points = new long[sorted.stream().mapToInt(m -> POINTS * m.weight()).sum()];
    int next = 0;
    for (int i = 0; i < sorted.size(); i++) {
      RingMember member = sorted.get(i);
      if (!seen.add(member.id())) {
        throw new IllegalArgumentException(
            "A node is in a ring once, but " + member.id() + " was given twice");
      }
      long seed = Hashes.of(member.id().name());
      for (int n = 0; n < POINTS * member.weight(); n++) {
        points[next++] = (Hashes.of(seed, n) & ~INDEX) | i;
      }
    }
    Arrays.sort(points);
    return new Ring(List.copyOf(sorted), points);
  }

  /// {@return who owns an actor that may live on every node; empty if there is no member}
  ///
  /// @param type what kind of actor
  /// @param name which one
  public Optional<NodeId> owner(String type, String name) {
    return owner(Hashes.of(type, name));
  }

  /// {@return who owns an actor that may live on nodes with a role; empty if no member has it}
  ///
  /// @param type what kind of actor
  /// @param name which one
  /// @param role the role
  public Optional<NodeId> owner(String type, String name, String role) {
    return ofRole(role).flatMap(ring -> ring.owner(type, name));
  }

  /// {@return who owns an actor; empty if there is no member that it may live on}
  ///
  /// @param key the actor
  public Optional<NodeId> owner(Key key) {
    return key.role().isPresent()
        ? owner(key.type(), key.name(), key.role().get())
        : owner(key.type(), key.name());
  }

  /// {@return the members, ordered by name}
  public List<RingMember> members() {
    return members;
  }

  /// {@return a hash of the members: equal on two nodes if they have the same members, of the same
  /// incarnations, weights and roles}
  public long digest() {
    return digest;
  }

  /// {@return which part of all keys without a role a node owns, from 0 to 1; 0 if it is no member}
  ///
  /// @param node the node
  public double share(NodeId node) {
    double sum = 0;
    for (int i = 0; i < points.length; i++) {
      if (owner(i).equals(node)) {
        // as an unsigned number: the first arc reaches back over the end of the ring
        long arc = points[i] - points[i == 0 ? points.length - 1 : i - 1];
        sum += (arc >>> 11) * 0x1p-53;
      }
    }
    return sum;
  }

  private Optional<NodeId> owner(long hash) {
    if (points.length == 0) {
      return Optional.empty();
    }
    // without the last bits, so that they do not decide between a key and a point
    int found = Arrays.binarySearch(points, hash & ~INDEX);
    int point = found >= 0 ? found : -found - 1;
    return Optional.of(owner(point < points.length ? point : 0));
  }

  private NodeId owner(int point) {
    return members.get((int) (points[point] & INDEX)).id();
  }

  private Optional<Ring> ofRole(String role) {
    Ring known = byRole.get(role);
    if (known != null) {
      return Optional.of(known);
    }
    List<RingMember> chosen = members.stream().filter(m -> m.roles().contains(role)).toList();
    if (chosen.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        byRole.computeIfAbsent(role, r -> chosen.size() == members.size() ? this : of(chosen)));
  }

  private static long digestOf(List<RingMember> sorted) {
    long hash = sorted.size();
    for (RingMember member : sorted) {
      hash = Hashes.of(hash, Hashes.of(member.id().name()));
      hash = Hashes.of(hash, Hashes.of(member.id().incarnation()));
      hash = Hashes.of(hash, member.weight());
      hash = Hashes.of(hash, member.roles().size());
      for (String role : member.roles().stream().sorted().toList()) {
        hash = Hashes.of(hash, Hashes.of(role));
      }
    }
    return hash;
  }

  @Override
  public String toString() {
    return "Ring" + members.stream().map(m -> m.id().toString()).toList();
  }
}
