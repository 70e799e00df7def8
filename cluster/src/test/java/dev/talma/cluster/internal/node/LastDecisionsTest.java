package dev.talma.cluster.internal.node;

import static dev.talma.cluster.internal.placement.Placements.view;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.placement.Decision;
import dev.talma.cluster.internal.placement.Key;
import dev.talma.cluster.internal.placement.Placement;
import dev.talma.cluster.internal.placement.Presence;
import dev.talma.cluster.internal.placement.Route;
import dev.talma.cluster.internal.placement.Routing;
import dev.talma.cluster.internal.placement.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What is remembered never differs from what would be decided anew.
@SuppressWarnings("EnumOrdinal") // any number of each will do
class LastDecisionsTest {
  private static final NodeId A = new NodeId("a", "1");
  private static final NodeId B = new NodeId("b", "1");
  private static final NodeId C = new NodeId("c", "1");

  /// The views of one node as others come and go, with and without having settled.
  private static List<Routing> routings() {
    Placement placement = new Placement(A, 1);
    List<Routing> routings = new ArrayList<>();
    routings.add(placement.routing());
    for (View view : List.of(view(A), view(A, B), view(A, B, C), view(A, C), view(A))) {
      var _ = placement.viewChanged(view);
      routings.add(placement.routing());
      var _ = placement.handedOver(placement.epoch());
      routings.add(placement.routing());
      var _ = placement.released();
      routings.add(placement.routing());
    }
    return routings;
  }

  @Test
  void whatIsRememberedIsWhatWouldBeDecided() {
    long seed = Long.getLong("talma.seed", System.nanoTime());
    System.out.println("-Dtalma.seed=" + seed);
    Random random = new Random(seed);
    List<Routing> routings = routings();
    List<Presence> presences =
        List.of(Presence.ABSENT, Presence.NATIVE, new Presence.Inherited(B, 1, 1));
    Map<Key, LastDecisions> remembered = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      Key key = new Key("type", "name-" + random.nextInt(4), Optional.empty());
      LastDecisions decisions = remembered.computeIfAbsent(key, LastDecisions::new);
      Routing routing = routings.get(random.nextInt(routings.size()));
      Presence presence = presences.get(random.nextInt(presences.size()));
      assertLike(routing.decide(key, routing.local(), presence), decisions.sent(routing, presence));
      NodeId peer = random.nextBoolean() ? B : C;
      Route route =
          new Route(
              random.nextBoolean() ? peer : A,
              0,
              0,
              peer,
              1 + random.nextInt(2),
              random.nextInt(3),
              Route.Kind.values()[random.nextInt(3)]);
      assertLike(
          routing.decide(key, routing.arrived(route, peer), presence),
          decisions.arrived(routing, route, peer, presence));
    }
  }

  /// Numbers are given anew each time.
  private static void assertLike(Decision anew, Decision decided) {
    if (anew instanceof Decision.Hold(Route due) && decided instanceof Decision.Hold(Route route)) {
      assertTrue(route.order() > 0);
      assertEquals(due.source(), route.source());
      assertEquals(due.kind(), route.kind());
    } else if (anew instanceof Decision.Forward(NodeId due, Route dueRoute)
        && decided instanceof Decision.Forward(NodeId peer, Route route)) {
      assertEquals(due, peer);
      assertEquals(dueRoute.kind(), route.kind());
      assertEquals(dueRoute.since(), route.since());
      assertEquals(dueRoute.hops(), route.hops());
    } else {
      assertEquals(anew, decided);
    }
  }

  @Test
  void nothing_is_decided_twice_as_long_as_nothing_changes() {
    Placement placement = new Placement(A, 1);
    var _ = placement.viewChanged(view(A));
    var _ = placement.released();
    Key key = new Key("type", "name", Optional.empty());
    LastDecisions decisions = new LastDecisions(key);
    Decision first = decisions.sent(placement.routing(), Presence.NATIVE);
    assertSame(first, decisions.sent(placement.routing(), Presence.NATIVE));
    assertTrue(first instanceof Decision.Here);
  }
}
