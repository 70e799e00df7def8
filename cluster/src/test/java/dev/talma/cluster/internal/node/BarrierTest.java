package dev.talma.cluster.internal.node;

import static dev.talma.cluster.internal.placement.Placements.sent;
import static dev.talma.cluster.internal.placement.Placements.view;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.ActorType;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.Outbound;
import dev.talma.cluster.internal.placement.Action;
import dev.talma.cluster.internal.placement.Placement;
import dev.talma.cluster.internal.placement.PlacementMessage;
import dev.talma.cluster.internal.placement.Placements;
import dev.talma.cluster.internal.placement.Presence;
import dev.talma.cluster.internal.placement.Ring;
import dev.talma.cluster.internal.placement.Route;
import dev.talma.testkit.Await;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One node's barrier, with a second placement that answers as the only peer would.
class BarrierTest {
  private static final NodeId SELF = new NodeId("node-1", "a");
  private static final NodeId PEER = new NodeId("node-2", "b");
  private static final NodeId THIRD = new NodeId("node-3", "c");
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

  /// Those to whom nothing else happens than that they are told to go.
  private abstract static class Goers implements Barrier.Actors {
    @Override
    public void stop(Resident resident, String why) {}

    @Override
    public void settle(Item item, Route route) {}

    @Override
    public void adopted() {}
  }

  /// Told to go, the later one is on its way out after the former one has found that nobody else
  /// was, and before the former one's thread gets the lock.
  private final class Departures extends Goers {
    final Thread end = Thread.ofPlatform().unstarted(() -> barrier.handOvers().ended(former, this));

    @Override
    public Iterator<Resident> all() {
      return List.of(later).iterator();
    }

    @Override
    public void depart(Resident resident, Ring ring) {
      end.start();
      while (end.getState() != Thread.State.WAITING && end.isAlive()) {
        Thread.onSpinWait(); // until it waits for the lock, which this thread has
      }
      barrier.handOvers().begins(resident);
    }
  }

  private static PlacementMessage switched() {
    return sent(new Placement(PEER, 1).viewChanged(view(SELF, PEER)));
  }

  /// Ends the barrier of the peer, and gives the node what that says.
  private PlacementMessage agree(Barrier.Actors actors) {
    barrier.apply(actors, each -> each.viewChanged(view(SELF)));
    Placement peer = new Placement(PEER, 1);
    PlacementMessage switched = sent(peer.viewChanged(view(SELF, PEER)));
    PlacementMessage done = Placements.done(peer, SELF, switched, 2);
    barrier.apply(actors, each -> each.viewChanged(view(SELF, PEER)));
    barrier.apply(actors, each -> each.received(PEER, switched)); // now all agree
    return done;
  }

  @Test
  void whoEndsWhileOthersAreToldToGoDoesNotSpeakForThem() throws InterruptedException {
    Departures actors = new Departures();
    barrier.handOvers().begins(former);
    PlacementMessage done = agree(actors); // and it departs
    actors.end.join();
    barrier.apply(actors, each -> each.received(PEER, done));
    assertFalse(barrier.isSettled(), "all was handed over, though one is still on its way");

    barrier.handOvers().ended(later, actors);
    assertTrue(barrier.isSettled());
  }

  /// Very many have to go. All but the first ones wait at the gate.
  private final class Crowd extends Goers {
    final List<Resident> all =
        IntStream.range(0, 100 * Piecemeal.MANY).mapToObj(i -> resident("it-" + i)).toList();

    final Set<Resident> told = ConcurrentHashMap.newKeySet();
    final Queue<Resident> gone = new ConcurrentLinkedQueue<>();
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch gate = new CountDownLatch(1);
    volatile Thread rest = Thread.currentThread();

    @Override
    public Iterator<Resident> all() {
      return all.iterator();
    }

    @Override
    public void depart(Resident resident, Ring ring) {
      if (!told.add(resident)) {
        return;
      }
      if (resident == all.get(Piecemeal.MANY)) {
        rest = Thread.currentThread();
        entered.countDown();
        await(gate);
      }
      barrier.handOvers().begins(resident);
      gone.add(resident);
    }

    void end() {
      for (Resident next = gone.poll(); next != null; next = gone.poll()) {
        barrier.handOvers().ended(next, this);
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void allIsHandedOverWhenThoseHaveGoneToWhomItWasNotYetSaid() throws InterruptedException {
    Crowd crowd = new Crowd();
    PlacementMessage done = agree(crowd);
    await(crowd.entered);
    barrier.leave(barrier.enter()); // others may still send
    crowd.gate.countDown();
    crowd.rest.join();
    barrier.apply(crowd, each -> each.received(PEER, done));
    assertFalse(barrier.isSettled(), "all was handed over, though many are still on their way");
    crowd.end();
    assertTrue(barrier.isSettled());
  }

  /// Something else happens while many have still to be told to go.
  private void interrupted(Crowd crowd, Function<Placement, List<Action>> input) throws Exception {
    await(crowd.entered);
    Thread change = Thread.ofPlatform().start(() -> barrier.apply(crowd, input));
    while (change.getState() != Thread.State.WAITING) {
      Thread.onSpinWait(); // until it waits for the lock
    }
    crowd.gate.countDown();
    change.join();
    int gone = crowd.gone.size();
    crowd.rest.join();
    assertEquals(gone, crowd.gone.size());
    assertTrue(gone < crowd.all.size(), "the lock was never free");
  }

  @Test
  void nobodyElseGoesOnceThereIsAnotherView() throws Exception {
    Crowd crowd = new Crowd();
    PlacementMessage _ = agree(crowd);
    interrupted(crowd, each -> each.viewChanged(view(SELF, PEER, THIRD)));
  }

  @Test
  void whileTheyDoNotAgreeNobodyElseGoesAndThenTheRest() throws Exception {
    Crowd crowd = new Crowd();
    PlacementMessage done = agree(crowd);
    interrupted(crowd, each -> each.sessionClosed(PEER));
    crowd.end();
    barrier.apply(crowd, each -> each.received(PEER, switched()));
    barrier.apply(crowd, each -> each.received(PEER, done));
    Await.until("all have gone", () -> crowd.told.size() == crowd.all.size());
    assertFalse(barrier.isSettled());
    crowd.end();
    Await.until("it has settled", barrier::isSettled); // when the last piece is over
  }
}
