package dev.talma.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSnapshot;
import dev.talma.ActorType;
import dev.talma.Request;
import dev.talma.cluster.internal.placement.Ring;
import dev.talma.cluster.internal.placement.RingMember;
import dev.talma.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A node joins while one of those that it gets is in the middle of a message.
class BusyMovesTest {
  private static final Duration AGES = Duration.ofMinutes(5);
  private static final int MANY = 3_000;

  sealed interface Job {
    /// Waits at the gate, and then asks the other one.
    record Call(ActorRef<Job> other) implements Job, Request<Job, Integer> {}

    record Add(int n) implements Job {}

    record Sum() implements Job, Request<Job, Integer> {}
  }

  private static volatile CountDownLatch entered = new CountDownLatch(1);
  private static volatile CountDownLatch open = new CountDownLatch(1);

  static final ActorType<Job> JOB =
      ActorType.of("job", Job.class, BusyMovesTest::job).withState(Integer.class);

  static Actor<Job> job() {
    return (mailbox, ctx) -> {
      int sum = ctx.handedOver(Integer.class).orElse(0);
      for (var msg : mailbox) {
        switch (msg) {
          case Job.Call(ActorRef<Job> other) -> {
            entered.countDown();
            open.await();
            ctx.reply((Job.Call) msg, other.ask(new Job.Sum(), AGES));
          }
          case Job.Add(int n) -> sum += n;
          case Job.Sum it -> ctx.reply(it, sum);
        }
      }
      ctx.handOver(sum);
    };
  }

  private static Ring ring(int nodes) {
    return Ring.of(
        IntStream.rangeClosed(1, nodes)
            .mapToObj(i -> new RingMember(new NodeId("node-" + i, "x"), 1, Set.of()))
            .collect(Collectors.toUnmodifiableSet()));
  }

  /// The name of an actor that a third node will get from one of two.
  private static String movingFrom(String node) {
    Ring before = ring(2);
    Ring after = ring(3);
    return Stream.iterate(0, i -> i + 1)
        .map(i -> "j" + i)
        .filter(name -> owner(before, name).equals(node) && owner(after, name).equals("node-3"))
        .findFirst()
        .orElseThrow();
  }

  private static String owner(Ring ring, String name) {
    return ring.owner(JOB.name(), name).map(NodeId::name).orElseThrow();
  }

  private static DevelopmentCluster cluster(Duration handOverTimeout) {
    entered = new CountDownLatch(1);
    open = new CountDownLatch(1);
    return DevelopmentCluster.start(2, c -> c.types(JOB).handOverTimeout(handOverTimeout));
  }

  private static void awaitDeparture(Cluster node, String name) {
    Await.until(
        name + " has been told to go",
        () ->
            node.snapshot().children().stream()
                .anyMatch(
                    each ->
                        each.path().equals("/job:" + name)
                            && each.state() == ActorSnapshot.State.STOPPING));
  }

  @Test
  void oneThatMovesMayAskAnotherOneThatMoves() throws Exception {
    String asker = movingFrom("node-1");
    String asked = movingFrom("node-2");
    try (var cluster = cluster(AGES)) {
      Cluster first = cluster.node(0);
      ActorRef<Job> other = first.actor(JOB, asked);
      other.send(new Job.Add(7));
      CompletableFuture<Integer> answer =
          first.actor(JOB, asker).askAsync(new Job.Call(other), AGES);
      assertTrue(entered.await(20, TimeUnit.SECONDS));
      Cluster third = cluster.add();
      awaitDeparture(first, asker);
      open.countDown();
      assertEquals(7, answer.get(20, TimeUnit.SECONDS));
      Await.until(
          "both have moved",
          () -> third.find("/job:" + asker).isPresent() && third.find("/job:" + asked).isPresent());
    }
  }

  @Test
  void veryManyMayBeBusy() throws Exception {
    String idle = movingFrom("node-2");
    try (var cluster = cluster(AGES)) {
      Cluster first = cluster.node(0);
      entered = new CountDownLatch(MANY);
      ActorRef<Job> other = first.actor(JOB, idle);
      other.send(new Job.Add(1));
      List<CompletableFuture<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        ActorRef<Job> busy = first.actor(JOB, "many-" + i);
        busy.send(new Job.Add(i));
        answers.add(busy.askAsync(new Job.Call(other), AGES));
      }
      assertTrue(entered.await(40, TimeUnit.SECONDS));
      Cluster third = cluster.add();
      assertEquals(1, other.ask(new Job.Sum(), Duration.ofSeconds(20)));
      assertTrue(third.find("/job:" + idle).isPresent());
      open.countDown();
      for (CompletableFuture<Integer> answer : answers) {
        assertEquals(1, answer.get(40, TimeUnit.SECONDS));
      }
      for (int i = 0; i < MANY; i++) {
        assertEquals(i, first.actor(JOB, "many-" + i).ask(new Job.Sum(), AGES));
      }
      assertEquals(0, third.clusterCounters().conflicts());
    }
  }

  @Test
  void oneThatTakesLongMovesNeverthelessAndIsNeverTwo() throws Exception {
    String busy = movingFrom("node-1");
    String other = movingFrom("node-2");
    try (var cluster = cluster(Duration.ofMillis(500))) {
      Cluster first = cluster.node(0);
      ActorRef<Job> ref = cluster.node(1).actor(JOB, busy);
      ref.send(new Job.Add(7));
      CompletableFuture<Integer> inHand = ref.askAsync(new Job.Call(first.actor(JOB, other)), AGES);
      assertTrue(entered.await(20, TimeUnit.SECONDS));
      Cluster third = cluster.add();
      awaitDeparture(first, busy);
      // once the others are where they belong, all is decided that may be
      assertEquals(0, third.actor(JOB, other).ask(new Job.Sum(), AGES));
      ref.send(new Job.Add(20));
      CompletableFuture<Integer> sum = ref.askAsync(new Job.Sum(), AGES);
      assertEquals(0, third.actor(JOB, other).ask(new Job.Sum(), AGES));
      assertEquals(Optional.empty(), third.find("/job:" + busy));
      assertFalse(sum.isDone(), "it is answered by another one");
      open.countDown();
      assertEquals(0, inHand.get(20, TimeUnit.SECONDS));
      assertEquals(27, sum.get(20, TimeUnit.SECONDS));
      assertEquals(0, third.clusterCounters().conflicts());
    }
  }
}
