package dev.talma.cluster.internal.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.Member.Status;
import dev.talma.cluster.MemberEvent;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.membership.TestNodes.TestNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// Whatever happens: once the network is whole again there is one membership, and what a node was
/// told makes sense.
class ChaosTest {
  private static final long SEED = Long.getLong("talma.seed", System.nanoTime());
  private static final int ROUNDS = Integer.getInteger("talma.rounds", 1);
  private static final int NODES = 5;
  private static final int STEPS = 14;

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

  @Test
  void oneMembershipInTheEnd() {
    System.out.println("ChaosTest: -Dtalma.seed=" + SEED);
    for (int round = 0; round < ROUNDS; round++) {
      try (MemoryFabric fabric = new MemoryFabric();
          TestNodes nodes = new TestNodes(fabric::open)) {
        new Run(fabric, nodes).go();
      }
    }
  }

  private final class Run {
    private final MemoryFabric fabric;
    private final TestNodes nodes;
    private final TestNode[] live = new TestNode[NODES];
    private final List<TestNode> ever = new ArrayList<>();
    private final Set<TestNode> paused = new HashSet<>();

    Run(MemoryFabric fabric, TestNodes nodes) {
      this.fabric = fabric;
      this.nodes = nodes;
    }

    void go() {
      for (int i = 0; i < NODES; i++) {
        start(i);
      }
      for (int i = 0; i < STEPS; i++) {
        step();
      }
      fabric.heal();
      paused.forEach(node -> fabric.resume(node.network));
      nodes.awaitTogether(live);
      ever.forEach(ChaosTest::check);
    }

    private void start(int i) {
      live[i] = nodes.start("n" + i, i + 1, 1, 2);
      ever.add(live[i]);
    }

    private void step() {
      int i = random.nextInt(NODES);
      TestNode node = live[i];
      TestNode other = live[(i + 1 + random.nextInt(NODES - 1)) % NODES];
      switch (random.nextInt(7)) {
        case 0 -> {
          fabric.crash(node.network);
          paused.remove(node);
          if (random.nextBoolean() && !paused.contains(other)) {
            nodes.await("not routed to", () -> !other.routes(node));
          }
          node.membership.close();
          start(i);
        }
        case 1 -> {
          if (!paused.contains(node)) {
            node.membership.leave().join();
            node.membership.close();
            node.network.close();
            start(i);
          }
        }
        case 2 -> {
          fabric.cut(node.network, other.network);
          if (!paused.contains(node)) {
            nodes.await("lost", () -> !node.sees(other, m -> m.status() == Status.UP));
          }
        }
        case 3 -> fabric.heal();
        case 4 -> {
          fabric.pause(node.network);
          paused.add(node);
        }
        case 5 -> {
          fabric.resume(node.network);
          paused.remove(node);
        }
        default -> node.membership.publish("k", Integer.toString(random.nextInt(9)));
      }
    }
  }

  private static void check(TestNode node) {
    Map<NodeId, MemberEvent> last = new HashMap<>();
    Map<NodeId, Boolean> reachable = new HashMap<>();
    for (MemberEvent event : node.events) {
      NodeId id = event.member().id();
      if (id.equals(node.id())) {
        continue;
      }
      MemberEvent before = last.put(id, event);
      boolean member = before != null && !(before instanceof MemberEvent.Removed);
      assertEquals(member, !(event instanceof MemberEvent.Joined), () -> event + "\n" + node);
      switch (event) {
        case MemberEvent.Joined _ -> {
          assertTrue(
              last.entrySet().stream()
                  .filter(e -> e.getKey().name().equals(id.name()) && !e.getKey().equals(id))
                  .allMatch(e -> e.getValue() instanceof MemberEvent.Removed),
              () -> "two of one name: " + event + "\n" + node);
          reachable.put(id, true);
        }
        case MemberEvent.Unreachable _ -> assertTrue(reachable.put(id, false), node::toString);
        case MemberEvent.Reachable _ -> assertFalse(reachable.put(id, true), node::toString);
        default -> {}
      }
    }
  }
}
