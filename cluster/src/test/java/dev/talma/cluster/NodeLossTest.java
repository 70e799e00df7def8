package dev.talma.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ExitReason;
import dev.talma.NodeLostException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A node is lost.
class NodeLossTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  private static String nameOn(Cluster node) {
    for (int i = 0; ; i++) {
      if (node.owner(Chat.ROOM, "room-" + i).orElseThrow().id().equals(node.id())) {
        return "room-" + i;
      }
    }
  }

  @Test
  void asksFailMonitorsTellAndTheNameIsStartedElsewhere() throws Exception {
    try (var cluster = DevelopmentCluster.start(3, Chat.ROOM)) {
      Cluster here = cluster.node(0);
      Cluster doomed = cluster.node(2);
      ActorRef<Chat> room = here.actor(Chat.ROOM, nameOn(doomed));
      assertEquals("node-3", room.ask(new Chat.Host()));

      room.send(new Chat.Keep(doomed.spawn(Chat.room())));
      ActorRef<Chat> single = room.ask(new Chat.Kept());
      assertEquals("node-3", single.ask(new Chat.Host()));

      BlockingQueue<ExitReason> downs = new LinkedBlockingQueue<>();
      Actor<ExitReason> watcher =
          (mailbox, ctx) -> {
            ctx.monitor(room, down -> down.reason());
            for (var reason : mailbox) {
              downs.add(reason);
            }
          };
      here.spawn(watcher);
      CompletableFuture<String> pending = room.askAsync(new Chat.Later(LONG), LONG);
      assertEquals("node-3", room.ask(new Chat.Host())); // which is behind both

      cluster.crash(doomed);
      var failed = assertThrows(ExecutionException.class, () -> pending.get(20, TimeUnit.SECONDS));
      assertInstanceOf(NodeLostException.class, failed.getCause());
      assertTrue(failed.getMessage().endsWith("Whether the request was handled is not known"));
      assertEquals(ExitReason.noConnection(), downs.poll(20, TimeUnit.SECONDS));
      var late = assertThrows(NodeLostException.class, () -> single.ask(new Chat.Host()));
      assertTrue(
          late.getMessage()
              .endsWith("there is no connection with node-3. The request was not sent there"),
          late::getMessage);

      String host = awaitHost(room);
      assertTrue(host.equals("node-1") || host.equals("node-2"), host);
      cluster.await();
      assertEquals(2, here.members().size());
    }
  }

  /// Asks until it is answered.
  private static String awaitHost(ActorRef<Chat> room) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (true) {
      try {
        return room.ask(new Chat.Host(), Duration.ofSeconds(1));
      } catch (dev.talma.AskException e) {
        assertTrue(System.nanoTime() - end < 0, "nobody answers: " + e);
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void aMinorityRefusesToAnswer() {
    try (var cluster = DevelopmentCluster.start(3, s -> s.types(Chat.ROOM).minMembers(2))) {
      Cluster last = cluster.node(0);
      ActorRef<Chat> room = last.actor(Chat.ROOM, nameOn(last));
      assertEquals("node-1", room.ask(new Chat.Host()));
      cluster.crash(cluster.node(2));
      cluster.crash(cluster.node(1));
      cluster.await();
      var thrown = assertThrows(ClusterUnavailableException.class, () -> room.ask(new Chat.Host()));
      assertTrue(thrown.getMessage().contains("2 members"), thrown.getMessage());
      cluster.add();
      assertTrue(awaitHost(room).startsWith("node-"));
    }
  }
}
