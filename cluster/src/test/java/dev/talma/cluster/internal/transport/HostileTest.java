package dev.talma.cluster.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.Address;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.transport.Ears.Heard;
import dev.talma.cluster.internal.transport.Session.Lane;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Peers that are strangers, broken, stuck or worse.
final class HostileTest {
  private final Nodes nodes = new Nodes();

  @AfterEach
  void close() {
    nodes.close();
  }

  private static RawPeer raw(Nodes.Node node) throws Exception {
    return new RawPeer(node.network().address());
  }

  private static void counted(Nodes.Node node, Refusal kind) {
    Nodes.until("counted: " + kind, () -> node.network().counters().refused().containsKey(kind));
  }

  @Test
  void aForeignClusterIsToldSoAndLearnsNothingElse() throws Exception {
    var a = nodes.start("a");
    try (var raw = raw(a)) {
      raw.sayHello(RawPeer.hello("another", new NodeId("x", "1")));
      raw.readMagic();
      var answer = raw.read();
      assertEquals(Wire.REFUSED, answer.type());
      assertEquals(Refusal.FOREIGN_CLUSTER.code(), answer.payload()[0]);
      assertEquals(
          a.id() + " belongs to the cluster \"test\" and x#1 to \"another\"", answer.sentence());
      assertTrue(raw.isClosedByPeer());
    }
    counted(a, Refusal.FOREIGN_CLUSTER);
    var b = nodes.start("b", NetworkSettings.of(new Address("127.0.0.1", 0), "other"));
    var e = assertThrows(ExecutionException.class, () -> b.connect(a));
    assertTrue(e.getCause().getMessage().contains("belongs to the cluster"), e.getMessage());
  }

  @Test
  void anotherVersionIsRefused() throws Exception {
    var a = nodes.start("a");
    try (var raw = raw(a)) {
      var hello = RawPeer.hello("test", new NodeId("x", "1"));
      raw.sayHello(new Hello(7, 9, "test", hello.node(), hello.address(), 4096, new byte[] {1, 2}));
      raw.readMagic();
      var answer = raw.read();
      assertEquals(Refusal.VERSION.code(), answer.payload()[0]);
      assertTrue(answer.sentence().endsWith("x#1 speaks 7 to 9"), answer.sentence());
    }
  }

  @Test
  void aNodeThatReachesItselfIsToldSo() throws Exception {
    var a = nodes.start("a");
    var e = assertThrows(ExecutionException.class, () -> a.connect(a));
    assertTrue(e.getCause().getMessage().contains("is " + a.id() + " itself"), e.getMessage());
  }

  @Test
  void garbageIsClosedWithoutHarm() throws Exception {
    var a = nodes.start("a");
    long seed = Long.getLong("talma.seed", System.nanoTime());
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      byte[] garbage = new byte[1 + random.nextInt(3000)];
      random.nextBytes(garbage);
      try (var raw = raw(a)) {
        int variant = i % 4;
        if (variant == 1) {
          raw.out.writeInt(Wire.MAGIC);
        } else if (variant == 2) {
          raw.sayHello(RawPeer.hello("test", new NodeId("x" + i, "1")));
        } else if (variant == 3) {
          raw.joined("x" + i);
          garbage[0] = (byte) (0x80 | garbage[0]);
        }
        raw.out.write(garbage);
        raw.socket.shutdownOutput();
        assertTrue(raw.isClosedByPeer());
      } catch (java.net.SocketException e) {
        // closed while it was still writing: as it should be
      }
    }
    Nodes.until("no session", () -> a.network().counters().sessions().isEmpty());
    Nodes.until("no handshake", () -> a.network().counters().handshakes() == 0);
    var b = nodes.start("b");
    assertEquals(a.id(), b.connect(a).peer());
    assertEquals(List.of(), a.ears().faults);
  }

  @Test
  void aFrameThatIsAnnouncedTooLongEndsTheSession() throws Exception {
    var a = nodes.start("a");
    try (var raw = raw(a).joined("x")) {
      raw.out.writeInt(1 << 30);
      raw.out.writeByte(Wire.MESSAGES);
      String why = a.ears().nextClosed();
      assertTrue(why.contains("a frame of 1073741824 bytes, where 4194304 is the limit"), why);
      assertTrue(raw.isClosedByPeer());
    }
  }

  @Test
  void aResetEndsTheSessionAtOnce() throws Exception {
    var a = nodes.start("a");
    try (var raw = raw(a).joined("x")) {
      raw.reset();
      String why = a.ears().nextClosed();
      assertTrue(why.startsWith("the connection was lost"), why);
    }
  }

  @Test
  void aPeerThatSaysNothingIsGivenUp() throws Exception {
    var a = nodes.start("a", Nodes.hasty());
    try (var raw = raw(a).joined("x")) {
      assertEquals(Wire.PING, raw.read().type());
      String why = a.ears().nextClosed();
      assertTrue(why.startsWith("nothing was heard of the peer for"), why);
      assertTrue(raw.isClosedByPeer());
    }
  }

  @Test
  void aPeerThatTalksButReadsNothingIsGivenUp() throws Exception {
    var a = nodes.start("a", Nodes.hasty());
    try (var raw = raw(a).joined("x")) {
      Session session = a.ears().next(Heard.Opened.class).session();
      List<TestFrame> frames = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        frames.add(new TestFrame(new byte[4 << 20]));
        session.offer(Lane.MESSAGES, frames.getLast());
      }
      var talker =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (session.isOpen()) {
                        raw.send(Wire.PONG, new byte[0]);
                        java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
                      }
                    } catch (java.io.IOException e) {
                      // closed
                    }
                  });
      String why = a.ears().nextClosed();
      assertTrue(why.startsWith("the peer has taken nothing for"), why);
      talker.join();
      assertEquals(1, frames.getLast().lost.get());
      assertTrue(frames.stream().allMatch(frame -> frame.lost.get() <= 1));
    }
  }

  @Test
  void aPeerThatAnswersStays() throws Exception {
    var a = nodes.start("a", Nodes.hasty());
    var b =
        nodes.start(
            "b",
            Nodes.hasty()
                .withTimes(
                    java.time.Duration.ofMinutes(1),
                    java.time.Duration.ofMinutes(10),
                    java.time.Duration.ofSeconds(2),
                    java.time.Duration.ofSeconds(2)));
    Session session = a.connect(b); // b never pings by itself
    try (var raw = raw(a).joined("x")) {
      assertEquals(Wire.PING, raw.read().type());
      a.ears().nextClosed(); // that one was silent for as long as b is now
    }
    assertTrue(session.isOpen());
    assertEquals(List.of(), a.ears().faults);
  }

  @Test
  void aHandshakeThatDragsOnIsEnded() throws Exception {
    var a = nodes.start("a", Nodes.hasty());
    byte[] hello = RawPeer.hello("test", new NodeId("x", "1")).frame();
    try (var raw = raw(a);
        var mute = raw(a)) {
      raw.out.writeInt(Wire.MAGIC);
      raw.out.write(hello, 0, hello.length - 1);
      Nodes.until("two inside", () -> a.network().counters().handshakes() == 2);
      assertTrue(raw.isClosedByPeer());
      assertTrue(mute.isClosedByPeer());
    }
    assertEquals(2, a.network().counters().refused().get(Refusal.LATE));
    assertEquals(0, a.network().counters().handshakes());
  }

  @Test
  void tooManyAtTheDoorAreTurnedAway() throws Exception {
    var a = nodes.start("a");
    List<RawPeer> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < 128; i++) {
        crowd.add(raw(a));
      }
      Nodes.until("a crowd", () -> a.network().counters().handshakes() == 128);
      try (var late = raw(a)) {
        late.readMagic();
        assertEquals("too many connections are in their handshake", late.read().sentence());
      }
    } finally {
      for (RawPeer peer : crowd) {
        peer.close();
      }
    }
    Nodes.until("the door is free", () -> a.network().counters().handshakes() == 0);
    assertEquals(a.id(), nodes.start("b").connect(a).peer());
  }

  @Test
  void aServerThatIsNoNodeIsAClearError() throws Exception {
    var a = nodes.start("a", Nodes.hasty());
    try (var server = new ServerSocket(0, 10, java.net.InetAddress.getLoopbackAddress())) {
      var address = new Address("127.0.0.1", server.getLocalPort());
      var future = a.network().connect(address);
      try (var accepted = server.accept()) {
        accepted.getOutputStream().write("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII));
        var e = assertThrows(ExecutionException.class, () -> future.get(20, TimeUnit.SECONDS));
        assertTrue(e.getCause().getMessage().contains("another protocol"), e.getMessage());
      }
      var silent = a.network().connect(address);
      try (var accepted = server.accept()) {
        assertTrue(accepted.isConnected());
        var e = assertThrows(ExecutionException.class, () -> silent.get(20, TimeUnit.SECONDS));
        assertTrue(e.getCause().getMessage().contains("not finished within"), e.getMessage());
      }
    }
  }

  @Test
  void aListenerThatFailsCostsItsSessionOnly() throws Exception {
    var a = nodes.start("a");
    var failing =
        new SessionListener() {
          final Ears ears = new Ears();

          @Override
          public void opened(Session session) {
            ears.opened(session);
          }

          @Override
          public void received(Session session, Lane lane, io.netty.buffer.ByteBuf frame) {
            throw new IllegalStateException("broken");
          }

          @Override
          public void closed(Session session, String why) {
            ears.closed(session, why);
          }
        };
    try (var b = NettyNetwork.start(Nodes.settings(), new NodeId("b", "1"), new byte[0], failing)) {
      Session session = a.network().connect(b.address()).get(20, TimeUnit.SECONDS);
      session.offer(Lane.MESSAGES, TestFrame.of("x"));
      assertEquals("internal error", failing.ears.nextClosed());
      assertEquals("the peer has closed: internal error", a.ears().nextClosed());
    }
  }

  @Test
  void withoutTlsOnlyLoopbackIsServed() {
    var everywhere = NetworkSettings.of(new Address("0.0.0.0", 0), "test");
    var e = assertThrows(IllegalArgumentException.class, () -> nodes.start("a", everywhere));
    assertTrue(e.getMessage().contains("loopback interface only"), e.getMessage());
    var unnamed = everywhere.withoutProtection();
    var e2 = assertThrows(IllegalArgumentException.class, () -> nodes.start("a", unnamed));
    assertTrue(e2.getMessage().contains("Say which address they reach"), e2.getMessage());
    assertTrue(e2.getMessage().contains("advertise(host, port)"), e2.getMessage());
  }
}
