package dev.talma.cluster.internal.node;

import static dev.talma.cluster.internal.placement.Placements.sent;
import static dev.talma.cluster.internal.placement.Placements.view;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.Request;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.placement.Placement;
import dev.talma.cluster.internal.placement.PlacementMessage;
import dev.talma.cluster.internal.placement.Placements;
import dev.talma.remote.Handle;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Watches of named actors as one node sees them, with a second placement that answers as the only
/// peer would.
class WatchesOfOneNodeTest {
  private static final NodeId SELF = new NodeId("node-1", "a");
  private static final NodeId PEER = new NodeId("node-2", "b");

  record Watch(ActorRef<String> whom) implements Request<Watch, Boolean> {}

  private final AtomicInteger starts = new AtomicInteger();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);
  private final ActorType<String> type = ActorType.of("type", String.class, this::made);
  private final OneNode node = new OneNode(type);
  private final Barrier barrier = node.barrier();
  private final NamedActors actors = node.actors();

  private Actor<String> made() {
    starts.incrementAndGet();
    entered.countDown();
    try {
      assertTrue(open.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Actor.handler(() -> (_, _) -> {});
  }

  @AfterEach
  void close() {
    open.countDown();
    node.close();
  }

  private Target.Named ownedBy(NodeId node) {
    for (int i = 0; ; i++) {
      Target.Named target = new Target.Named(type.name(), "it-" + i);
      if (barrier.owner(actors.route(target).key()).equals(Optional.of(node))) {
        return target;
      }
    }
  }

  @Test
  void aMonitorSetBeforeTheOwnerHasSettledStartsTheActorOnce() {
    open.countDown();
    barrier.apply(actors, each -> each.viewChanged(view(SELF, PEER)));
    Target.Named target = ownedBy(SELF);
    actors.watches().begin(target, PEER, true);
    assertEquals(0, starts.get(), "it may still run elsewhere");

    Placement peer = new Placement(PEER, 1);
    PlacementMessage switched = sent(peer.viewChanged(view(SELF, PEER)));
    PlacementMessage done = Placements.done(peer, SELF, switched, 1);
    barrier.apply(actors, each -> each.received(PEER, switched));
    barrier.apply(actors, each -> each.received(PEER, done));
    assertTrue(barrier.isSettled());
    assertEquals(1, starts.get());

    // one that has ended for being idle is not started again by those who look again
    Resident resident = actors.residents().find(target);
    assertTrue(resident != null);
    assertTrue(resident.leave(barrier.handOvers()::begins));
    CountDownLatch gone = new CountDownLatch(1);
    node.gateway()
        .depart(
            resident.ref(),
            actors.handle(target).ref(),
            actors.handle(target).ref(),
            "it was idle",
            _ -> gone.countDown());
    while (actors.residents().has(target)) {
      Thread.onSpinWait();
    }
    actors.adopted();
    assertEquals(1, starts.get());
    assertEquals(1, actors.watches().size());
  }

  @Test
  void whoBeginsOrEndsToWatchWaitsForARenewal() throws Exception {
    Handle<?> handle = actors.handle(new Target.Named(type.name(), "it"));
    @SuppressWarnings("unchecked") // as its type says
    ActorRef<String> ref = (ActorRef<String>) handle.ref();
    Actor<Watch> watcher =
        Actor.handler(
            () ->
                (watch, ctx) -> {
                  ctx.monitor(watch.whom(), _ -> watch);
                  ctx.reply(watch, true);
                });
    assertTrue(node.gateway().local().spawn(watcher).ask(new Watch(ref)));
    Thread renews =
        Thread.ofPlatform()
            .start(() -> barrier.apply(actors, each -> each.viewChanged(view(SELF))));
    assertTrue(entered.await(20, TimeUnit.SECONDS), "it is not started");
    Thread looks = Thread.ofPlatform().start(handle::isWatched);
    while (looks.getState() != Thread.State.BLOCKED && looks.isAlive()) {
      Thread.onSpinWait();
    }
    boolean waits = looks.isAlive();
    open.countDown();
    looks.join();
    renews.join();
    assertTrue(waits, "the watch could have ended while its actor was started for it");
    assertEquals(1, starts.get());
    assertFalse(actors.watches().size() == 0);
  }
}
