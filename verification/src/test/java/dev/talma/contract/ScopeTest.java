package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.ActorScope;
import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.Restart;
import dev.talma.SystemClosedException;
import dev.talma.SystemEvent;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Blocks of code that own actors.
@BothStyles
class ScopeTest extends StyledContract {

  private ActorRef<Cue> startIn(ActorScope scope, String name) {
    ActorRef<Cue> ref = scope.spawn(name, puppet(name));
    settled(ref);
    return ref;
  }

  @Test
  void leavingItStopsItsActorsTheLastStartedFirstAndWaitsForThem() {
    ActorRef<Cue> first;
    try (ActorScope scope = system.scope()) {
      first = startIn(scope, "first");
      ActorRef<Cue> second = startIn(scope, "second");
      startChild(second, "below");
      journal.clear();
      first.send(Cue.note("sent before"));
    }
    assertFalse(first.isAlive());
    assertEquals(
        List.of("below cleans up", "second cleans up", "first cleans up"),
        journal.lines().stream().filter(line -> line.endsWith("cleans up")).toList());
    assertEquals(List.of("first: sent before"), journal.of("first:"));
  }

  @Test
  void leavingItByAnExceptionDoesSoToo() {
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () -> {
              try (ActorScope scope = system.scope()) {
                startIn(scope, "actor");
                throw new IllegalStateException("on purpose");
              }
            });
    assertSays(thrown, "on purpose");
    assertEquals(List.of("actor starts", "actor cleans up"), journal.lines());
  }

  @Test
  void oneCanWaitUntilItsActorsHaveEndedByThemselves() throws Exception {
    try (ActorScope scope = system.scope()) {
      ActorRef<Cue> first = startIn(scope, "first");
      ActorRef<Cue> second = startIn(scope, "second");
      assertFalse(scope.join(Duration.ZERO));
      second.send(Cue.act(Context::stop));
      awaitEnd(second);
      assertFalse(scope.join(Duration.ZERO));
      first.send(Cue.crash("on purpose"));
      assertTrue(scope.join(PATIENCE));
      startIn(scope, "third"); // it is still open
    }
  }

  @Test
  void aClosedScopeStartsNothing() {
    ActorScope scope = system.scope();
    scope.close();
    scope.close();
    assertSays(
        assertThrows(SystemClosedException.class, () -> scope.spawn("late", puppet("late"))),
        "nothing was started");
    assertThrows(SystemClosedException.class, () -> scope.spawn(puppet("late")));
  }

  @Test
  void anActorOfTheScopeCannotCloseItAndNothingHappens() {
    try (ActorScope scope = system.scope()) {
      ActorRef<Cue> inside = startIn(scope, "inside");
      ActorRef<Cue> below = startChild(inside, "below");
      for (ActorRef<Cue> each : List.of(inside, below)) {
        IllegalStateException refused =
            in(each, _ -> assertThrows(IllegalStateException.class, scope::close));
        assertSays(refused, each, "would wait");
      }
      settled(inside);
      settled(below);
      startIn(scope, "another");
      assertTrue(inside.isAlive());
    }
  }

  @Test
  void anActorOfTheScopeCannotWaitForItsEnd() {
    try (ActorScope scope = system.scope()) {
      ActorRef<Cue> inside = startIn(scope, "inside");
      in(inside, _ -> assertThrows(IllegalStateException.class, () -> scope.join(AGES)));
    }
  }

  @Test
  void anActorThatTakesTooLongIsKilled() throws Exception {
    var stopped = system.record(SystemEvent.Stopped.class);
    ActorScope scope = system.scope();
    ActorRef<Cue> quick = startIn(scope, "quick");
    ActorRef<Cue> slow = startIn(scope, "slow");
    hold(slow);
    Thread closing = Thread.ofVirtual().start(scope::close);
    system.time().awaitTimers(1);
    system.time().advance(Duration.ofMillis(4_999));
    assertTrue(slow.isAlive());
    system.time().advance(Duration.ofMillis(1));
    assertTrue(closing.join(PATIENCE));
    assertEquals(ExitReason.killed(), stopped.expect("slow", e -> e.ref().equals(slow)).reason());
    assertEquals(
        ExitReason.shutdown(), stopped.expect("quick", e -> e.ref().equals(quick)).reason());
  }

  @Test
  void aThreadThatIsInterruptedWhileItClosesKillsAllAndKeepsItsFlag() throws Exception {
    ActorScope scope = system.scope();
    ActorRef<Cue> stuck = startIn(scope, "stuck");
    hold(stuck);
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Thread closing =
        Thread.ofVirtual()
            .start(
                () -> {
                  Thread.currentThread().interrupt();
                  scope.close();
                  flag.complete(Thread.currentThread().isInterrupted());
                });
    assertTrue(closing.join(PATIENCE));
    assertTrue(value(flag));
    assertFalse(stuck.isAlive());
    journal.expect("stuck starts");
  }

  // --- in an actor

  @Test
  void anActorCanUseAScopeForOneMessage() {
    ActorRef<Cue> owner = start("owner");
    String answer =
        in(
            owner,
            ctx -> {
              try (ActorScope scope = ctx.scope()) {
                return scope.spawn("helper", puppet("helper")).ask(Cue.echo("done"), AGES);
              }
            });
    assertEquals("done", answer);
    assertEquals(List.of("helper starts", "helper cleans up"), journal.of("helper"));
  }

  @Test
  void theEndOfItsOwnerEndsTheScope() {
    for (Cue end : List.of(Cue.act(Context::stop), Cue.crash("on purpose"))) {
      ActorRef<Cue> owner = start("owner");
      ActorScope scope = in(owner, Context::scope);
      ActorRef<Cue> inside = startIn(scope, "inside");
      owner.send(end);
      awaitEnd(owner);
      assertFalse(inside.isAlive());
      assertThrows(SystemClosedException.class, () -> scope.spawn(puppet("late")));
      scope.close();
    }
  }

  @Test
  void aKillOfItsOwnerKillsTheActorsOfTheScope() {
    var stopped = system.record(SystemEvent.Stopped.class);
    ActorRef<Cue> owner = start("owner");
    ActorScope scope = in(owner, Context::scope);
    ActorRef<Cue> inside = startIn(scope, "inside");
    hold(inside);
    owner.kill();
    awaitEnd(owner);
    assertEquals(ExitReason.killed(), stopped.expect("it", e -> e.ref().equals(inside)).reason());
    scope.close();
  }

  @Test
  void anOwnerThatIsKilledWhileItLeavesAScopeDoesNotHang() {
    ActorRef<Cue> owner = start("owner");
    ActorScope scope = in(owner, Context::scope);
    ActorRef<Cue> inside = startIn(scope, "inside");
    Gate gate = hold(inside);
    Gate leaving = system.gate("leaving");
    owner.send(
        Cue.act(
            _ -> {
              leaving.pass();
              scope.close();
            }));
    leaving.awaitArrival();
    leaving.open();
    owner.kill();
    awaitEnd(owner);
    awaitEnd(inside);
    gate.open();
  }

  @Test
  void aRestartOfItsOwnerEndsTheScope() {
    ActorRef<Cue> owner = start("owner", puppet("owner").supervised(Restart.always()));
    ActorScope scope = in(owner, Context::scope);
    ActorRef<Cue> inside = startIn(scope, "inside");
    owner.send(Cue.crash("on purpose"));
    settled(owner);
    assertFalse(inside.isAlive());
    assertThrows(SystemClosedException.class, () -> scope.spawn(puppet("late")));
  }

  @Test
  void aScopeIsNoChild() {
    ActorRef<Cue> owner = start("owner");
    ActorScope scope = in(owner, Context::scope);
    startIn(scope, "inside");
    ActorRef<Cue> child = startChild(owner, "child");
    assertEquals(List.of(child), in(owner, Context::children));
    scope.close();
  }

  @Test
  void theEndOfTheSystemEndsTheScope() {
    ActorScope scope = system.scope();
    ActorRef<Cue> inside = startIn(scope, "inside");
    system.close();
    assertFalse(inside.isAlive());
    assertThrows(SystemClosedException.class, () -> scope.spawn(puppet("late")));
    scope.close();
  }
}
