package dev.talma.cluster.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.transport.NetworkSettings.Room;
import dev.talma.cluster.internal.transport.Session.Lane;
import dev.talma.cluster.internal.transport.Session.Offer;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Many threads send while the session ends at some moment, for one of several reasons: each frame
/// was refused, or handed to the operating system, or is reported as lost, once, before the end is;
/// and what is reported as lost never arrives. With `-Dtalma.seed=N`, the same again.
final class ConservationTest {
  private static final int SENDERS = 4;
  private static final int EACH = 4000;

  /// Who counts what arrives.
  private static final class Receiver implements SessionListener {
    final Set<Integer> received = ConcurrentHashMap.newKeySet();
    final Ears ears = new Ears();

    @Override
    public void opened(Session session) {
      ears.opened(session);
    }

    @Override
    public void received(Session session, Lane lane, ByteBuf frame) {
      if (!received.add(frame.getInt(frame.readerIndex()))) {
        ears.faults.add("received twice");
      }
    }

    @Override
    public void closed(Session session, String why) {
      ears.closed(session, why);
    }
  }

  @Test
  void everyFrameIsSentOrLostOnce() throws Exception {
    run(Nodes.settings());
  }

  @Test
  void everyFrameIsSentOrLostOnceWhereRoomIsTight() throws Exception {
    run(Nodes.settings().withRoom(1 << 20, new Room(100, 2 << 20), new Room(10, 2 << 20)));
  }

  static void run(NetworkSettings settings) throws Exception {
    long seed = Long.getLong("talma.seed", System.nanoTime());
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var receiver = new Receiver();
    try (var nodes = new Nodes();
        var b = NettyNetwork.start(settings, new NodeId("b", "1"), new byte[0], receiver)) {
      var a = nodes.start(new NodeId("a", "1"), settings);
      for (int round = 0; round < 20 * Integer.getInteger("talma.rounds", 1); round++) {
        receiver.received.clear();
        var session = (TcpSession) a.network().connect(b.address()).get(20, TimeUnit.SECONDS);
        receiver.ears.next(Ears.Heard.Opened.class); // one that is closed before is never reported
        round(session, b, receiver, random, "round " + round + ", seed " + seed);
        assertEquals(List.of(), a.ears().faults);
        a.ears().nextClosed();
        receiver.ears.nextClosed();
      }
      assertEquals(List.of(), receiver.ears.faults);
    }
  }

  private static void round(
      TcpSession session, NettyNetwork b, Receiver receiver, Random random, String where)
      throws Exception {
    List<List<TestFrame>> accepted = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    boolean large = random.nextInt(3) == 0;
    for (int t = 0; t < SENDERS; t++) {
      int first = t * EACH;
      List<TestFrame> mine = new ArrayList<>();
      accepted.add(mine);
      long dice = random.nextLong();
      threads.add(
          Thread.ofPlatform().start(() -> send(session, new Random(dice), first, large, mine)));
    }
    LockSupport.parkNanos(random.nextInt(6_000_000));
    switch (random.nextInt(4)) {
      case 0 -> session.close("random");
      case 1 -> b.session(new NodeId("a", "1")).ifPresent(s -> s.close("random"));
      case 2 -> b.counters();
      default -> session.giveUp("random");
    }
    for (Thread thread : threads) {
      thread.join();
    }
    session.close("late");
    session.whenEnded().get(20, TimeUnit.SECONDS);
    long total = 0;
    long lost = 0;
    for (List<TestFrame> mine : accepted) {
      total += mine.size();
      for (TestFrame frame : mine) {
        assertTrue(frame.lost.get() <= 1, () -> "lost twice, " + where);
        if (frame.lost.get() == 1) {
          lost++;
          int id = ByteBuffer.wrap(frame.bytes).getInt();
          assertTrue(!receiver.received.contains(id), () -> "lost and received, " + where);
        }
      }
    }
    assertEquals(total, lost + session.counters().framesOut(), where);
    assertTrue(receiver.received.size() <= total - lost, where);
  }

  private static void send(
      Session session, Random dice, int first, boolean large, List<TestFrame> mine) {
    Offer offer = Offer.ACCEPTED;
    for (int i = 0; i < EACH && offer != Offer.CLOSED; i++) {
      byte[] bytes = new byte[4 + (large ? dice.nextInt(60_000) : 100)];
      ByteBuffer.wrap(bytes).putInt(first + i);
      var frame = new TestFrame(bytes);
      Lane lane = dice.nextInt(8) == 0 ? Lane.CONTROL : Lane.MESSAGES;
      try {
        offer = session.offer(lane, frame, dice.nextInt(2) == 0 ? 0 : 1_000_000);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      if (offer == Offer.ACCEPTED) {
        mine.add(frame);
      }
    }
  }
}
