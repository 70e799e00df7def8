package dev.talma.cluster;

import dev.talma.TalmaException;

/// There is no node that may have the named actor: fewer members than
/// [ClusterSettings#minMembers(int)], or none with the role that its type asks for. Nothing was
/// sent.
public final class ClusterUnavailableException extends TalmaException {
  private static final long serialVersionUID = 1L;

  /// Made by the runtime.
  ///
  /// @param message what is missing
  public ClusterUnavailableException(String message) {
    super(message);
  }
}
