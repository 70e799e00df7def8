package dev.talma.cluster.internal.placement;

/// Hashes of 64 bits that are the same on every node.
final class Hashes {
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;
  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private Hashes() {}

  /// FNV-1a over the characters, which spreads short texts without collisions, then mixed, as it
  /// leaves texts that differ in their last character side by side.
  static long of(String text) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return mix(hash);
  }

  /// That of an actor.
  ///
  /// @param type what kind of actor
  /// @param name which one
  static long of(String type, String name) {
    return of(of(type), of(name));
  }

  /// One hash of two; their order matters.
  static long of(long first, long second) {
    return mix(mix(first) + second);
  }

  /// The finalizer of SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014): each bit of the input
  /// changes about half of those of the result.
  private static long mix(long value) {
    long z = value + GOLDEN_RATIO;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
