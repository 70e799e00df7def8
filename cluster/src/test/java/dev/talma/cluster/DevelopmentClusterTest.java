package dev.talma.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.cluster.Counters.Counter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Three real nodes in one JVM.
class DevelopmentClusterTest {
  private static final ActorType<Counter> BACK =
      ActorType.of("back", Counter.class, Counters::counter).withRole("back");

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

  @Test
  void whatANodeIsThereForFollowsFromItsName() {
    try (var cluster =
        DevelopmentCluster.start(
            3,
            s ->
                s.types(Counters.COUNTER, BACK)
                    .roles(s.node().equals("node-1") ? "front" : "back"))) {
      assertEquals(List.of("node-1", "node-2", "node-3"), names(cluster));
      Set<String> hosts = new HashSet<>();
      for (int i = 0; i < 20; i++) {
        hosts.add(cluster.actor(BACK, "b" + i).ask(new Counter.Where()));
      }
      assertEquals(Set.of("node-2", "node-3"), hosts);
    }
  }

  @Test
  void oneThatIsAddedMayDiffer() {
    try (var cluster = DevelopmentCluster.start(1, Counters.COUNTER)) {
      Cluster newer =
          cluster.add(s -> s.node("newer").roles("back").types(Counters.COUNTER, BACK).weight(2));
      assertEquals(List.of("node-1", "newer"), names(cluster));
      assertEquals("newer", newer.actor(BACK, "new").ask(new Counter.Where()));
      assertThrows(IllegalArgumentException.class, () -> cluster.actor(BACK, "new"));
      Cluster again = cluster.add();
      assertThrows(IllegalArgumentException.class, () -> again.actor(BACK, "new"));
    }
  }

  @Test
  void oneThatCrashedComesAgainUnderItsName() {
    try (var cluster = DevelopmentCluster.start(2, Counters.COUNTER)) {
      NodeId former = cluster.node(1).id();
      assertThrows(IllegalArgumentException.class, () -> cluster.add(s -> s.node("node-2")));
      cluster.crash(cluster.node(1));
      Cluster again = cluster.add(s -> s.node("node-2"));
      assertEquals("node-2", again.name());
      assertNotEquals(former, again.id());
      assertEquals(Set.of(cluster.node(0).id(), again.id()), again.shares().keySet());
    }
  }

  private static List<String> names(DevelopmentCluster cluster) {
    return cluster.nodes().stream().map(Cluster::name).toList();
  }
}
