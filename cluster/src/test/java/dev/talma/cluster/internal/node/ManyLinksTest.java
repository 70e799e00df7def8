package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One to whom very many of a slow node are linked ends: that node is waited for, and not given up.
class ManyLinksTest {
  /// More than wait for a node before it is given up.
  private static final int MANY = 100_010;

  private static final Duration LONG = Duration.ofSeconds(20);

  private final ActorType<String> type =
      ActorType.of("type", String.class, () -> Actor.handler(() -> (_, _) -> {}));
  private final OneNode node = new OneNode(type);
  private final StuckSession session = new StuckSession();

  @AfterEach
  void close() {
    session.open();
    node.close();
  }

  /// Says that one has ended to as many, as often as there are.
  private void tell(ActorRef<?> linked) {
    ActorRef<?> ended = node.processes().ended(new Target.Single(9, "/ended"));
    for (int i = 0; i < MANY; i++) {
      node.gateway().refuseLink(linked, ended);
    }
  }

  private void assertWaitsForIt(Consumer<ActorRef<?>> telling, ActorRef<?> linked)
      throws InterruptedException {
    AtomicReference<Throwable> failed = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .uncaughtExceptionHandler((_, failure) -> failed.set(failure))
            .start(
                () -> {
                  Thread.currentThread().interrupt(); // as that of one that was killed
                  telling.accept(linked);
                });
    long end = System.nanoTime() + LONG.toNanos();
    while (thread.isAlive() && thread.getState() != Thread.State.TIMED_WAITING) {
      assertTrue(System.nanoTime() - end < 0, "it does not come so far");
      Thread.onSpinWait();
    }
    session.open();
    assertTrue(thread.join(LONG));
    assertEquals(null, failed.get());
    while (session.count() < MANY) {
      assertTrue(System.nanoTime() - end < 0, () -> "only " + session.count());
      Thread.onSpinWait();
    }
    assertEquals(MANY, session.count());
    assertFalse(session.isClosed());
  }

  @Test
  void whoTellsSingleOnesWaits() throws Exception {
    Link _ = node.connect(session, String.class);
    assertWaitsForIt(this::tell, node.processes().ref(OneNode.peer(), new Target.Single(7, "/x")));
  }

  @Test
  void whoTellsNamedOnesWaits() throws Exception {
    node.form();
    node.join();
    Link _ = node.connect(session, String.class);
    assertWaitsForIt(this::tell, node.actor(type, OneNode.nameOfPeer(type)));
  }

  @Test
  void whoCannotWaitDoesNot() {
    Link link = node.connect(session, String.class);
    ActorRef<?> far = node.processes().ref(OneNode.peer(), new Target.Single(7, "/x"));
    node.barrier().route(() -> tell(far));
    assertTrue(link.isBehind());
    assertTrue(session.isClosed());
  }
}
