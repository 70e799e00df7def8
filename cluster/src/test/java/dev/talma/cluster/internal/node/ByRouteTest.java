package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSnapshot;
import dev.talma.Backoff;
import dev.talma.ExitReason;
import dev.talma.Restart;
import dev.talma.SystemSettings;
import dev.talma.remote.EndListener;
import dev.talma.remote.Gateway;
import dev.talma.remote.Parcel;
import dev.talma.testkit.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What comes to an actor of a system by a reference for those elsewhere, as its name is one.
class ByRouteTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Gateway gateway =
      Gateway.open(
          "by-route", SystemSettings.defaults().withTimeSource(new VirtualTime()), Alone::new);
  private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    gateway.local().close();
  }

  private ActorRef<String> ref(String path, Consumer<Parcel> carrier) {
    return gateway.<String>ref(path, new Carrier(carrier)).ref();
  }

  private ActorRef<String> routeTo(ActorRef<String> actor) {
    return ref(
        "/there",
        parcel -> assertTrue(parcel.passOn(actor), () -> "not taken care of: " + parcel.kind()));
  }

  private Object next() throws InterruptedException {
    Object next = heard.poll(20, TimeUnit.SECONDS);
    return next == null ? "nothing" : next;
  }

  // --- stop

  private ActorRef<String> pausing() {
    Actor<String> crashing =
        (mailbox, _) -> {
          for (var msg : mailbox) {
            throw new IllegalStateException(msg);
          }
        };
    Restart restart = Restart.always().backoff(Backoff.fixed(LONG));
    ActorRef<String> actor = gateway.local().spawn(crashing.supervised(restart));
    actor.send("crash");
    long end = System.nanoTime() + SOON.toNanos();
    while (gateway.local().snapshot().children().stream()
        .noneMatch(each -> each.state() == ActorSnapshot.State.RESTARTING)) {
      assertTrue(System.nanoTime() - end < 0, "it does not wait for its restart");
      Thread.onSpinWait();
    }
    return actor;
  }

  @Test
  void aStopEndsTheWaitForARestart() throws Exception {
    ActorRef<String> actor = pausing();
    routeTo(actor).stop(ExitReason.shutdown("enough"));
    assertTrue(actor.awaitTermination(SOON));
    assertEquals(Optional.of(ExitReason.shutdown("enough")), actor.exitReason());
  }

  @Test
  void aStopThatWasHeldEndsTheWaitForARestart() throws Exception {
    ActorRef<String> actor = pausing();
    ref("/there", parcel -> assertTrue(gateway.deliver(actor, parcel))).stop();
    assertTrue(actor.awaitTermination(SOON));
  }

  // --- moves

  /// What goes on to the successor is heard.
  private ActorRef<String> successor() {
    return ref(
        "/next",
        parcel ->
            heard.add(parcel.kind() == Parcel.Kind.MESSAGE ? parcel.message() : parcel.kind()));
  }

  private ActorRef<String> waiting(CountDownLatch entered, CountDownLatch open) {
    return gateway
        .local()
        .spawn(
            (mailbox, ctx) -> {
              for (var _ : mailbox) {
                entered.countDown();
                open.await();
              }
              ctx.handOver("state");
            });
  }

  private ActorRef<String> departed() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    ActorRef<String> actor = waiting(new CountDownLatch(1), new CountDownLatch(0));
    Runnable _ = gateway.watch(actor, new Ended(ended));
    gateway.depart(actor, successor(), successor(), "moved", _ -> {});
    assertTrue(ended.await(20, TimeUnit.SECONDS));
    return actor;
  }

  private record Ended(CountDownLatch latch) implements EndListener {
    @Override
    public void ended(ExitReason reason) {}

    @Override
    public void departed() {
      latch.countDown();
    }
  }

  @Test
  void aKillWhileItMovesIsForItsSuccessorAndFollowsWhatWaited() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch open = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    ActorRef<String> actor = waiting(entered, open);
    ActorRef<String> byName = routeTo(actor);
    actor.send("in hand");
    assertTrue(entered.await(20, TimeUnit.SECONDS));
    actor.send("waits");
    Runnable _ = gateway.watch(actor, new Ended(ended));
    gateway.depart(
        actor,
        successor(),
        successor(),
        "moved",
        state -> {
          byName.kill(); // between its end and the moment from which its name leads elsewhere
          heard.add(state);
        });
    open.countDown();
    assertEquals(Optional.of("state"), next());
    assertEquals("waits", next());
    assertEquals(Parcel.Kind.KILL, next());
    assertTrue(ended.await(20, TimeUnit.SECONDS), "it has departed, killed or not");
  }

  @Test
  void aKillOfOneThatHasMovedIsForItsSuccessor() throws Exception {
    ActorRef<String> actor = departed();
    routeTo(actor).kill();
    assertEquals(Parcel.Kind.KILL, next());
    actor.kill();
    assertEquals(Parcel.Kind.KILL, next());
  }

  @Test
  void aKillBeforeItMovesEndsIt() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    ActorRef<String> actor = waiting(entered, new CountDownLatch(1));
    actor.send("in hand");
    assertTrue(entered.await(20, TimeUnit.SECONDS));
    gateway.depart(actor, successor(), successor(), "moved", heard::add);
    routeTo(actor).kill();
    assertTrue(actor.awaitTermination(SOON));
    assertEquals(Optional.of(ExitReason.killed()), actor.exitReason());
    assertEquals(List.of(), List.copyOf(heard));
  }

  @Test
  void aLinkToOneThatHasMovedEndsAsNormal() throws Exception {
    ActorRef<String> byName = routeTo(departed());
    ActorRef<String> linking =
        gateway
            .local()
            .spawn(
                (mailbox, ctx) -> {
                  ctx.trapExits(exit -> exit.reason().toString());
                  ctx.link(byName);
                  for (var msg : mailbox) {
                    heard.add(msg);
                  }
                });
    assertEquals(ExitReason.normal().toString(), next());
    assertTrue(linking.isAlive());
  }

  @Test
  void aLinkFromElsewhereToOneThatHasMovedEndsAsNormal() throws Exception {
    ActorRef<String> actor = departed();
    ActorRef<String> far = ref("/far", parcel -> heard.add(parcel.reason()));
    assertFalse(gateway.link(actor, far));
    gateway.refuseLink(far, actor);
    assertEquals(ExitReason.normal(), next());
  }
}
