package dev.talma.cluster.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.talma.cluster.internal.transport.Session.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Three nodes connect, send and break sessions off in every order. Whatever happens meanwhile, the
/// listener's calls come in order, and afterwards each pair gets its one session again.
final class StormTest {
  private final long seed = Long.getLong("talma.seed", System.nanoTime());

  @Test
  void afterwardsEachPairHasItsOneSession() throws Exception {
    System.out.println("seed " + seed);
    var random = new Random(seed);
    try (var nodes = new Nodes()) {
      List<Nodes.Node> all = List.of(nodes.start("a"), nodes.start("b"), nodes.start("c"));
      for (int round = 0; round < 6; round++) {
        List<Thread> threads = new ArrayList<>();
        for (Nodes.Node node : all) {
          long dice = random.nextLong();
          threads.add(Thread.ofVirtual().start(() -> storm(node, all, new Random(dice))));
        }
        for (Thread thread : threads) {
          thread.join();
        }
        calm(all, "round " + round + ", seed " + seed);
      }
    }
  }

  private static void storm(Nodes.Node node, List<Nodes.Node> all, Random random) {
    for (int i = 0; i < 150; i++) {
      Nodes.Node other = all.get(random.nextInt(all.size()));
      var session = node.network().session(other.id());
      switch (random.nextInt(5)) {
        case 0 -> session.ifPresent(s -> s.close("storm"));
        case 1 -> session.ifPresent(s -> ((TcpSession) s).giveUp("storm"));
        case 2 -> session.ifPresent(s -> s.offer(Lane.MESSAGES, TestFrame.of("x")));
        default -> {
          if (other != node) {
            var _ = node.network().connect(other.network().address());
          }
        }
      }
      LockSupport.parkNanos(random.nextInt(400_000));
    }
  }

  private static void calm(List<Nodes.Node> all, String where) throws Exception {
    for (Nodes.Node from : all) {
      for (Nodes.Node to : all) {
        if (from != to) {
          reach(from, to, where);
        }
      }
    }
    for (Nodes.Node node : all) {
      Nodes.until(
          "quiet, " + where,
          () -> node.network().counters().handshakes() == 0 && node.ears().open() == 2);
      assertEquals(List.of(), node.ears().faults, where);
      node.ears().heard.clear();
    }
  }

  /// Connects until it lasts: what the storm has begun may still be under way.
  private static void reach(Nodes.Node from, Nodes.Node to, String where) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < end) {
      try {
        Session there = from.connect(to);
        Session back = to.connect(from);
        if (there.isOpen() && back.isOpen()) {
          assertSame(there, from.network().session(to.id()).orElse(there));
          return;
        }
      } catch (java.util.concurrent.ExecutionException e) {
        LockSupport.parkNanos(1_000_000);
      }
    }
    throw new AssertionError(
        "No session that lasts between " + from.id() + " and " + to.id() + ", " + where);
  }
}
