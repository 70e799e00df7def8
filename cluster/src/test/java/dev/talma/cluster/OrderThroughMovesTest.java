package dev.talma.cluster;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// While nodes join and leave in good order, nothing is lost, nothing comes twice, and what one
/// sender sends arrives in order.
class OrderThroughMovesTest {
  private static final int KEYS = 40;
  private static final int SENDERS = 4;

  sealed interface Log {
    record Add(int sender, int number) implements Log {}

    record Seen() implements Log, Request<Log, Summary> {}
  }

  /// How many have come of each sender, and what was wrong first.
  record Summary(Map<Integer, Integer> counts, String wrong) {}

  static final ActorType<Log> LOG =
      ActorType.of("log", Log.class, OrderThroughMovesTest::log).withState(Summary.class);

  static Actor<Log> log() {
    return (mailbox, ctx) -> {
      Summary start = ctx.handedOver(Summary.class).orElse(new Summary(Map.of(), ""));
      Map<Integer, Integer> counts = new HashMap<>(start.counts());
      String wrong = start.wrong();
      for (var msg : mailbox) {
        switch (msg) {
          case Log.Add(int sender, int number) -> {
            int due = counts.getOrDefault(sender, 0);
            if (number != due && wrong.isEmpty()) {
              wrong = "of " + sender + " came " + number + " and due was " + due;
            }
            counts.put(sender, number + 1);
          }
          case Log.Seen seen -> ctx.reply(seen, new Summary(Map.copyOf(counts), wrong));
        }
      }
      ctx.handOver(new Summary(Map.copyOf(counts), wrong));
    };
  }

  @RepeatedTest(3)
  void nothingIsLostOrOutOfOrder() {
    try (var cluster = DevelopmentCluster.start(2, LOG)) {
      try (var load = new Load(cluster)) {
        Cluster third = cluster.add();
        Cluster fourth = cluster.add();
        cluster.leave(third);
        cluster.leave(fourth);
        load.check();
      }
    }
  }

  /// The others may have heard of it before it has heard of them.
  @Test
  void aNodeThatLeavesAsSoonAsItIsKnownTakesNothingWithIt() {
    long seed = Long.getLong("talma.seed", System.nanoTime());
    IO.println("seed " + seed);
    var random = new SplittableRandom(seed);
    try (var cluster = DevelopmentCluster.start(2, LOG)) {
      try (var load = new Load(cluster)) {
        for (int i = 0; i < 20; i++) {
          Cluster old = cluster.node(random.nextInt(2));
          Cluster young =
              Cluster.join(
                  each ->
                      each.node("young")
                          .seeds(old.address().toString())
                          .timing(Timing.local())
                          .types(LOG));
          switch (random.nextInt(3)) {
            case 0 -> {}
            case 1 -> until(() -> old.members().size() == 3);
            default -> until(() -> old.shares().containsKey(young.id()));
          }
          young.close();
          until(() -> cluster.nodes().stream().allMatch(node -> node.members().size() == 2));
        }
        load.check();
      }
    }
  }

  private static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  /// Sends to all names from the first two nodes.
  private static final class Load implements AutoCloseable {
    private final DevelopmentCluster cluster;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final int[][] sent = new int[SENDERS][KEYS];
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> senders = new ArrayList<>();

    Load(DevelopmentCluster cluster) {
      this.cluster = cluster;
      for (int s = 0; s < SENDERS; s++) {
        int sender = s;
        senders.add(Thread.ofVirtual().start(() -> send(sender, cluster.node(sender % 2))));
      }
    }

    private void send(int sender, Cluster node) {
      try {
        for (int i = 0; !stop.get(); i++) {
          int n = i % KEYS;
          ActorRef<Log> ref = node.actor(LOG, "k" + n);
          ref.send(new Log.Add(sender, sent[sender][n]));
          sent[sender][n]++;
          if (i / KEYS % KEYS == n) { // one in each round, so that none gets ahead
            ref.ask(new Log.Seen(), Duration.ofSeconds(20));
          }
        }
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }

    /// Ends it, and looks whether all has come.
    void check() {
      close();
      for (int k = 0; k < KEYS; k++) {
        Map<Integer, Integer> due = new HashMap<>();
        for (int s = 0; s < SENDERS; s++) {
          if (sent[s][k] > 0) {
            due.put(s, sent[s][k]);
          }
        }
        // a thread has no order with the senders, so it waits until all has come
        Summary seen = awaitSum(cluster.actor(LOG, "k" + k), due);
        assertEquals("", seen.wrong(), "k" + k);
        assertEquals(due, seen.counts(), "k" + k);
      }
      assertEquals(List.of(), List.copyOf(failures));
    }

    @Override
    public void close() {
      stop.set(true);
      for (Thread each : senders) {
        assertDoesNotThrow(() -> each.join());
      }
    }
  }

  private static Summary awaitSum(ActorRef<Log> ref, Map<Integer, Integer> due) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (true) {
      Summary seen = ref.ask(new Log.Seen());
      if (seen.counts().equals(due) || System.nanoTime() - end > 0) {
        return seen;
      }
      Thread.onSpinWait();
    }
  }
}
