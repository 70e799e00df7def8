package dev.talma.cluster.internal.transport;

import dev.talma.cluster.NodeId;
import java.util.List;
import java.util.Map;

/// What a network has done so far.
///
/// @param sessions each open session
/// @param handshakes how many accepted connections are in their handshake now
/// @param refused how many connections of others this node has refused, by kind
public record NetworkCounters(
    List<OfSession> sessions, int handshakes, Map<Refusal, Long> refused) {

  /// Copies.
  public NetworkCounters {
    sessions = List.copyOf(sessions);
    refused = Map.copyOf(refused);
  }

  /// What went through one session.
  ///
  /// @param peer with whom
  /// @param framesOut how many frames were handed to the operating system, heartbeats not counted
  /// @param bytesOut how many bytes of such frames
  /// @param framesIn how many frames have come
  /// @param bytesIn how many bytes of such frames
  /// @param waiting how many frames were accepted and not yet handed to the operating system
  public record OfSession(
      NodeId peer, long framesOut, long bytesOut, long framesIn, long bytesIn, long waiting) {}
}
