package dev.talma.cluster.internal.membership;

import dev.talma.cluster.Address;
import dev.talma.cluster.Timing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/// What a node says of itself, and where it looks for others.
///
/// @param cluster the name of the cluster; nodes of others are not seen
/// @param seeds where to look for members; a name is resolved anew each time, and each of its
///   addresses is tried
/// @param roles what this node is there for
/// @param weight its share of the work, relative to others; 0 for none
/// @param state what it publishes from the beginning
/// @param timing how often and how long
public record MembershipSettings(
    String cluster,
    List<Address> seeds,
    Set<String> roles,
    int weight,
    Map<String, String> state,
    Timing timing) {

  /// The most that a node may publish, in bytes of UTF-8, all keys and values together.
  public static final int MAX_STATE_BYTES = 4096;

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,62}[A-Za-z0-9_]");

  /// Refuses what cannot be, and copies.
  ///
  /// @throws IllegalArgumentException if it cannot be
  public MembershipSettings {
    Objects.requireNonNull(timing, "timing");
    seeds = List.copyOf(seeds);
    roles = Set.copyOf(roles);
    state = Map.copyOf(state);
    if (!NAME.matcher(cluster).matches()) {
      throw new IllegalArgumentException(
          "The name of a cluster has 2 to 64 letters, digits, _ and -, and neither begins nor ends"
              + " with -, but this is \""
              + cluster
              + "\"");
    }
    if (weight < 0 || weight > 1000) {
      throw new IllegalArgumentException("A weight is from 0 to 1000, but this is " + weight);
    }
    int roleBytes = roles.stream().mapToInt(MembershipSettings::bytes).sum();
    if (roleBytes > MAX_STATE_BYTES) {
      throw new IllegalArgumentException(
          "The roles of a node have " + roleBytes + " bytes, more than " + MAX_STATE_BYTES);
    }
    checkState(state);
  }

  /// {@return settings with the LAN timing, weight 1, and neither roles nor state}
  ///
  /// @param cluster the name of the cluster
  /// @param seeds where to look for members
  public static MembershipSettings of(String cluster, List<Address> seeds) {
    return new MembershipSettings(cluster, seeds, Set.of(), 1, Map.of(), Timing.lan());
  }

  /// Refuses more than a node may publish.
  static void checkState(Map<String, String> state) {
    int size = 0;
    for (Map.Entry<String, String> entry : state.entrySet()) {
      size += bytes(entry.getKey()) + bytes(entry.getValue());
    }
    if (size > MAX_STATE_BYTES) {
      throw new IllegalArgumentException(
          "What a node publishes would have "
              + size
              + " bytes with this, but all keys and values together may have "
              + MAX_STATE_BYTES
              + ": it is for small values such as a version or a zone. Nothing was changed");
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
