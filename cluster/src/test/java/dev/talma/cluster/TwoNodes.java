package dev.talma.cluster;

import dev.talma.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// Two nodes for all tests of a class, and rooms on a node of choice.
abstract class TwoNodes {
  static DevelopmentCluster cluster;
  private static int rooms;

  @BeforeAll
  static void begin() {
    cluster = DevelopmentCluster.start(2, s -> s.types(Chat.ROOM, Counters.COUNTER));
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  static Cluster here() {
    return cluster.node(0);
  }

  static Cluster there() {
    return cluster.node(1);
  }

  /// The name of a room that lives on a node.
  static synchronized String roomOn(Cluster node) {
    while (true) {
      String name = "room-" + rooms++;
      if (here().owner(Chat.ROOM, name).orElseThrow().id().equals(node.id())) {
        return name;
      }
    }
  }

  /// A room on the other node, as this one sees it.
  static ActorRef<Chat> remoteRoom() {
    return here().actor(Chat.ROOM, roomOn(there()));
  }

  static ActorRef<Chat> localRoom() {
    return here().actor(Chat.ROOM, roomOn(here()));
  }
}
