package dev.talma.cluster.internal.node;

import static dev.talma.cluster.internal.node.Placements.sent;
import static dev.talma.cluster.internal.node.Placements.view;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.ActorType;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.Outbound;
import dev.talma.cluster.internal.placement.Placement;
import dev.talma.cluster.internal.placement.PlacementMessage;
import dev.talma.cluster.internal.placement.Presence;
import dev.talma.cluster.internal.placement.Ring;
import dev.talma.cluster.internal.placement.Route;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One node's barrier, with a second placement that answers as the only peer would.
class BarrierTest {
  private static final NodeId SELF = new NodeId("node-1", "a");
  private static final NodeId PEER = new NodeId("node-2", "b");
  private static final ActorType<String> TYPE =
      ActorType.of("type", String.class, () -> Actor.handler(() -> (_, _) -> {}));

  private final ActorSystem system = ActorSystem.create("barrier");
  private final ActorRef<String> ref = system.spawn("it", Actor.handler(() -> (_, _) -> {}));
  private final Resident former = resident("former");
  private final Resident later = resident("later");
  private final Barrier barrier = barrier();

  @AfterEach
  void close() {
    system.close();
  }

  private Resident resident(String name) {
    return new Resident(TYPE, new Target.Named(TYPE.name(), name), ref, Presence.NATIVE);
  }

  private static Barrier barrier() {
    Links links = new Links();
    Traffic traffic = new Traffic();
    Post post = new Post(Outbound.defaults(), traffic);
    return new Barrier(
        new Placement(SELF, 1),
        links,
        new Outgoing(SELF, links, new Correlations(), post, traffic),
        Duration.ofDays(1),
        10);
  }

  /// Told to go, the later one is on its way out after the former one has found that nobody else
  /// was, and before the former one's thread gets the lock.
  private final class Departures implements Barrier.Actors {
    final Thread end = Thread.ofPlatform().unstarted(() -> barrier.ended(former, this));

    @Override
    public void depart(Ring ring) {
      end.start();
      while (end.getState() != Thread.State.WAITING && end.isAlive()) {
        Thread.onSpinWait(); // until it waits for the lock, which this thread has
      }
      barrier.begins(later);
    }

    @Override
    public void stopAll(String why) {}

    @Override
    public void settle(Item item, Route route) {}

    @Override
    public void adopted() {}
  }

  @Test
  void whoEndsWhileOthersAreToldToGoDoesNotSpeakForThem() throws InterruptedException {
    Departures actors = new Departures();
    barrier.begins(former);
    barrier.apply(actors, each -> each.viewChanged(view(SELF)));
    Placement peer = new Placement(PEER, 1);
    PlacementMessage switched = sent(peer.viewChanged(view(SELF, PEER)));
    long epoch = 2;
    long digest = ((PlacementMessage.Switched) switched).digest();
    PlacementMessage done = sent(peer.received(SELF, new PlacementMessage.Switched(digest, epoch)));

    barrier.apply(actors, each -> each.viewChanged(view(SELF, PEER)));
    barrier.apply(actors, each -> each.received(PEER, switched)); // now all agree, and it departs
    actors.end.join();
    barrier.apply(actors, each -> each.received(PEER, done));
    assertFalse(barrier.isSettled(), "all was handed over, though one is still on its way");

    barrier.ended(later, actors);
    assertTrue(barrier.isSettled());
  }
}
