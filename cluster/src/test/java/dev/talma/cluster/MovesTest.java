package dev.talma.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSnapshot;
import dev.talma.ActorType;
import dev.talma.ExitReason;
import dev.talma.Request;
import dev.talma.TargetStoppedException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// What becomes of a named actor and of those who know it when it moves, or is ended for idleness.
class MovesTest {
  sealed interface Gate {
    record Wait(int gate) implements Gate, Request<Gate, String> {}

    record Add(int n) implements Gate {}

    record Sum() implements Gate, Request<Gate, Integer> {}

    record Host() implements Gate, Request<Gate, String> {}

    record Self() implements Gate, Request<Gate, ActorRef<Gate>> {}

    record Never() implements Gate, Request<Gate, String> {}
  }

  private static volatile CountDownLatch entered = new CountDownLatch(1);
  private static volatile CountDownLatch open = new CountDownLatch(1);

  static final ActorType<Gate> GATE =
      ActorType.of("gate", Gate.class, MovesTest::gate).withState(Integer.class);

  static Actor<Gate> gate() {
    return (mailbox, ctx) -> {
      int sum = ctx.handedOver(Integer.class).orElse(0);
      for (var msg : mailbox) {
        switch (msg) {
          case Gate.Wait it -> {
            entered.countDown();
            open.await();
            ctx.reply(it, ctx.system().name());
          }
          case Gate.Add(int n) -> sum += n;
          case Gate.Sum it -> ctx.reply(it, sum);
          case Gate.Host it -> ctx.reply(it, ctx.system().name());
          case Gate.Self it -> ctx.reply(it, ctx.self());
          case Gate.Never it -> ctx.replyTo(it);
        }
      }
      ctx.handOver(sum);
    };
  }

  /// The name of an actor that lives on a node.
  private static String nameOn(Cluster node, ActorType<?> type) {
    for (int i = 0; ; i++) {
      if (node.owner(type, "g" + i).orElseThrow().id().equals(node.id())) {
        return "g" + i;
      }
    }
  }

  @Test
  void theMessageInHandIsFinishedAndThoseThatWaitGoAlong() throws Exception {
    entered = new CountDownLatch(1);
    open = new CountDownLatch(1);
    try (var cluster = DevelopmentCluster.start(2, GATE)) {
      Cluster here = cluster.node(0);
      Cluster leaver = cluster.node(1);
      String name = nameOn(leaver, GATE);
      ActorRef<Gate> ref = here.actor(GATE, name);
      CompletableFuture<String> inHand = ref.askAsync(new Gate.Wait(1), Duration.ofSeconds(50));
      assertTrue(entered.await(20, TimeUnit.SECONDS));
      ref.send(new Gate.Add(1));
      CompletableFuture<Integer> waiting = ref.askAsync(new Gate.Sum(), Duration.ofSeconds(50));
      CompletableFuture<String> where = ref.askAsync(new Gate.Host(), Duration.ofSeconds(50));
      Thread leaving = Thread.ofVirtual().start(() -> cluster.leave(leaver));
      awaitOwner(here, name, here);
      awaitDeparture(leaver, name);
      ref.send(new Gate.Add(10));
      CompletableFuture<Integer> later = ref.askAsync(new Gate.Sum(), Duration.ofSeconds(50));
      assertFalse(waiting.isDone());
      open.countDown();
      assertEquals("node-2", inHand.get(20, TimeUnit.SECONDS));
      assertEquals(1, waiting.get(20, TimeUnit.SECONDS));
      assertEquals("node-1", where.get(20, TimeUnit.SECONDS));
      assertEquals(11, later.get(20, TimeUnit.SECONDS));
      leaving.join();
    }
  }

  @Test
  void aStateThatTheOtherNodeCannotReadIsLostAndCounted() throws InterruptedException {
    ActorType<Gate> stateless = ActorType.of("gate", Gate.class, MovesTest::gate);
    record Sum(int sum) {}
    Actor<Gate> leaves =
        (mailbox, ctx) -> {
          for (var msg : mailbox) {
            if (msg instanceof Gate.Host it) {
              ctx.reply(it, ctx.system().name());
            }
          }
          ctx.handOver(new Sum(1));
        };
    ActorType<Gate> stateful = ActorType.of("gate", Gate.class, () -> leaves).withState(Sum.class);
    try (var stays = Cluster.join(s -> s.timing(Timing.local()).node("stays").types(stateless))) {
      Cluster leaver =
          Cluster.join(
              s ->
                  s.timing(Timing.local())
                      .node("leaver")
                      .seeds(stays.address().toString())
                      .types(stateful));
      assertTrue(leaver.awaitMembers(2, Duration.ofSeconds(20)));
      assertTrue(stays.awaitMembers(2, Duration.ofSeconds(20)));
      assertEquals("leaver", leaver.actor(stateful, nameOn(leaver, stateful)).ask(new Gate.Host()));
      leaver.close();
      assertEquals(1, leaver.clusterCounters().lost());
    }
  }

  private static void awaitOwner(Cluster seenBy, String name, Cluster owner) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!seenBy.owner(GATE, name).orElseThrow().id().equals(owner.id())) {
      assertTrue(System.nanoTime() - end < 0, "the ring does not change");
      Thread.onSpinWait();
    }
  }

  /// Until the actor has been told to go.
  private static void awaitDeparture(Cluster node, String name) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (node.snapshot().children().stream()
        .noneMatch(
            each ->
                each.path().equals("/gate:" + name)
                    && each.state() == ActorSnapshot.State.STOPPING)) {
      assertTrue(System.nanoTime() - end < 0, "it does not go");
      Thread.onSpinWait();
    }
  }

  @Test
  void aMonitorFollowsAndTellsOfTheEndThere() throws Exception {
    try (var cluster = DevelopmentCluster.start(2, GATE)) {
      Cluster here = cluster.node(0);
      ActorRef<Gate> ref = here.actor(GATE, nameOn(cluster.node(1), GATE));
      BlockingQueue<ExitReason> downs = new LinkedBlockingQueue<>();
      CountDownLatch watching = new CountDownLatch(1);
      Actor<ExitReason> watcher =
          (mailbox, ctx) -> {
            ctx.monitor(ref, down -> down.reason());
            watching.countDown();
            for (var reason : mailbox) {
              downs.add(reason);
            }
          };
      here.spawn(watcher);
      assertTrue(watching.await(20, TimeUnit.SECONDS));
      assertEquals("node-2", ref.ask(new Gate.Host()));
      cluster.leave(cluster.node(1));
      assertEquals("node-1", ref.ask(new Gate.Host()));
      assertTrue(downs.isEmpty(), () -> "a move is no end, but " + downs);
      ref.stop(ExitReason.shutdown("enough"));
      assertEquals(ExitReason.shutdown("enough"), downs.poll(20, TimeUnit.SECONDS));
    }
  }

  /// What an actor takes along, with an accessor that does something while it is being written.
  record Load(int weight) {
    static final AtomicReference<Runnable> ON_WRITE = new AtomicReference<>(() -> {});

    @Override
    public int weight() {
      ON_WRITE.getAndSet(() -> {}).run();
      return weight;
    }
  }

  @Test
  void aKillOfOneThatIsOnItsWayEndsItWhereItArrives() throws Exception {
    BlockingQueue<String> starts = new LinkedBlockingQueue<>();
    Actor<Gate> carrier =
        (mailbox, ctx) -> {
          for (var msg : mailbox) {
            ctx.reply((Gate.Host) msg, ctx.system().name());
          }
          ctx.handOver(new Load(1));
        };
    ActorType<Gate> type =
        ActorType.of(
                "carrier",
                Gate.class,
                () -> {
                  starts.add("start");
                  return carrier;
                })
            .withState(Load.class);
    try (var cluster = DevelopmentCluster.start(2, type)) {
      Cluster leaver = cluster.node(1);
      ActorRef<Gate> ref = leaver.actor(type, nameOn(leaver, type));
      assertEquals("node-2", ref.ask(new Gate.Host()));
      Load.ON_WRITE.set(ref::kill);
      cluster.leave(leaver);
      assertEquals("start", starts.poll(20, TimeUnit.SECONDS));
      assertEquals("start", starts.poll(20, TimeUnit.SECONDS), "its state starts it there");
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (cluster.node(0).find(ref.path()).isPresent()) {
        assertTrue(System.nanoTime() - end < 0, "it lives on");
        Thread.onSpinWait();
      }
    } finally {
      Load.ON_WRITE.set(() -> {});
    }
  }

  @Test
  void itsOwnReferenceStaysGood() {
    try (var cluster = DevelopmentCluster.start(2, GATE)) {
      Cluster here = cluster.node(0);
      ActorRef<Gate> ref = here.actor(GATE, nameOn(cluster.node(1), GATE));
      ActorRef<Gate> self = ref.ask(new Gate.Self());
      assertEquals(ref, self);
      cluster.leave(cluster.node(1));
      assertEquals("node-1", self.ask(new Gate.Host()));
    }
  }

  @Test
  void theRightToAnswerLaterDoesNotMove() throws Exception {
    try (var cluster = DevelopmentCluster.start(2, GATE)) {
      Cluster here = cluster.node(0);
      ActorRef<Gate> ref = here.actor(GATE, nameOn(cluster.node(1), GATE));
      var pending = ref.askAsync(new Gate.Never(), Duration.ofSeconds(50));
      assertEquals("node-2", ref.ask(new Gate.Host()));
      cluster.leave(cluster.node(1));
      var thrown = assertThrows(ExecutionException.class, () -> pending.get(20, TimeUnit.SECONDS));
      assertEquals(TargetStoppedException.class, thrown.getCause().getClass());
    }
  }

  @Test
  void oneThatIsIdleIsEndedAndStartedAfresh() throws Exception {
    ActorType<Gate> idle =
        ActorType.of("idle", Gate.class, MovesTest::gate).withIdleTimeout(Duration.ofMillis(100));
    try (var cluster = DevelopmentCluster.start(1, idle)) {
      ActorRef<Gate> ref = cluster.actor(idle, "a");
      ref.send(new Gate.Add(5));
      assertEquals(5, ref.ask(new Gate.Sum()));
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (cluster.node(0).find("/idle:a").isPresent()) {
        assertTrue(System.nanoTime() - end < 0, "it is not ended");
        Thread.onSpinWait();
      }
      assertEquals(0, ref.ask(new Gate.Sum()));
    }
  }

  @Test
  void aTypeWithARoleLivesOnNodesThatHaveIt() {
    ActorType<Gate> type = GATE.withRole("backend");
    try (var backend =
            Cluster.join(c -> c.node("back").roles("backend").types(type).timing(Timing.local()));
        var frontend =
            Cluster.join(
                c ->
                    c.node("front")
                        .seeds(backend.address().toString())
                        .types(type)
                        .timing(Timing.local()))) {
      assertTrue(awaited(frontend, 2));
      assertTrue(awaited(backend, 2));
      for (int i = 0; i < 20; i++) {
        assertEquals("back", frontend.actor(type, "x" + i).ask(new Gate.Host()));
      }
    }
  }

  @Test
  void aHeavierNodeGetsMore() {
    try (var light = Cluster.join(c -> c.node("light").types(GATE).timing(Timing.local()));
        var heavy =
            Cluster.join(
                c ->
                    c.node("heavy")
                        .weight(3)
                        .seeds(light.address().toString())
                        .types(GATE)
                        .timing(Timing.local()))) {
      assertTrue(awaited(light, 2));
      assertEquals(0.75, light.shares().get(heavy.id()), 0.1);
    }
  }

  private static boolean awaited(Cluster node, int members) {
    try {
      return node.awaitMembers(members, Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatANodePublishesReachesTheOthersAndGoesWithIt() {
    try (var cluster = DevelopmentCluster.start(2, GATE)) {
      cluster.node(1).publish("version", "1.4.2");
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (!"1.4.2".equals(second(cluster).state().get("version"))) {
        assertTrue(System.nanoTime() - end < 0, "it does not arrive");
        Thread.onSpinWait();
      }
      cluster.crash(cluster.node(1));
      cluster.await();
      Cluster again = cluster.add();
      assertNotEquals("node-2", again.name());
      assertTrue(second(cluster).state().isEmpty());
    }
  }

  private static Member second(DevelopmentCluster cluster) {
    return cluster.node(0).members().get(1);
  }
}
