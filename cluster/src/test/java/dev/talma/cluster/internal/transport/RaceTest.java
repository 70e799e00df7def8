package dev.talma.cluster.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.transport.Ears.Heard;
import dev.talma.cluster.internal.transport.Session.Lane;
import dev.talma.cluster.internal.transport.Session.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What happens at the same time.
final class RaceTest {
  private final Nodes nodes = new Nodes();
  private final long seed = Long.getLong("talma.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @AfterEach
  void close() {
    nodes.close();
  }

  @Test
  void bothSidesConnectAtOnceAndGetTheSameSession() throws Exception {
    System.out.println("seed " + seed);
    var a = nodes.start("a");
    var b = nodes.start("b");
    for (int round = 0; round < 300; round++) {
      List<CompletableFuture<Session>> there = new ArrayList<>();
      List<CompletableFuture<Session>> back = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(2); i++) {
        there.add(a.network().connect(b.network().address()));
        Thread.yield();
        back.add(b.network().connect(a.network().address()));
      }
      for (var future : there) {
        assertEquals(b.id(), future.get(20, TimeUnit.SECONDS).peer(), "round " + round);
      }
      for (var future : back) {
        assertEquals(a.id(), future.get(20, TimeUnit.SECONDS).peer(), "round " + round);
      }
      // one connection, seen from both ends: what is sent on one arrives on the other
      Session mine = a.network().session(b.id()).orElseThrow();
      assertEquals(Offer.ACCEPTED, mine.offer(Lane.MESSAGES, TestFrame.of("round " + round)));
      Heard.Received got = b.ears().next(Heard.Received.class);
      assertEquals("round " + round, got.text());
      got.session().close("next");
      Nodes.until(
          "both closed, round " + round, () -> a.ears().open() == 0 && b.ears().open() == 0);
      Nodes.until(
          "no handshake left",
          () -> a.network().counters().handshakes() + b.network().counters().handshakes() == 0);
    }
    assertEquals(List.of(), a.ears().faults);
    assertEquals(List.of(), b.ears().faults);
  }

  @Test
  void aMeshFormsWhenEverybodyConnectsToEverybody() throws Exception {
    List<Nodes.Node> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(nodes.start("n" + i));
    }
    List<CompletableFuture<Session>> futures = new ArrayList<>();
    for (Nodes.Node from : all) {
      for (Nodes.Node to : all) {
        if (from != to) {
          futures.add(from.network().connect(to.network().address()));
        }
      }
    }
    for (var future : futures) {
      assertTrue(future.get(20, TimeUnit.SECONDS).isOpen());
    }
    for (Nodes.Node node : all) {
      assertEquals(7, node.network().counters().sessions().size());
      Nodes.until("seven sessions heard of", () -> node.ears().open() == 7);
      assertEquals(List.of(), node.ears().faults);
    }
  }

  @Test
  void theHigherNodeTakesANewConnectionForTheDeadOldOne() throws Exception {
    var z = nodes.start("z");
    try (var first = new RawPeer(z.network().address()).joined("a")) {
      Session old = z.ears().next(Heard.Opened.class).session();
      try (var second = new RawPeer(z.network().address()).joined("a")) {
        assertEquals("a newer connection of the peer has replaced it", z.ears().nextClosed());
        Session fresh = z.ears().next(Heard.Opened.class).session();
        assertNotSame(old, fresh);
        assertTrue(first.isClosedByPeer());
        second.send(Wire.MESSAGES, "hi".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertEquals("hi", z.ears().nextText());
      }
    }
    assertEquals(List.of(), z.ears().faults);
  }

  @Test
  void theLowerNodeFindsOutThatItsSessionIsDeadWhenTheHigherOneComesAgain() throws Exception {
    var a = nodes.start("a");
    // A node whose first connection is stuck: nothing is read of it, and nothing comes.
    try (var stuck = new RawPeer(a.network().address()).joined("z")) {
      a.ears().next(Heard.Opened.class);
      try (var again = new RawPeer(a.network().address())) {
        again.sayHello(RawPeer.hello("test", new NodeId("z", "raw")));
        again.readMagic();
        again.read();
        again.send(Wire.OPEN, new byte[0]);
        assertEquals(Refusal.BUSY.code(), again.read().payload()[0]);
      }
      assertTrue(a.ears().nextClosed().startsWith("no answer to a ping within"));
      assertTrue(stuck.isClosedByPeer());
    }
    try (var again = new RawPeer(a.network().address()).joined("z")) {
      assertEquals("z", a.ears().next(Heard.Opened.class).session().peer().name());
      assertTrue(again.socket.isConnected());
    }
  }

  @Test
  void aNewRunAtTheSameAddressMakesTheOldSessionProveItself() throws Exception {
    var a = nodes.start("a");
    try (var old = new RawPeer(a.network().address()).joined("x")) {
      a.ears().next(Heard.Opened.class);
      try (var fresh = new RawPeer(a.network().address())) {
        fresh.sayHello(RawPeer.hello("test", new NodeId("x", "next")));
        fresh.readMagic();
        fresh.read();
        fresh.send(Wire.OPEN, new byte[0]);
        assertEquals(Wire.OPENED, fresh.read().type());
        var closed = a.ears().next(Heard.Closed.class);
        assertEquals("raw", closed.session().peer().incarnation());
        assertTrue(old.isClosedByPeer());
      }
    }
  }

  @Test
  void whoWaitsForRoomGetsItOrHearsOfTheEnd() throws Exception {
    var tight =
        Nodes.settings()
            .withRoom(
                1 << 20,
                new NetworkSettings.Room(16, 2 << 20),
                new NetworkSettings.Room(16, 2 << 20));
    var a = nodes.start("a", tight);
    var b = nodes.start("b", tight);
    Session session = a.connect(b);
    int senders = 6;
    int each = 2000;
    var accepted = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < senders; t++) {
      var builder = t % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform();
      threads.add(
          builder.start(
              () -> {
                try {
                  for (int i = 0; i < each; i++) {
                    if (session.offer(Lane.MESSAGES, TestFrame.of("x"), Long.MAX_VALUE)
                        == Offer.ACCEPTED) {
                      accepted.incrementAndGet();
                    }
                  }
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(senders * each, accepted.get());
    for (int i = 0; i < senders * each; i++) {
      b.ears().nextText();
    }

    try (var raw = new RawPeer(a.network().address()).joined("zz")) {
      Session stuck = a.network().session(new NodeId("zz", "raw")).orElseThrow();
      int taken = 0;
      while (stuck.offer(Lane.MESSAGES, new TestFrame(new byte[1 << 20]), 200_000_000)
          == Offer.ACCEPTED) {
        taken++;
      }
      assertTrue(taken >= 2);
      assertEquals(
          Offer.FULL, stuck.offer(Lane.MESSAGES, new TestFrame(new byte[1 << 20]), 1_000_000));
      var waiting = new CompletableFuture<Offer>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  waiting.complete(
                      stuck.offer(Lane.MESSAGES, new TestFrame(new byte[1 << 20]), Long.MAX_VALUE));
                } catch (InterruptedException e) {
                  waiting.completeExceptionally(e);
                }
              });
      raw.reset();
      assertEquals(Offer.CLOSED, waiting.get(20, TimeUnit.SECONDS));
    }
  }
}
