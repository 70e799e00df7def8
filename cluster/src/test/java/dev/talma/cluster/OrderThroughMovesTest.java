package dev.talma.cluster;

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
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;

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
  void nothingIsLostOrOutOfOrder() throws Exception {
    try (var cluster = DevelopmentCluster.start(2, LOG)) {
      AtomicBoolean stop = new AtomicBoolean();
      int[][] sent = new int[SENDERS][KEYS];
      List<Thread> senders = new ArrayList<>();
      for (int s = 0; s < SENDERS; s++) {
        int sender = s;
        Cluster node = cluster.node(s % 2);
        senders.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      for (int i = 0; !stop.get(); i++) {
                        int n = i % KEYS;
                        ActorRef<Log> ref = node.actor(LOG, "k" + n);
                        ref.send(new Log.Add(sender, sent[sender][n]++));
                        if (i / KEYS % KEYS == n) { // one in each round, so that none gets ahead
                          ref.ask(new Log.Seen(), Duration.ofSeconds(20));
                        }
                      }
                    }));
      }
      Cluster third = cluster.add();
      Cluster fourth = cluster.add();
      cluster.leave(third);
      cluster.leave(fourth);
      stop.set(true);
      for (Thread each : senders) {
        each.join();
      }
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
