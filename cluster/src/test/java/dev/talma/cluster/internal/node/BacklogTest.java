package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.transport.Session;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/// What waits for a slow peer is sent or reported as lost.
class BacklogTest {
  private final FakeSession session = new FakeSession(new NodeId("peer", "1"));
  private final Backlog backlog = new Backlog(session, 0);
  private final Set<Integer> lost = ConcurrentHashMap.newKeySet();

  private Session.Frame frame(int number) {
    return new Session.Frame() {
      @Override
      public byte[] bytes() {
        return new byte[] {(byte) number};
      }

      @Override
      public void lost() {
        lost.add(number);
      }
    };
  }

  @Test
  void whatComesAfterTheEndIsLost() {
    session.answer(Session.Offer.CLOSED);
    backlog.send(frame(1));
    assertEquals(Set.of(1), lost);
  }

  @Test
  void whatWaitsIsLostWithTheSession() {
    session.answer(Session.Offer.FULL); // and gives up the peer, as it takes nothing
    for (int i = 0; i < 5; i++) {
      backlog.send(frame(i));
    }
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (lost.size() < 5) {
      assertTrue(System.nanoTime() - end < 0, () -> "only " + lost);
      Thread.onSpinWait();
    }
  }

  @Test
  void whatIsTakenIsNotLost() {
    backlog.send(frame(1));
    assertEquals(1, session.taken().size());
    assertEquals(Set.of(), lost);
  }

  @Test
  void itIsLongAlsoWithFewHeavyOnes() {
    Backlog stuck = new Backlog(new StuckSession(), 0);
    assertFalse(stuck.isLong());
    for (int i = 0; i < 4; i++) {
      stuck.send(heavy());
    }
    assertTrue(stuck.isLong());
    assertFalse(stuck.awaitShorter(1));
  }

  private static Session.Frame heavy() {
    byte[] bytes = new byte[8 << 20];
    return new Session.Frame() {
      @Override
      public byte[] bytes() {
        return bytes;
      }

      @Override
      public void lost() {}
    };
  }
}
