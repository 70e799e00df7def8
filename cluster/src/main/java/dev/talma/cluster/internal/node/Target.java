package dev.talma.cluster.internal.node;

/// Whom something is for.
sealed interface Target {

  /// The actor of a type and name, wherever it is.
  record Named(String type, String name) implements Target {
    @Override
    public String path() {
      return "/" + type + ":" + name;
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
