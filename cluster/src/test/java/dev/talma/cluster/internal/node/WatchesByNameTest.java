package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSnapshot;
import dev.talma.ActorType;
import dev.talma.Down;
import dev.talma.ExitReason;
import dev.talma.Request;
import dev.talma.cluster.Cluster;
import dev.talma.cluster.DevelopmentCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// Who waits for the end of a named actor, or watches it: when that starts it, what is heard when
/// it moves, and what is left where it was.
class WatchesByNameTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  sealed interface Job {
    record Host() implements Job, Request<Job, String> {}

    record Wait() implements Job {}
  }

  sealed interface News {
    record Watch(ActorRef<Job> whom) implements News, Request<News, Boolean> {}

    record Ended(String reason) implements News {}
  }

  private final AtomicInteger starts = new AtomicInteger();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  private final ActorType<Job> type =
      ActorType.of("job", Job.class, this::job).withState(Integer.class);

  private Actor<Job> job() {
    return (mailbox, ctx) -> {
      starts.incrementAndGet();
      for (var msg : mailbox) {
        switch (msg) {
          case Job.Host it -> ctx.reply(it, ctx.system().name());
          case Job.Wait() -> {
            entered.countDown();
            new CountDownLatch(1).await(); // until it is killed
          }
        }
      }
      ctx.handOver(1);
    };
  }

  private ActorRef<News> watcher(Cluster node) {
    Actor<News> actor =
        (mailbox, ctx) -> {
          for (var msg : mailbox) {
            switch (msg) {
              case News.Watch it -> {
                ctx.monitor(it.whom(), WatchesByNameTest::news);
                ctx.reply(it, true);
              }
              case News.Ended(String reason) -> heard.add(reason);
            }
          }
        };
    return node.spawn(actor);
  }

  private static News news(Down down) {
    return new News.Ended(down.reason().getClass().getSimpleName());
  }

  private String next() throws InterruptedException {
    String next = heard.poll(20, TimeUnit.SECONDS);
    return next == null ? "nothing" : next;
  }

  private String nameOn(Cluster node) {
    for (int i = 0; ; i++) {
      if (isOn(node, "j" + i)) {
        return "j" + i;
      }
    }
  }

  private boolean isOn(Cluster node, String name) {
    return node.owner(type, name).orElseThrow().id().equals(node.id());
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - end < 0, what);
      Thread.onSpinWait();
    }
  }

  private static int watchedAt(Cluster node) {
    return ((ClusterNode) node).parts().actors().watches().size();
  }

  private static CompletableFuture<Boolean> awaited(ActorRef<?> ref) {
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    var _ =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    ended.complete(ref.awaitTermination(LONG));
                  } catch (InterruptedException e) {
                    ended.completeExceptionally(e);
                  }
                });
    return ended;
  }

  @Test
  void whoWaitsForTheEndOfOneThatDoesNotRunDoesNotStartIt() throws Exception {
    try (var cluster = DevelopmentCluster.start(2, type)) {
      for (int node = 0; node < 2; node++) {
        ActorRef<Job> ref = cluster.node(0).actor(type, nameOn(cluster.node(node)));
        assertTrue(ref.awaitTermination(LONG));
        assertEquals(0, starts.get());
        assertEquals("node-" + (node + 1), ref.ask(new Job.Host()));
        ref.stop();
        assertTrue(ref.awaitTermination(LONG));
        assertTrue(ref.awaitTermination(LONG));
        assertEquals(1, starts.getAndSet(0));
        assertEquals(0, watchedAt(cluster.node(0)));
        assertEquals(0, watchedAt(cluster.node(1)));
      }
    }
  }

  @Test
  void whoWaitsForTheEndOfOneThatRunsIsToldWhenItHasEnded() throws Exception {
    try (var cluster = DevelopmentCluster.start(2, type)) {
      for (int node = 0; node < 2; node++) {
        Cluster owner = cluster.node(node);
        ActorRef<Job> ref = cluster.node(0).actor(type, nameOn(owner));
        assertEquals("node-" + (node + 1), ref.ask(new Job.Host()));
        CompletableFuture<Boolean> ended = awaited(ref);
        await("it is not watched", () -> watchedAt(owner) == 1);
        assertFalse(ended.isDone());
        ref.stop();
        assertTrue(ended.get(20, TimeUnit.SECONDS));
      }
    }
  }

  @Test
  void whoWaitsInVainLeavesNothingBehind() throws Exception {
    try (var cluster = DevelopmentCluster.start(2, type)) {
      ActorRef<Job> ref = cluster.node(0).actor(type, nameOn(cluster.node(1)));
      assertEquals("node-2", ref.ask(new Job.Host()));
      assertFalse(ref.awaitTermination(Duration.ZERO));
      assertEquals("node-2", ref.ask(new Job.Host())); // which is behind that
      assertEquals(0, watchedAt(cluster.node(1)));
    }
  }

  @Test
  void aMonitorStartsOneThatDoesNotRun() throws Exception {
    try (var cluster = DevelopmentCluster.start(2, type)) {
      for (int node = 0; node < 2; node++) {
        ActorRef<Job> ref = cluster.node(0).actor(type, nameOn(cluster.node(node)));
        assertTrue(watcher(cluster.node(0)).ask(new News.Watch(ref)));
        await("it is not started", () -> starts.get() == 1);
        ref.stop(ExitReason.shutdown("enough"));
        assertEquals("Shutdown", next());
        assertTrue(ref.awaitTermination(LONG));
        assertEquals(1, starts.getAndSet(0));
      }
    }
  }

  @Test
  void aMonitorThatJoinsOneWhoWaitsIsToldOnce() throws Exception {
    try (var cluster = DevelopmentCluster.start(2, type)) {
      ActorRef<Job> ref = cluster.node(0).actor(type, nameOn(cluster.node(1)));
      assertEquals("node-2", ref.ask(new Job.Host()));
      CompletableFuture<Boolean> ended = awaited(ref);
      await("it is not watched", () -> watchedAt(cluster.node(1)) == 1);
      assertTrue(watcher(cluster.node(0)).ask(new News.Watch(ref)));
      ref.stop(ExitReason.shutdown("enough"));
      assertTrue(ended.get(20, TimeUnit.SECONDS));
      assertEquals("Shutdown", next());
      assertEquals(1, starts.get());
    }
  }

  @Test
  void whoWaitsForTheEndIsNotToldOfAMove() throws Exception {
    try (var cluster = DevelopmentCluster.start(2, type)) {
      ActorRef<Job> ref = cluster.node(0).actor(type, nameOn(cluster.node(1)));
      assertEquals("node-2", ref.ask(new Job.Host()));
      CompletableFuture<Boolean> ended = awaited(ref);
      await("it is not watched", () -> watchedAt(cluster.node(1)) == 1);
      cluster.leave(cluster.node(1));
      assertEquals("node-1", ref.ask(new Job.Host()));
      assertFalse(ended.isDone());
      ref.stop();
      assertTrue(ended.get(20, TimeUnit.SECONDS));
      assertEquals(0, watchedAt(cluster.node(0)));
    }
  }

  @Test
  void whenOneIsEndedForIdlenessWhoWaitsIsToldAndWhoMonitorsIsNot() throws Exception {
    ActorType<Job> idle = type.withIdleTimeout(Duration.ofMillis(50));
    try (var cluster = DevelopmentCluster.start(2, idle)) {
      ActorRef<Job> monitored = cluster.node(0).actor(idle, nameOn(cluster.node(1)));
      assertTrue(watcher(cluster.node(0)).ask(new News.Watch(monitored)));
      await("it is not started", () -> starts.get() == 1);
      await(
          "it is not ended",
          () ->
              cluster.node(1).snapshot().children().stream()
                  .noneMatch(each -> each.path().equals(monitored.path())));
      assertEquals("node-2", monitored.ask(new Job.Host()));
      assertEquals(2, starts.get());
      assertTrue(cluster.node(1).actor(idle, monitored.name().substring(4)).awaitTermination(LONG));
      assertTrue(heard.isEmpty(), heard::toString);
      assertEquals("node-2", monitored.ask(new Job.Host()));
      monitored.stop(ExitReason.shutdown("enough"));
      assertEquals("Shutdown", next());
      assertTrue(heard.isEmpty(), heard::toString);
    }
  }

  @Test
  void whereAnActorWasNobodyWatchesItAnyMore() throws Exception {
    try (var cluster = DevelopmentCluster.start(2, type)) {
      Cluster here = cluster.node(0);
      Cluster former = cluster.node(1);
      List<String> names = new ArrayList<>();
      for (int i = 0; names.size() < 50; i++) {
        if (isOn(former, "j" + i)) {
          names.add("j" + i);
        }
      }
      ActorRef<News> watcher = watcher(here);
      for (String name : names) {
        assertTrue(watcher.ask(new News.Watch(here.actor(type, name))));
        assertEquals("node-2", here.actor(type, name).ask(new Job.Host()));
      }
      assertEquals(50, watchedAt(former));
      Cluster added = cluster.add();
      int moved = (int) names.stream().filter(name -> isOn(added, name)).count();
      assertTrue(moved > 0 && moved < 50, "none or all have moved: " + moved);
      await("it is watched where it was", () -> watchedAt(former) == 50 - moved);
      await("it is not watched where it is", () -> watchedAt(added) == moved);
      for (String name : names) {
        here.actor(type, name).stop(ExitReason.shutdown("enough"));
      }
      for (int i = 0; i < 50; i++) {
        assertEquals("Shutdown", next());
      }
      for (Cluster node : List.of(here, former, added)) {
        assertEquals(0, watchedAt(node), node.name());
      }
    }
  }

  @Test
  void theEndOfOneThatIsAboutToLeaveIsTold() throws Exception {
    try (var cluster = DevelopmentCluster.start(2, type)) {
      Cluster leaver = cluster.node(1);
      String name = nameOn(leaver);
      ActorRef<Job> ref = cluster.node(0).actor(type, name);
      assertTrue(watcher(cluster.node(0)).ask(new News.Watch(ref)));
      ref.send(new Job.Wait());
      assertTrue(entered.await(20, TimeUnit.SECONDS));
      Thread leaving = Thread.ofVirtual().start(() -> cluster.leave(leaver));
      await(
          "it is not told to go",
          () ->
              leaver.snapshot().children().stream()
                  .anyMatch(
                      each ->
                          each.path().equals("/job:" + name)
                              && each.state() == ActorSnapshot.State.STOPPING));
      await("it is not watched where it goes", () -> watchedAt(cluster.node(0)) == 1);
      leaver.find("/job:" + name).orElseThrow().kill();
      assertEquals("Killed", next());
      leaving.join();
      ref.stop();
      assertTrue(ref.awaitTermination(LONG));
      assertTrue(heard.isEmpty(), heard::toString);
      assertEquals(0, watchedAt(cluster.node(0)));
    }
  }
}
