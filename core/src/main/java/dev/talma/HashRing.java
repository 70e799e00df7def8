package dev.talma;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gives each key to one of some members, so that a change of the members moves few keys: when one
/// of *n* leaves, only its own keys move, about one in *n*, and they spread over all others.
///
/// Consistent hashing (D. Karger et al., "Consistent Hashing and Random Trees", STOC 1997): every
/// member has many points on a ring of 64-bit hashes, and a key belongs to the first point at or
/// after its own hash. With 128 points each, the shares of the members differ by some ten percent.
final class HashRing {
  private static final int POINTS_PER_MEMBER = 128;

  private final long[] points;
  private final int[] members;

  private HashRing(long[] points, int[] members) {
    this.points = points;
    this.members = members;
  }

  /// {@return a ring}
  ///
  /// @param names of the members; who has the same name in another ring has the same points there
  static HashRing of(List<String> names) {
    record Point(long hash, int member) {}
    var points = new Point[names.size() * POINTS_PER_MEMBER];
    Map<String, Integer> seen = new HashMap<>();
    for (int member = 0; member < names.size(); member++) {
      String name = names.get(member);
      // two of the same name, say of two systems, must not share their points
      long seed = hash(name) + seen.merge(name, 1, Integer::sum);
      for (int i = 0; i < POINTS_PER_MEMBER; i++) {
        points[member * POINTS_PER_MEMBER + i] =
            new Point(mix(mix(seed) + i * GOLDEN_RATIO), member);
      }
    }
    Arrays.sort(points, (a, b) -> Long.compare(a.hash, b.hash));
    return new HashRing(
        Arrays.stream(points).mapToLong(Point::hash).toArray(),
        Arrays.stream(points).mapToInt(Point::member).toArray());
  }

  /// {@return the index of the member that the key belongs to} There has to be one.
  int find(Object key) {
    long hash = key instanceof CharSequence text ? mix(hash(text)) : mix(key.hashCode());
    int found = Arrays.binarySearch(points, hash);
    int point = found >= 0 ? found : -found - 1;
    return members[point < points.length ? point : 0];
  }

  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  /// FNV-1a over the characters; with 64 bits, unlike `hashCode`, it is free of collisions in
  /// practice.
  private static long hash(CharSequence text) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
    }
    return hash;
  }

  /// The finalizer of SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014): each bit of the input
  /// changes about half of those of the result. Keys such as 1, 2, 3 would else lie side by side.
  private static long mix(long value) {
    long z = value + GOLDEN_RATIO;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
