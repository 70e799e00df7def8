package dev.talma.cluster.internal.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.internal.placement.ModelCluster.Chaos;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Random schedules of a whole cluster, against what [Placement] promises.
///
/// `-Dtalma.seed=N` runs one schedule, with a trace of it if it fails; `-Dtalma.rounds=N` so many.
class PlacementModelTest {
  private static final int ROUNDS = Integer.getInteger("talma.rounds", 150);

  @Test
  void withoutCrashesEachMessageIsHandledOnceAndInOrderByTheOneActorThereIs() {
    run(new Chaos(false, false, false));
  }

  @Test
  void withCrashesOnlyWhatWasOnTheirWayIsMissing() {
    run(new Chaos(true, false, false));
  }

  @Test
  void afterPartitionsEachActorRunsOnceAgain() {
    run(new Chaos(false, true, false));
  }

  @Test
  void afterPartitionsAndCrashesToo() {
    run(new Chaos(true, true, false));
  }

  /// As long as it was clear before where everything belonged. What waited for an actor that is
  /// given up, as there were two, goes to the other one without an order.
  @Test
  void whoIsTakenForLostAndComesBackChangesNoOrder() {
    run(new Chaos(false, false, true));
  }

  private static void run(Chaos chaos) {
    Long chosen = Long.getLong("talma.seed");
    long first = chosen == null ? System.nanoTime() : chosen;
    int rounds = chosen == null ? ROUNDS : 1;
    long handled = 0;
    long lost = 0;
    int hops = 0;
    for (long seed = first; seed < first + rounds; seed++) {
      ModelCluster cluster = run(seed, chaos, chosen != null);
      Ledger ledger = cluster.ledger;
      hops = Math.max(hops, cluster.mostHops);
      handled += ledger.handled();
      lost += ledger.lost();
    }
    System.out.println(
        chaos
            + ": "
            + rounds
            + " schedules, "
            + handled
            + " handled, "
            + lost
            + " lost, "
            + hops
            + " hops");
    assertTrue(handled > 0);
  }

  private static ModelCluster run(long seed, Chaos chaos, boolean traced) {
    ModelCluster cluster = new ModelCluster(seed, chaos, traced);
    try {
      cluster.join();
      int steps = 200 + cluster.random.nextInt(400);
      for (int i = 0; i < steps; i++) {
        cluster.step(true);
      }
      cluster.settle();
      // what is sent in peace reaches everyone
      int before = cluster.ledger.handled();
      int more = 0;
      for (ModelNode node : cluster.nodes.values()) {
        for (Key key : cluster.keys) {
          node.send(key);
          more++;
        }
      }
      cluster.settle();
      assertTrue(
          cluster.ledger.handled() == before + more || cluster.nodes.size() < 2,
          "what was sent in peace is missing");
      assertInOrder(cluster, chaos);
      return cluster;
    } catch (Throwable e) {
      cluster.trace().forEach(System.out::println);
      throw new AssertionError(chaos + " fails with -Dtalma.seed=" + seed + ": " + e, e);
    }
  }

  private static void assertInOrder(ModelCluster cluster, Chaos chaos) {
    for (ModelNode node : cluster.nodes.values()) {
      assertTrue(node.placement.isSettled(), () -> node.id + " has not settled");
      assertEquals(0, node.held.size(), () -> node.id + " holds messages");
      node.activations.forEach(
          (key, active) -> {
            assertEquals(Optional.of(node.id), node.placement.routing().owner(key));
            for (ModelNode other : cluster.nodes.values()) {
              assertTrue(other == node || !other.activations.containsKey(key), "runs twice");
            }
            if (!chaos.crashes() && !chaos.splits()) {
              assertEquals(cluster.ledger.handledOf(key), active.count, "the count of " + key);
            }
          });
    }
    cluster.ledger.assertAllAccountedFor();
    if (!chaos.crashes() && !chaos.splits()) {
      assertEquals(0, cluster.ledger.lost());
    }
  }
}
