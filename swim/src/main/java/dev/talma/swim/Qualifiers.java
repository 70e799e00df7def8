package dev.talma.swim;

import java.util.Map;
import java.util.Optional;

/// What each message of the protocol carries. ScaleCube casts without looking, and a cast that
/// fails ends its failure detector or its gossip for good; so a message that carries something else
/// must not get that far.
final class Qualifiers {
  static final String PING = "sc/fdetector/ping";
  static final String PING_ACK = "sc/fdetector/pingAck";
  static final String SYNC = "sc/membership/sync";
  static final String SYNC_ACK = "sc/membership/syncAck";
  static final String GOSSIP = "sc/gossip/req";
  static final String MEMBERSHIP_GOSSIP = "sc/membership/gossip";

  private static final Map<String, Shape> MESSAGES =
      Map.of(
          PING,
          Shape.PING,
          "sc/fdetector/pingReq",
          Shape.PING,
          PING_ACK,
          Shape.PING,
          SYNC,
          Shape.SYNC,
          SYNC_ACK,
          Shape.SYNC,
          "sc/gossip/req",
          Shape.GOSSIPS,
          "sc/metadata/req",
          Shape.METADATA_REQUEST,
          "sc/metadata/resp",
          Shape.METADATA_RESPONSE);

  private Qualifiers() {}

  /// {@return what a message with that qualifier carries; nothing if there is no such message}
  ///
  /// @param qualifier the qualifier
  /// @param gossip whether the message came inside a gossip
  static Optional<Shape> data(String qualifier, boolean gossip) {
    if (gossip) {
      return MEMBERSHIP_GOSSIP.equals(qualifier) ? Optional.of(Shape.RECORD) : Optional.empty();
    }
    return Optional.ofNullable(MESSAGES.get(qualifier));
  }
}
