package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorKilledException;
import dev.talma.ActorRef;
import dev.talma.Backoff;
import dev.talma.ExitReason;
import dev.talma.Overflow;
import dev.talma.Restart;
import dev.talma.SystemEvent;
import dev.talma.testkit.EventLog;
import dev.talma.testkit.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/// The end that cannot be refused.
@BothStyles
class KillTest extends StyledContract {

  private void assertKilled(EventLog<SystemEvent.Stopped> stopped, ActorRef<?> ref) {
    assertEquals(
        ExitReason.killed(),
        stopped.expect("the end of " + ref, event -> event.ref().equals(ref)).reason());
    assertFalse(ref.isAlive());
    assertFalse(journal.lines().contains(ref.name() + " cleans up"));
  }

  @Test
  void anIdleActorIsKilled() {
    var stopped = system.record(SystemEvent.Stopped.class);
    ActorRef<Cue> actor = start("actor");
    actor.kill();
    assertKilled(stopped, actor);
  }

  @Test
  void anActorIsKilledBeforeItHasBegun() {
    var stopped = system.record(SystemEvent.Stopped.class);
    for (int i = 0; i < 100; i++) {
      ActorRef<Cue> actor = system.spawn("actor-" + i, puppet("actor-" + i));
      actor.kill();
      assertKilled(stopped, actor);
    }
  }

  @Test
  void aKillOvertakesWhatWaits() {
    var stopped = system.record(SystemEvent.Stopped.class);
    ActorRef<Cue> actor = start("actor");
    Gate gate = hold(actor);
    actor.send(Cue.note("waits"));
    actor.stop();
    actor.kill();
    assertKilled(stopped, actor);
    gate.open();
    journal.expect("actor starts");
  }

  /// Ways to wait inside of an actor.
  private List<Cue.Deed> waits(ActorRef<Cue> silent, ActorRef<Cue> full) {
    ReentrantLock locked = new ReentrantLock();
    Thread.ofVirtual()
        .start(
            () -> {
              locked.lock();
              LockSupport.park();
            });
    dev.talma.testkit.Await.until("the lock is held", locked::isLocked);
    return List.of(
        _ -> new CountDownLatch(1).await(),
        _ -> new ArrayBlockingQueue<>(1).take(),
        _ -> locked.lockInterruptibly(),
        _ -> {
          while (!Thread.currentThread().isInterrupted()) {
            LockSupport.park();
          }
        },
        _ -> silent.ask(Cue.echo("never"), AGES),
        _ -> full.send(Cue.note("never")));
  }

  @Test
  void anActorThatWaitsIsInterrupted() {
    var stopped = system.record(SystemEvent.Stopped.class);
    ActorRef<Cue> silent = start("silent");
    hold(silent);
    ActorRef<Cue> full = start("full", puppet("full").bounded(1, Overflow.BLOCK));
    hold(full);
    full.send(Cue.note("fills it"));
    List<ActorRef<Cue>> waiting = new ArrayList<>();
    for (Cue.Deed wait : waits(silent, full)) {
      ActorRef<Cue> actor = start("waiting-" + waiting.size());
      CountDownLatch begun = new CountDownLatch(1);
      actor.send(
          Cue.act(
              ctx -> {
                begun.countDown();
                wait.in(ctx);
              }));
      await(begun);
      waiting.add(actor);
    }
    waiting.forEach(ActorRef::kill);
    waiting.forEach(actor -> assertKilled(stopped, actor));
    assertEquals(0, system.counters().crashes());
  }

  private static void await(CountDownLatch latch) {
    dev.talma.testkit.Await.until("it has begun", () -> latch.getCount() == 0);
  }

  @Test
  void theChildrenAreKilledWithIt() {
    var stopped = system.record(SystemEvent.Stopped.class);
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> child = startChild(parent, "child");
    ActorRef<Cue> below = startChild(child, "below");
    ActorRef<Cue> busy = startChild(parent, "busy");
    hold(busy);
    hold(below);
    parent.kill();
    for (ActorRef<?> each : List.of(parent, child, below, busy)) {
      assertKilled(stopped, each);
    }
  }

  /// The actor's own thread comes to its children at the same time as the kill does.
  @Test
  void theChildrenAreKilledWhoeverIsFaster() {
    for (int i = 0; i < 300; i++) {
      ActorRef<Cue> parent = start("parent");
      ActorRef<Cue> child = startChild(parent, "child");
      ActorRef<Cue> below = startChild(child, "below");
      hold(parent);
      parent.kill();
      awaitEnd(parent);
      assertEquals(Optional.of(ExitReason.killed()), child.exitReason());
      assertEquals(Optional.of(ExitReason.killed()), below.exitReason());
    }
  }

  @Test
  void anActorThatSwallowsTheInterruptEndsAtItsNextCallOfTheRuntime() {
    var stopped = system.record(SystemEvent.Stopped.class);
    ActorRef<Cue> actor = start("actor");
    CompletableFuture<ActorKilledException> thrown = new CompletableFuture<>();
    CountDownLatch begun = new CountDownLatch(1);
    actor.send(
        Cue.act(
            ctx -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException swallowed) {
                thrown.complete(assertThrows(ActorKilledException.class, ctx::children));
                journal.add("goes on");
              }
            }));
    actor.send(Cue.note("is not handled"));
    await(begun);
    actor.kill();
    assertKilled(stopped, actor);
    assertSays(value(thrown), "contract:/actor", "killed");
    journal.expect("actor starts", "goes on");
  }

  @Test
  void anActorThatTakesNoNoticeIsGivenUpAfterAboutASecond() {
    var stopped = system.record(SystemEvent.Stopped.class);
    AtomicInteger interrupts = new AtomicInteger();
    CompletableFuture<String> enough = new CompletableFuture<>();
    CompletableFuture<ActorKilledException> later = new CompletableFuture<>();
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> actor = startChild(parent, "actor");
    CountDownLatch begun = new CountDownLatch(1);
    actor.send(
        Cue.act(
            ctx -> {
              begun.countDown();
              while (!enough.isDone()) {
                if (Thread.interrupted()) {
                  interrupts.incrementAndGet();
                }
                Thread.yield();
              }
              later.complete(assertThrows(ActorKilledException.class, ctx::stop));
            }));
    await(begun);
    long before = System.nanoTime();
    try (LogTap log = LogTap.open()) {
      actor.kill();
      assertKilled(stopped, actor);
      long millis = (System.nanoTime() - before) / 1_000_000;
      assertTrue(millis >= 900, "given up after " + millis + " ms");
      assertTrue(interrupts.get() > 1, "interrupted again and again");
      ActorRef<Cue> heir = startChild(parent, "actor");
      assertEquals("contract:/parent/actor", heir.toString(), "the name is free");
      log.awaitLine(
          "ERROR contract:/parent/actor was killed and goes on in spite of its interrupt");
    } finally {
      enough.complete("enough");
    }
    assertSays(value(later), "contract:/parent/actor", "killed");
  }

  @Test
  void anActorThatTrapsExitsIsKilledAllTheSame() {
    var stopped = system.record(SystemEvent.Stopped.class);
    ActorRef<Cue> actor = start("actor");
    tell(actor, ctx -> ctx.trapExits(_ -> Cue.note("an exit")));
    actor.kill();
    assertKilled(stopped, actor);
  }

  @Test
  void anActorThatWaitsForItsRestartIsKilled() {
    var stopped = system.record(SystemEvent.Stopped.class);
    ActorRef<Cue> actor =
        system.spawn(
            "actor",
            style
                .<Cue>of(
                    (cue, ctx) -> {
                      throw new IllegalStateException("on purpose");
                    })
                .supervised(Restart.always().backoff(Backoff.fixed(AGES))));
    actor.send(Cue.note("crashes"));
    system.settle();
    actor.kill();
    assertKilled(stopped, actor);
  }

  @Test
  void aKilledActorIsNotRestarted() {
    Actor<Cue> supervised = puppet("actor").supervised(Restart.always());
    ActorRef<Cue> actor = start("actor", supervised);
    hold(actor);
    actor.kill();
    awaitEnd(actor);
    assertEquals(0, system.counters().restarts());
    assertEquals(0, system.counters().crashes());
  }

  @Test
  void theInterruptOfOneDoesNotReachAnother() {
    AtomicInteger interrupted = new AtomicInteger();
    List<ActorRef<Cue>> killed = new ArrayList<>();
    List<ActorRef<Cue>> others = new ArrayList<>();
    Cue look =
        Cue.act(
            _ -> {
              if (Thread.currentThread().isInterrupted()) {
                interrupted.incrementAndGet();
              }
            });
    for (int i = 0; i < 50; i++) {
      killed.add(start("killed-" + i));
      others.add(start("other-" + i));
      hold(killed.get(i));
    }
    for (int i = 0; i < 50; i++) {
      killed.get(i).kill();
      others.forEach(other -> other.send(look));
    }
    killed.forEach(this::awaitEnd);
    others.forEach(Contract::settled);
    assertEquals(0, interrupted.get());
  }
}
