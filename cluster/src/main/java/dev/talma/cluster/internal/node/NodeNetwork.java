package dev.talma.cluster.internal.node;

import dev.talma.cluster.ClusterSettings;
import dev.talma.cluster.internal.transport.NetworkSettings;

/// What the settings of a node say to its network.
final class NodeNetwork {
  private NodeNetwork() {}

  static NetworkSettings settings(ClusterSettings settings) {
    NetworkSettings made = NetworkSettings.of(settings.bind(), settings.clusterName());
    if (settings.advertised().isPresent()) {
      made = made.advertising(settings.advertised().get());
    }
    if (settings.tls().isPresent()) {
      made = made.with(settings.tls().get());
    } else if (settings.isInsecure()) {
      made = made.withoutProtection();
    }
    return made.withRoom(
        Wire.MAX_FRAME,
        new NetworkSettings.Room(settings.outbound().frames(), settings.outbound().bytes()),
        made.control());
  }
}
