package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.ExitReason;
import dev.talma.cluster.internal.codec.Input;
import dev.talma.cluster.internal.transport.Session;
import dev.talma.remote.Handle;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// A node is told that a named actor is watched, while something else happens to the watch.
class RenewalsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Queue<ExitReason> heard = new ConcurrentLinkedQueue<>();

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitBlocked(Thread thread) {
    while (thread.getState() != Thread.State.BLOCKED && thread.isAlive()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void ofAWatchThatIsLostWhileItIsToldNothingIsLeft() throws Exception {
    AtomicBoolean isSlow = new AtomicBoolean();
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch open = new CountDownLatch(1);
    FakeSession session =
        new FakeSession(OneNode.peer()) {
          @Override
          public Offer offer(Lane lane, Session.Frame frame) {
            if (isSlow.get()) {
              entered.countDown();
              RenewalsTest.await(open);
            }
            return super.offer(lane, frame);
          }
        };
    ActorType<String> type =
        ActorType.of("type", String.class, () -> Actor.handler(() -> (_, _) -> {}));
    try (var node = new OneNode(type)) {
      Link link = node.connect(session);
      node.formBoth();
      Handle<?> handle = node.ofPeer(type);
      ActorRef<News> watcher = News.watcher(node, heard);
      isSlow.set(true);
      CompletableFuture<Boolean> watches = watcher.askAsync(new News.Watch(handle.ref()), LONG);
      await(entered);
      // of a former connection
      Thread loses = Thread.ofPlatform().start(() -> node.actors().watches().lost(link.peer()));
      awaitBlocked(loses);
      open.countDown();
      loses.join();
      assertTrue(watches.get());
      assertTrue(watcher.ask(new News.Flush(), LONG));
      assertEquals(List.of(ExitReason.noConnection()), List.copyOf(heard));
      assertFalse(handle.isWatched());
      List<Note> told =
          session.taken().stream()
              .map(frame -> Wire.read(link, Input.of(frame.bytes())))
              .filter(Wire.Arrival.OfNote.class::isInstance)
              .map(arrival -> ((Wire.Arrival.OfNote) arrival).note())
              .filter(note -> note instanceof Note.Watch || note instanceof Note.Unwatch)
              .toList();
      Target target = node.actors().route(handle).target();
      assertEquals(List.of(new Note.Watch(target, true), new Note.Unwatch(target, false)), told);
    }
  }

  /// Who gets the lock of the reference before those are told that watched it, watches what comes
  /// next. That somebody gets it just then is likely, and no more: hence the rounds.
  @Test
  void whoComesAfterAWatchIsOverIsNotToldOfThat() throws Exception {
    for (int round = 0; round < 50; round++) {
      CountDownLatch entered = new CountDownLatch(1);
      CountDownLatch open = new CountDownLatch(1);
      ActorType<String> type =
          ActorType.of(
              "type",
              String.class,
              () -> {
                entered.countDown();
                await(open);
                throw new IllegalStateException("cannot be started");
              });
      try (var node = new OneNode(type)) {
        Handle<?> handle = node.actors().handle(new Target.Named(type.name(), "it"));
        assertTrue(News.watcher(node, heard).ask(new News.Watch(handle.ref()), LONG));
        Thread renews = Thread.ofPlatform().start(node::form);
        await(entered);
        AtomicBoolean isWatched = new AtomicBoolean();
        Thread comes = Thread.ofPlatform().start(() -> isWatched.set(handle.isWatched()));
        awaitBlocked(comes);
        open.countDown();
        comes.join();
        renews.join();
        assertFalse(isWatched.get(), "what has been seen to be over is watched in round " + round);
      }
    }
  }
}
