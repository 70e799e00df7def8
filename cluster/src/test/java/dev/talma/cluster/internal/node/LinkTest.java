package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.codec.Schema;
import dev.talma.cluster.internal.transport.Session;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What is sent over one link keeps its order, whichever way it takes.
class LinkTest {
  private static final NodeId SELF = new NodeId("node-1", "a");
  private static final NodeId PEER = new NodeId("node-2", "b");

  private static final Session.Frame NOTE = new TextFrame("note");
  private static final Session.Frame LETTER = new TextFrame("letter");

  private final Narrow session = new Narrow();
  private final Link link = link();

  sealed interface Word {
    record Said(String text) implements Word {}
  }

  private Link link() {
    Schema schema = Schema.of(List.of(Word.class));
    return new Link(
        session,
        schema.peer(schema.table(), PEER.name()),
        new Nowhere(SELF),
        new SystemMessages(List.of()),
        0);
  }

  @Test
  void whoWaitsForRoomDoesNotGetPastTheBacklog() throws InterruptedException {
    link.sendSurely(NOTE);
    Thread sender = Thread.ofPlatform().start(() -> offer(LETTER));
    while (sender.getState() != Thread.State.TIMED_WAITING && sender.isAlive()) {
      Thread.onSpinWait(); // until it waits, or has got past
    }
    session.room.countDown();
    sender.join();
    assertEquals(List.of(NOTE, LETTER), session.taken());
  }

  private void offer(Session.Frame frame) {
    try {
      assertEquals(Session.Offer.ACCEPTED, link.offer(frame, TimeUnit.MINUTES.toNanos(1)));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private record TextFrame(String text) implements Session.Frame {
    @Override
    public byte[] bytes() {
      return new byte[0];
    }

    @Override
    public void lost() {}
  }

  /// Has no room for the note until it is told.
  private static final class Narrow extends FakeSession {
    final CountDownLatch room = new CountDownLatch(1);

    Narrow() {
      super(PEER);
      beNarrow();
    }

    @Override
    public Offer offer(Lane lane, Frame frame, long nanos) throws InterruptedException {
      if (frame.equals(NOTE)) {
        room.await();
      }
      return super.offer(lane, frame, nanos);
    }
  }
}
