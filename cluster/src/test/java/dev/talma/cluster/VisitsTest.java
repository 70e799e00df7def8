package dev.talma.cluster;

import static dev.talma.cluster.GuideSnippets.WithState.COUNTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Cancellable;
import dev.talma.ExitReason;
import dev.talma.SystemEvent;
import dev.talma.cluster.GuideSnippets.Counter;
import dev.talma.testkit.Probe;
import dev.talma.testkit.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The test that the guide shows, and that what it says of the testkit is so.
class VisitsTest {
  @Test
  void areCountedWhereverTheCounterLives() {
    try (var cluster = DevelopmentCluster.start(2, COUNTER)) {
      String name = nameOn(cluster.node(1));
      cluster.actor(COUNTER, name).send(new Counter.Increment(2));
      cluster.leave(cluster.node(1));
      Cluster added = cluster.add();
      assertEquals(2, added.actor(COUNTER, name).ask(new Counter.Get()));
    }
  }

  @Test
  void beginAgainAfterACrash() {
    try (var cluster = DevelopmentCluster.start(3, COUNTER)) {
      Cluster doomed = cluster.node(2);
      ActorRef<Counter> visits = cluster.actor(COUNTER, nameOn(doomed));
      visits.send(new Counter.Increment(2));
      assertEquals(2, visits.ask(new Counter.Get()));
      Probe<Object> probe = Probe.in(cluster.node(0), "probe");
      probe.watch(visits);

      cluster.crash(doomed);
      assertEquals(ExitReason.noConnection(), probe.expectDown(visits).reason());
      cluster.await(); // until the others agree that it is gone
      assertEquals(0, visits.ask(new Counter.Get()));
    }
  }

  @Test
  void crashNothingAndLoseNothing() {
    try (var cluster = DevelopmentCluster.start(2, COUNTER)) {
      Cluster home = cluster.node(1);
      Probe<SystemEvent> events = Probe.in(home, "events");
      home.subscribe(SystemEvent.Crashed.class, events.ref());
      home.subscribe(SystemEvent.DeadLettered.class, events.ref());
      ActorRef<Counter> visits = cluster.actor(COUNTER, nameOn(home));
      visits.send(new Counter.Increment(2));
      assertEquals(2, visits.ask(new Counter.Get())); // so the message before it has arrived
      events.expectNothing();
    }
  }

  /// {@return a name that belongs to a node}
  private static String nameOn(Cluster node) {
    return IntStream.range(0, 1000)
        .mapToObj(i -> "visits-" + i)
        .filter(name -> node.owner(COUNTER, name).orElseThrow().id().equals(node.id()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aCrashIsAnEventOfItsNode() {
    try (var cluster = DevelopmentCluster.start(2)) {
      Cluster home = cluster.node(1);
      Probe<SystemEvent> events = Probe.in(home, "events");
      Cancellable _ = home.subscribe(SystemEvent.Crashed.class, events.ref());
      Cancellable _ = home.subscribe(SystemEvent.DeadLettered.class, events.ref());
      Actor<String> broken =
          (mailbox, _) -> {
            for (String word : mailbox) {
              throw new IllegalStateException(word);
            }
          };
      home.spawn("broken", broken).send("now");
      var crash = events.expectType(SystemEvent.Crashed.class);
      assertEquals("now", crash.cause().getMessage());
      assertEquals("now", events.expectType(SystemEvent.DeadLettered.class).letter().message());
    }
  }

  @Test
  void whoMonitorsAgainWhenTheNodeIsRemovedHearsOfTheNextOne() throws InterruptedException {
    try (var cluster = DevelopmentCluster.start(3, COUNTER)) {
      Cluster doomed = cluster.node(2);
      ActorRef<Counter> visits = cluster.actor(COUNTER, nameOn(doomed));
      Probe<Object> probe = Probe.in(cluster.node(0), "probe");
      probe.watch(visits);
      var removed = new CountDownLatch(1);
      Cancellable _ = cluster.node(0).onMember(MemberEvent.Removed.class, _ -> removed.countDown());
      cluster.crash(doomed);
      assertEquals(ExitReason.noConnection(), probe.expectDown(visits).reason());
      assertTrue(removed.await(30, TimeUnit.SECONDS));
      probe.watch(visits);
      visits.stop(ExitReason.shutdown("enough"));
      assertEquals(ExitReason.shutdown("enough"), probe.expectDown(visits).reason());
    }
  }

  @Test
  void virtualTimeIsThatOfTheActorsOnly() {
    var time = new VirtualTime();
    try (var cluster =
        DevelopmentCluster.start(2, s -> s.types(COUNTER).system(x -> x.withTimeSource(time)))) {
      ActorRef<Counter> visits = cluster.actor(COUNTER, nameOn(cluster.node(1)));
      Probe<String> probe = Probe.in(cluster.node(0), "probe");
      Actor<String> late =
          (mailbox, ctx) -> {
            Cancellable _ = ctx.schedule("at last", Duration.ofDays(1));
            probe.ref().send("begun");
            for (String word : mailbox) {
              visits.send(new Counter.Increment(1));
              probe.ref().send(word);
            }
          };
      ActorRef<String> _ = cluster.node(1).spawn("late", late);
      probe.expect("begun");
      time.advance(Duration.ofDays(1));
      probe.expect("at last");
      assertEquals(1, visits.ask(new Counter.Get()));
      cluster.crash(cluster.node(1));
      cluster.await(); // in real time
      assertEquals(0, visits.ask(new Counter.Get()));
    }
  }
}
