package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.Overflow;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.placement.Placements;
import dev.talma.testkit.Await;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An actor had to go and did not, as it was its node's again before it was ready: the next one of
/// its name gets what has waited. Before it has all of that, things change once more.
class HeirsTest {
  private record Note(String text) {}

  private final AtomicInteger runs = new AtomicInteger();
  private final CountDownLatch firstWaits = new CountDownLatch(1);
  private final CountDownLatch firstGoes = new CountDownLatch(1);
  private final CountDownLatch nextWaits = new CountDownLatch(1);
  private final CountDownLatch nextGoes = new CountDownLatch(1);
  private final ActorType<Note> type = ActorType.of("type", Note.class, this::recipe);
  private final OneNode node = new OneNode(type);
  private final String name = OneNode.nameOfPeer(type);

  /// The second one takes one message at a time, and the former one waits until it has all.
  private Actor<Note> recipe() {
    boolean first = runs.incrementAndGet() == 1;
    CountDownLatch waits = first ? firstWaits : nextWaits;
    CountDownLatch goes = first ? firstGoes : nextGoes;
    Actor<Note> actor =
        (mailbox, _) -> {
          for (Note _ : mailbox) {
            waits.countDown();
            goes.await();
          }
        };
    return first ? actor : actor.bounded(1, Overflow.BLOCK);
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertTrue(latch.await(20, TimeUnit.SECONDS));
  }

  private void see(NodeId... members) {
    node.barrier().apply(node.actors(), each -> each.viewChanged(Placements.view(members)));
  }

  @BeforeEach
  void beginsToInherit() throws InterruptedException {
    Link _ = node.connect(new FakeSession(OneNode.peer()), Note.class);
    node.form();
    ActorRef<Note> ref = node.actor(type, name);
    for (String text : List.of("a", "b", "c", "d")) {
      ref.send(new Note(text));
    }
    await(firstWaits);
    node.join();
    see(OneNode.self());
    firstGoes.countDown();
    await(nextWaits);
  }

  @AfterEach
  void close() {
    firstGoes.countDown();
    nextGoes.countDown();
    node.close();
  }

  @Test
  void theNextOneGoesWhenItsNameIsAnotherNodesAgain() {
    node.join();
    nextGoes.countDown();
    Await.until("it has gone", () -> !node.isHere(type, name));
    assertEquals(2, runs.get());
  }

  @Test
  void theNextOneIsStoppedWhenAllAre() {
    see();
    nextGoes.countDown();
    Await.until("it is stopped", () -> !node.isHere(type, name));
    assertEquals(2, runs.get());
  }
}
