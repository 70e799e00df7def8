package dev.talma.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.AskException;
import dev.talma.Down;
import dev.talma.ExitReason;
import dev.talma.ReplyTo;
import dev.talma.Request;
import dev.talma.RequestFailedException;
import dev.talma.SelfAskException;
import dev.talma.TalmaException;
import dev.talma.TargetStoppedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What users do seldom, and what must be as good then as it always is.
class EdgesTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final AtomicReference<ActorRef<Edge>> GREETED = new AtomicReference<>();

  sealed interface Edge {
    record Host() implements Edge, Request<Edge, String> {}

    record Throw() implements Edge, Request<Edge, String> {}

    record AskOf(ActorRef<Edge> whom) implements Edge, Request<Edge, String> {}

    record AwaitEnd(ActorRef<Edge> whom) implements Edge, Request<Edge, String> {}

    record Watch(ActorRef<Edge> whom) implements Edge, Request<Edge, Boolean> {}

    record Link(ActorRef<Edge> whom) implements Edge, Request<Edge, Boolean> {}

    record Unlink(ActorRef<Edge> whom) implements Edge, Request<Edge, Boolean> {}

    record News(String what) implements Edge {}

    record Big(int chars) implements Edge, Request<Edge, String> {}

    record Take(String big) implements Edge {}

    record Greet(ActorRef<Edge> me) implements Edge {}

    record Never() implements Edge, Request<Edge, String> {}

    record Keep(ActorRef<Edge> ref) implements Edge {}

    record Kept() implements Edge, Request<Edge, ActorRef<Edge>> {}
  }

  private static final BlockingQueue<String> NEWS = new LinkedBlockingQueue<>();

  static final ActorType<Edge> EDGE = ActorType.of("edge", Edge.class, EdgesTest::edge);

  static final ActorType<Edge> BROKEN =
      ActorType.of(
          "broken",
          Edge.class,
          () -> {
            throw new IllegalStateException("no recipe");
          });

  static final ActorType<Edge> GREETER =
      ActorType.of(
          "greeter",
          Edge.class,
          () -> {
            GREETED.get().send(new Edge.News("made"));
            return edge();
          });

  static Actor<Edge> edge() {
    return (mailbox, ctx) -> {
      ActorRef<Edge> kept = ctx.self();
      ctx.trapExits(exit -> new Edge.News("exit " + exit.reason().getClass().getSimpleName()));
      for (var msg : mailbox) {
        switch (msg) {
          case Edge.Host it -> ctx.reply(it, ctx.system().name());
          case Edge.Throw it -> throw new IllegalStateException("on demand");
          case Edge.AskOf it -> {
            try {
              ctx.reply(it, it.whom().ask(new Edge.Host(), Duration.ofSeconds(3)));
            } catch (TalmaException e) {
              ctx.reply(it, e.getClass().getSimpleName());
            }
          }
          case Edge.AwaitEnd it -> {
            try {
              ctx.reply(it, "" + it.whom().awaitTermination(Duration.ofSeconds(2)));
            } catch (IllegalStateException e) {
              ctx.reply(it, "refused");
            }
          }
          case Edge.Watch it -> {
            ctx.monitor(it.whom(), EdgesTest::down);
            ctx.reply(it, true);
          }
          case Edge.Link it -> {
            ctx.link(it.whom());
            ctx.reply(it, true);
          }
          case Edge.Unlink it -> {
            ctx.unlink(it.whom());
            ctx.reply(it, true);
          }
          case Edge.News it -> NEWS.add(it.what());
          case Edge.Big it -> ctx.reply(it, "x".repeat(it.chars()));
          case Edge.Take it -> NEWS.add("took " + it.big().length());
          case Edge.Greet(var me) -> me.send(new Edge.News("hi"));
          case Edge.Never it -> {
            ReplyTo<String> _ = ctx.replyTo(it);
          }
          case Edge.Keep(var ref) -> kept = ref;
          case Edge.Kept it -> ctx.reply(it, kept);
        }
      }
    };
  }

  private static Edge down(Down down) {
    return new Edge.News("down " + down.reason().getClass().getSimpleName());
  }

  private static DevelopmentCluster cluster;
  private static int count;

  @BeforeAll
  static void begin() {
    cluster = DevelopmentCluster.start(2, EDGE, BROKEN, GREETER);
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  private static synchronized ActorRef<Edge> on(int node, ActorType<Edge> type) {
    while (true) {
      String name = "e" + count++;
      if (cluster.node(0).owner(type, name).orElseThrow().id().equals(cluster.node(node).id())) {
        return cluster.actor(type, name);
      }
    }
  }

  private static String next() throws InterruptedException {
    String next = NEWS.poll(10, TimeUnit.SECONDS);
    return next == null ? "nothing" : next;
  }

  private static ActorRef<Edge> local() {
    return cluster.node(0).spawn(edge());
  }

  @Test
  void oneOfThisNodeIsKilledByName() throws Exception {
    ActorRef<Edge> named = on(0, EDGE);
    NEWS.clear();
    assertTrue(local().ask(new Edge.Watch(named)));
    named.kill();
    assertEquals("down Killed", next());
    assertEquals("node-1", named.ask(new Edge.Host()));
  }

  @Test
  void oneOfThisNodeIsLinkedByName() throws Exception {
    ActorRef<Edge> named = on(0, EDGE);
    NEWS.clear();
    ActorRef<Edge> one = local();
    assertTrue(one.ask(new Edge.Link(named)));
    assertEquals("node-1", named.ask(new Edge.Host()));
    named.stop(ExitReason.shutdown("now"));
    assertEquals("exit Shutdown", next());
  }

  @Test
  void oneOfThisNodeThatLinksByNameTellsItsEndThere() throws Exception {
    ActorRef<Edge> named = on(0, EDGE);
    NEWS.clear();
    ActorRef<Edge> one = local();
    assertTrue(one.ask(new Edge.Link(named)));
    assertEquals("node-1", named.ask(new Edge.Host()));
    one.stop();
    assertEquals("exit Shutdown", next());
  }

  @Test
  void aLinkByNameEndsWithoutNews() throws Exception {
    ActorRef<Edge> named = on(0, EDGE);
    NEWS.clear();
    ActorRef<Edge> one = local();
    assertTrue(one.ask(new Edge.Link(named)));
    assertTrue(one.ask(new Edge.Unlink(named)));
    assertEquals("node-1", named.ask(new Edge.Host()));
    named.stop(ExitReason.shutdown("now"));
    one.send(new Edge.News("all"));
    assertEquals("all", next());
  }

  @Test
  void whoAsksItselfByNameIsRefused() {
    for (int node = 0; node < 2; node++) {
      ActorRef<Edge> named = on(node, EDGE);
      assertEquals(SelfAskException.class.getSimpleName(), named.ask(new Edge.AskOf(named)));
      assertEquals("refused", named.ask(new Edge.AwaitEnd(named)));
    }
  }

  /// As with actors of one machine: what comes before the name is free shares the fate of the one
  /// that ends, and what comes then meets a new one.
  @Test
  void whoseRequestHasEndedOneGetsTheNextOne() {
    for (int node = 0; node < 2; node++) {
      ActorRef<Edge> named = on(node, EDGE);
      for (int i = 0; i < 300; i++) {
        assertThrows(TargetStoppedException.class, () -> named.ask(new Edge.Throw()));
        assertEquals("node-" + (node + 1), named.ask(new Edge.Host()));
      }
    }
  }

  @Test
  void aNameThatCannotBeIsRefusedAtOnce() {
    for (String name : List.of("a/b", "user:1", "a b", "$x", "x".repeat(256), "")) {
      assertThrows(
          IllegalArgumentException.class, () -> cluster.node(0).actor(EDGE, name), () -> name);
    }
  }

  @Test
  void aRecipeThatFailsIsTheFailureOfTheAsk() {
    for (int node = 0; node < 2; node++) {
      ActorRef<Edge> named = on(node, BROKEN);
      var thrown =
          assertThrows(RequestFailedException.class, () -> named.ask(new Edge.Host(), LONG));
      assertTrue(thrown.getMessage().contains("no recipe"), thrown.getMessage());
      assertEquals("node-2", on(1, EDGE).ask(new Edge.Host()));
    }
  }

  @Test
  void aRecipeMaySend() throws Exception {
    for (int from = 0; from < 2; from++) {
      for (int node = 0; node < 2; node++) {
        NEWS.clear();
        GREETED.set(on(from, EDGE));
        assertEquals("node-" + (node + 1), on(node, GREETER).ask(new Edge.Host()));
        assertEquals("made", next());
      }
    }
  }

  @Test
  void whatIsTooLargeIsToldToItsSender() throws Exception {
    ActorRef<Edge> far = on(1, EDGE);
    assertThrows(NotSendableException.class, () -> far.send(new Edge.Take("x".repeat(5 << 20))));
    var thrown =
        assertThrows(RequestFailedException.class, () -> far.ask(new Edge.Big(5 << 20), LONG));
    assertTrue(thrown.getMessage().contains("limit"), thrown.getMessage());
    assertEquals("node-2", far.ask(new Edge.Host()));
  }

  @Test
  void aReferenceThatFindsItsActorAnewIsSentAsWhatItFinds() throws Exception {
    NEWS.clear();
    ActorRef<Edge> found = on(0, EDGE);
    ActorRef<Edge> via =
        cluster
            .node(0)
            .via(
                "greeter",
                () -> {
                  found.send(new Edge.News("looked up"));
                  return Optional.of(found);
                });
    ActorRef<Edge> far = on(1, EDGE);
    far.send(new Edge.Keep(via));
    assertEquals(found, far.ask(new Edge.Kept()));
    assertEquals("looked up", next());
    ActorRef<Edge> nobody = cluster.node(0).via("nobody", Optional::empty);
    far.send(new Edge.Keep(nobody));
    ActorRef<Edge> came = far.ask(new Edge.Kept());
    assertThrows(AskException.class, () -> came.ask(new Edge.Host(), LONG));
  }

  @Test
  void aReferenceOfAnotherNodeIsAsGood() throws Exception {
    NEWS.clear();
    ActorRef<Edge> named = on(1, EDGE);
    ActorRef<Edge> one = cluster.node(1).spawn(edge());
    assertEquals("node-2", one.ask(new Edge.AskOf(named))); // a reference of node-1, at node-2
    assertTrue(one.ask(new Edge.Watch(named)));
    assertEquals("node-2", named.ask(new Edge.Host()));
    named.stop(ExitReason.shutdown("now"));
    assertEquals("down Shutdown", next());
  }

  @Test
  void aLinkByAReferenceOfAnotherNodeIsToldOnce() throws Exception {
    NEWS.clear();
    ActorRef<Edge> named = on(1, EDGE);
    ActorRef<Edge> one = cluster.node(1).spawn(edge());
    assertTrue(one.ask(new Edge.Watch(named)));
    assertTrue(one.ask(new Edge.Link(named)));
    assertEquals("node-2", named.ask(new Edge.Host()));
    named.stop(ExitReason.shutdown("now"));
    assertEquals(
        List.of("down Shutdown", "exit Shutdown"), Stream.of(next(), next()).sorted().toList());
    assertTrue(one.ask(new Edge.Watch(named))); // again, and of the next one
    assertTrue(one.ask(new Edge.Link(named)));
    assertTrue(one.ask(new Edge.Unlink(named)));
    assertEquals("node-2", named.ask(new Edge.Host()));
    named.stop(ExitReason.shutdown("now"));
    assertEquals("down Shutdown", next());
    one.send(new Edge.News("all"));
    assertEquals("all", next());
  }

  @Test
  void aLinkByAReferenceOfAnotherNodeToAThirdIsTold() throws Exception {
    try (var three = DevelopmentCluster.start(3, EDGE)) {
      NEWS.clear();
      String name = nameOn(three, three.node(2));
      ActorRef<Edge> foreign = three.node(1).actor(EDGE, name);
      ActorRef<Edge> one = three.node(0).spawn(edge());
      assertTrue(one.ask(new Edge.Link(foreign)));
      ActorRef<Edge> own = three.node(0).actor(EDGE, name);
      assertEquals("node-3", own.ask(new Edge.Host())); // behind that, if it goes the same way
      own.stop(ExitReason.shutdown("now"));
      assertEquals("exit Shutdown", next());
    }
  }

  @Test
  void aLinkWithANodeThatIsLostIsTold() throws Exception {
    try (var three = DevelopmentCluster.start(3, EDGE)) {
      Cluster doomed = three.node(2);
      String name = nameOn(three, doomed);
      ActorRef<Edge> named = three.actor(EDGE, name);
      assertEquals("node-3", named.ask(new Edge.Host()));
      ActorRef<Edge> one = three.node(0).spawn(edge());
      NEWS.clear();
      three.crash(doomed);
      assertTrue(one.ask(new Edge.Link(named), LONG));
      // either the loss is told, or it has moved already
      one.send(new Edge.News("marker"));
      String first = next();
      if (first.equals("marker")) {
        three.await();
        ActorRef<Edge> again = three.actor(EDGE, name);
        awaitHost(again);
        again.stop(ExitReason.shutdown("now"));
        first = next();
      }
      assertTrue(first.startsWith("exit "), first);
    }
  }

  private static String awaitHost(ActorRef<Edge> ref) {
    long end = System.nanoTime() + LONG.toNanos();
    while (true) {
      try {
        return ref.ask(new Edge.Host(), Duration.ofSeconds(1));
      } catch (AskException e) {
        assertTrue(System.nanoTime() - end < 0, "nobody answers: " + e);
      }
    }
  }

  private static String nameOn(DevelopmentCluster nodes, Cluster node) {
    for (int i = 0; ; i++) {
      if (nodes.node(0).owner(EDGE, "n" + i).orElseThrow().id().equals(node.id())) {
        return "n" + i;
      }
    }
  }

  @Test
  void theEndOfOneIsToldEvenIfItsLinksCannotBeReached() throws Exception {
    try (var two = DevelopmentCluster.start(2, s -> s.types(EDGE).minMembers(2))) {
      ActorRef<Edge> here = two.actor(EDGE, nameOn(two, two.node(0)));
      ActorRef<Edge> there = two.actor(EDGE, nameOn(two, two.node(1)));
      assertTrue(here.ask(new Edge.Link(there)));
      ActorRef<Edge> one = two.node(0).spawn(edge());
      assertTrue(one.ask(new Edge.Link(here)));
      ActorRef<Edge> two1 = two.node(0).spawn(edge());
      NEWS.clear();
      assertTrue(two1.ask(new Edge.Watch(one)));
      two.crash(two.node(1));
      two.await();
      NEWS.clear();
      // the link of this one can be told nobody now
      one.stop();
      assertTrue(one.awaitTermination(LONG));
      String told = next();
      while (told.startsWith("exit")) {
        told = next();
      }
      assertEquals("down Shutdown", told);
      two.add();
      assertTrue(awaitHost(here).startsWith("node-"));
    }
  }

  @Test
  void closingTwiceWaitsForTheFirst() throws Exception {
    try (var two = DevelopmentCluster.start(2, Counters.COUNTER)) {
      for (int i = 0; i < 300; i++) {
        two.actor(Counters.COUNTER, "c" + i).send(new Counters.Counter.Increment(1));
      }
      for (int i = 0; i < 300; i++) {
        assertEquals(1, two.actor(Counters.COUNTER, "c" + i).ask(new Counters.Counter.Get()));
      }
      Cluster leaver = two.node(1);
      leaver.terminate();
      two.leave(leaver); // closes it
      for (int i = 0; i < 300; i++) {
        assertEquals(1, two.actor(Counters.COUNTER, "c" + i).ask(new Counters.Counter.Get()));
      }
    }
  }

  @Test
  void anAskOfATypeThatItsNodeDoesNotKnowFailsAtOnce() throws Exception {
    try (var one = Cluster.join(s -> s.timing(Timing.local()).node("one").types(EDGE, GREETER));
        var other =
            Cluster.join(
                s ->
                    s.timing(Timing.local())
                        .node("other")
                        .seeds(one.address().toString())
                        .types(EDGE))) {
      assertTrue(one.awaitMembers(2, LONG));
      assertTrue(other.awaitMembers(2, LONG));
      String name = "g0";
      for (int i = 0; !one.owner(GREETER, name).orElseThrow().id().equals(other.id()); i++) {
        name = "g" + i;
      }
      ActorRef<Edge> ref = one.actor(GREETER, name);
      var thrown = assertThrows(AskException.class, () -> ref.ask(new Edge.Host(), LONG));
      assertInstanceOf(RequestFailedException.class, thrown);
      assertTrue(thrown.getMessage().contains("greeter"), thrown.getMessage());
    }
  }
}
