package dev.talma.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.talma.ActorRef;
import dev.talma.cluster.Counters.Counter;
import org.junit.jupiter.api.Test;

/// Three real nodes in one JVM.
class DevelopmentClusterTest {
  @Test
  void anActorIsReachedFromEachNodeAndIsTheSame() {
    try (var cluster = DevelopmentCluster.start(3, Counters.COUNTER)) {
      for (int i = 0; i < 20; i++) {
        String name = "visits-" + i;
        for (Cluster node : cluster.nodes()) {
          node.actor(Counters.COUNTER, name).send(new Counter.Increment(2));
          assertEquals(0, node.actor(Counters.COUNTER, name).ask(new Counter.Get()) % 2);
        }
        ActorRef<Counter> ref = cluster.actor(Counters.COUNTER, name);
        assertEquals(6, ref.ask(new Counter.Get()));
        assertEquals(
            cluster.node(0).owner(Counters.COUNTER, name).orElseThrow().name(),
            ref.ask(new Counter.Where()));
      }
    }
  }

  @Test
  void actorsMoveWithTheirStateWhenANodeJoinsAndWhenOneLeaves() {
    try (var cluster = DevelopmentCluster.start(2, Counters.COUNTER)) {
      for (int i = 0; i < 50; i++) {
        cluster.actor(Counters.COUNTER, "c" + i).send(new Counter.Increment(i));
      }
      Cluster third = cluster.add();
      int moved = 0;
      for (int i = 0; i < 50; i++) {
        ActorRef<Counter> ref = cluster.actor(Counters.COUNTER, "c" + i);
        assertEquals(i, ref.ask(new Counter.Get()));
        moved += ref.ask(new Counter.Where()).equals(third.name()) ? 1 : 0;
      }
      assertEquals(moved, third.clusterCounters().movedIn());
      cluster.leave(cluster.node(1));
      for (int i = 0; i < 50; i++) {
        assertEquals(i, third.actor(Counters.COUNTER, "c" + i).ask(new Counter.Get()));
      }
    }
  }
}
