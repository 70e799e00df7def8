package dev.talma.cluster.internal.node;

import dev.talma.cluster.internal.codec.Output;
import org.jspecify.annotations.Nullable;

/// Whom something is for.
sealed interface Target {

  /// The actor of a type and name, wherever it is. It is looked up and written for every message,
  /// so it keeps its hash and its bytes.
  final class Named implements Target {
    private final String type;
    private final String name;
    private final int hash;
    private volatile byte @Nullable [] bytes;

    Named(String type, String name) {
      this.type = type;
      this.name = name;
      this.hash = 31 * type.hashCode() + name.hashCode();
    }

    String type() {
      return type;
    }

    String name() {
      return name;
    }

    @Override
    public String path() {
      return "/" + type + ":" + name;
    }

    /// {@return type and name, as they are written} Must not be changed.
    byte[] bytes() {
      byte[] known = bytes;
      if (known == null) {
        Output out = new Output(Wire.MAX_FRAME);
        out.text(type);
        out.text(name);
        known = out.toBytes();
        bytes = known;
      }
      return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || (other instanceof Named named
              && hash == named.hash
              && name.equals(named.name)
              && type.equals(named.type));
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public String toString() {
      return path();
    }
  }

  /// One actor of the node that gets this.
  ///
  /// @param number of the actor on its node
  /// @param path for logs
  record Single(long number, String path) implements Target {}

  /// {@return the path of the actor}
  String path();
}
