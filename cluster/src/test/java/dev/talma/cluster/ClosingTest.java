package dev.talma.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.SystemClosedException;
import dev.talma.TalmaException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What those hear who ask through a node that ends before there is an answer.
class ClosingTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private static String closed(CompletableFuture<?> asked) {
    var thrown = assertThrows(ExecutionException.class, () -> asked.get(20, TimeUnit.SECONDS));
    return String.valueOf(
        assertInstanceOf(SystemClosedException.class, thrown.getCause()).getMessage());
  }

  @Test
  void anAskInFlightHearsThatItsOwnNodeIsClosed() {
    try (var cluster = DevelopmentCluster.start(2, Chat.ROOM)) {
      Cluster asks = cluster.node(0);
      String name = "room-0";
      for (int i = 1; !cluster.node(1).id().equals(owner(asks, name)); i++) {
        name = "room-" + i;
      }
      ActorRef<Chat> room = asks.actor(Chat.ROOM, name);
      CompletableFuture<String> asked = room.askAsync(new Chat.Later(LONG), LONG);
      assertEquals("node-2", room.ask(new Chat.Host(), LONG));
      asks.close();
      String why = closed(asked);
      assertTrue(why.startsWith("The node node-1 is closed"), why);
    }
  }

  private static NodeId owner(Cluster node, String name) {
    return node.owner(Chat.ROOM, name).orElseThrow().id();
  }

  @Test
  void anAskThatWaitsForSeedsHearsThatItsOwnNodeIsClosed() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Cluster node =
          Cluster.join(
              s ->
                  s.node("waits")
                      .seeds("127.0.0.1:" + silent.getLocalPort())
                      .minMembers(2)
                      .types(Chat.ROOM));
      CompletableFuture<String> asked = node.actor(Chat.ROOM, "it").askAsync(new Chat.Host(), LONG);
      node.close();
      assertEquals("The node waits is closed", closed(asked));
    }
  }

  @Test
  void anAskThroughANodeThatIsRefusedHearsWhy() {
    try (var first = Cluster.join(s -> s.node("same").types(Chat.ROOM));
        var second =
            Cluster.join(s -> s.node("same").seeds(first.address().toString()).types(Chat.ROOM))) {
      ActorRef<Chat> room = second.actor(Chat.ROOM, "it");
      TalmaException thrown =
          assertThrows(SystemClosedException.class, () -> room.ask(new Chat.Host(), LONG));
      assertTrue(
          String.valueOf(thrown.getMessage()).startsWith("The node same cannot be a member"),
          thrown::getMessage);
    }
  }
}
