package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.ActorScope;
import dev.talma.Backoff;
import dev.talma.NameTakenException;
import dev.talma.Restart;
import dev.talma.SystemClosedException;
import dev.talma.testkit.Await;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Blocks of code that own actors.
@BothStyles
class ScopeTest extends StyledContract {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private ActorRef<Cue> startIn(ActorScope scope, String name) {
    ActorRef<Cue> ref = scope.spawn(name, puppet(name));
    settled(ref);
    return ref;
  }

  private static CompletableFuture<Boolean> closing(ActorScope scope) {
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              scope.close();
              closed.complete(Thread.currentThread().isInterrupted());
            });
    return closed;
  }

  private static boolean join(ActorScope scope, Duration timeout) {
    try {
      return scope.join(timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  // --- leaving it

  @Test
  void leavingItStopsItsActorsTheLastStartedFirstAndWaitsForEach() {
    ActorScope scope = system.scope();
    startIn(scope, "one");
    ActorRef<Cue> two = startIn(scope, "two");
    startIn(scope, "three");
    journal.clear();
    Gate gate = hold(two);
    var closed = closing(scope);
    journal.await("three cleans up");
    Await.until("the stop waits", PATIENCE, () -> two.waiting() == 1);
    assertFalse(closed.isDone());
    gate.open();
    value(closed);
    journal.expect("three cleans up", "two cleans up", "one cleans up");
    assertEquals(0, system.counters().live());
  }

  @Test
  void whatWasSentBeforeIsHandled() {
    ActorRef<Cue> actor;
    try (ActorScope scope = system.scope()) {
      actor = scope.spawn("actor", puppet("actor"));
      for (int i = 0; i < 100; i++) {
        actor.send(Cue.note("message"));
      }
    }
    assertFalse(actor.isAlive());
    assertEquals(100, journal.of("actor: message").size());
  }

  @Test
  void anActorThatDoesNotStopInTimeIsKilled() {
    ActorScope scope = system.scope();
    startIn(scope, "first");
    ActorRef<Cue> slow = startIn(scope, "slow");
    hold(slow);
    var closed = closing(scope);
    system.time().awaitTimers(1);
    system.time().advance(system.settings().stopTimeout().minus(Duration.ofNanos(1)));
    assertTrue(slow.isAlive());
    system.time().advance(Duration.ofNanos(1));
    value(closed);
    assertEquals(List.of(), journal.of("slow cleans up"));
    assertEquals(1, journal.of("first cleans up").size());
  }

  @Test
  void anInterruptOfWhoLeavesItKillsTheActorsAndStaysSet() {
    ActorScope scope = system.scope();
    ActorRef<Cue> slow = startIn(scope, "slow");
    hold(slow);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              Thread.currentThread().interrupt();
              scope.close();
              interrupted.complete(Thread.currentThread().isInterrupted());
            });
    assertTrue(value(interrupted));
    assertFalse(slow.isAlive());
  }

  @Test
  void leavingItTwiceDoesNothing() {
    ActorScope scope = system.scope();
    startIn(scope, "actor");
    scope.close();
    scope.close();
    assertEquals(0, system.counters().live());
  }

  @Test
  void oneOfItsActorsCannotCloseItAndNothingIsStopped() {
    ActorScope scope = system.scope();
    ActorRef<Cue> inside = startIn(scope, "inside");
    ActorRef<Cue> below = startChild(inside, "below");
    for (ActorRef<Cue> each : List.of(inside, below)) {
      IllegalStateException refused =
          in(each, ctx -> assertThrows(IllegalStateException.class, scope::close));
      assertSays(refused, each.path(), "would wait");
    }
    system.settle();
    assertTrue(inside.isAlive());
    startIn(scope, "another");
    scope.close();
    assertFalse(inside.isAlive());
  }

  @Test
  void theActorThatMadeItCanCloseIt() {
    ActorRef<Cue> owner = start("owner");
    CompletableFuture<ActorRef<Cue>> inside = new CompletableFuture<>();
    boolean alive =
        in(
            owner,
            ctx -> {
              try (ActorScope scope = ctx.scope()) {
                inside.complete(scope.spawn("inside", puppet("inside")));
              }
              return value(inside).isAlive();
            });
    assertFalse(alive);
    settled(owner);
  }

  // --- a closed one

  @Test
  void aClosedOneStartsNothing() {
    ActorScope scope = system.scope();
    scope.close();
    assertThrows(SystemClosedException.class, () -> scope.spawn("late", puppet("late")));
    assertThrows(SystemClosedException.class, () -> scope.spawn(puppet("late")));
    assertEquals(0, system.counters().started());
  }

  @Test
  void oneThatIsBeingClosedStartsNothing() {
    ActorScope scope = system.scope();
    ActorRef<Cue> slow = startIn(scope, "slow");
    ActorRef<Cue> quick = startIn(scope, "quick");
    Gate gate = hold(slow);
    var closed = closing(scope);
    awaitEnd(quick);
    assertThrows(SystemClosedException.class, () -> scope.spawn("late", puppet("late")));
    gate.open();
    value(closed);
    assertEquals(2, system.counters().started());
  }

  @Test
  void oneWhoseOwnerHasEndedStartsNothing() {
    ActorRef<Cue> owner = start("owner");
    ActorScope scope = in(owner, ctx -> ctx.scope());
    owner.stop();
    awaitEnd(owner);
    assertThrows(SystemClosedException.class, () -> scope.spawn("late", puppet("late")));
    scope.close(); // does nothing
  }

  // --- names

  @Test
  void aNameIsTakenOnceInEachScope() {
    ActorScope one = system.scope();
    ActorScope other = system.scope();
    ActorRef<Cue> inOne = startIn(one, "actor");
    ActorRef<Cue> inOther = startIn(other, "actor");
    ActorRef<Cue> outside = start("actor");
    assertEquals(
        3, List.of(inOne.path(), inOther.path(), outside.path()).stream().distinct().count());
    assertThrows(NameTakenException.class, () -> one.spawn("actor", puppet("actor")));
    inOne.stop();
    awaitEnd(inOne);
    startIn(one, "actor");
    assertEquals(inOther, system.find(inOther.path()).orElseThrow());
  }

  @Test
  void theActorsOfAScopeOfAnActorAreBelowIt() {
    ActorRef<Cue> owner = start("owner");
    ActorScope scope = in(owner, ctx -> ctx.scope());
    ActorRef<Cue> inside = startIn(scope, "inside");
    assertTrue(inside.path().matches("/owner/\\$[^/]+/inside"), inside::path);
  }

  // --- the end of the owner

  @Test
  void theStopOfTheOwnerEndsItInItsTurn() {
    ActorRef<Cue> owner = start("owner");
    startChild(owner, "before");
    ActorScope scope = in(owner, ctx -> ctx.scope());
    startIn(scope, "one");
    startIn(scope, "two");
    startChild(owner, "after");
    journal.clear();
    owner.stop();
    awaitEnd(owner);
    journal.expect(
        "after cleans up", "two cleans up", "one cleans up", "before cleans up", "owner cleans up");
  }

  @Test
  void theKillOfTheOwnerEndsIt() {
    ActorRef<Cue> owner = start("owner");
    ActorScope scope = in(owner, ctx -> ctx.scope());
    ActorRef<Cue> inside = startIn(scope, "inside");
    hold(inside);
    owner.kill();
    awaitEnd(owner);
    assertFalse(inside.isAlive());
    assertEquals(List.of(), journal.of("inside cleans up"));
  }

  @Test
  void theCrashOfTheOwnerEndsIt() {
    ActorRef<Cue> owner = start("owner");
    ActorScope scope = in(owner, ctx -> ctx.scope());
    ActorRef<Cue> inside = startIn(scope, "inside");
    owner.send(Cue.crash("on purpose"));
    awaitEnd(owner);
    assertFalse(inside.isAlive());
    assertEquals(1, journal.of("inside cleans up").size());
  }

  @Test
  void theRestartOfTheOwnerEndsIt() {
    ActorRef<Cue> owner =
        start("owner", puppet("owner").supervised(Restart.always().backoff(Backoff.fixed(SECOND))));
    ActorScope scope = in(owner, ctx -> ctx.scope());
    ActorRef<Cue> inside = startIn(scope, "inside");
    owner.send(Cue.crash("on purpose"));
    awaitEnd(inside);
    system.advance(SECOND);
    settled(owner);
    assertThrows(SystemClosedException.class, () -> scope.spawn("late", puppet("late")));
  }

  @Test
  void theEndOfTheSystemEndsIt() {
    ActorRef<Cue> inside = startIn(system.scope(), "inside");
    system.close();
    assertFalse(inside.isAlive());
    assertEquals(1, journal.of("inside cleans up").size());
  }

  @Test
  void aCrashOfOneOfItsActorsIsNoneOfItsOthers() {
    ActorScope scope = system.scope();
    ActorRef<Cue> crashes = startIn(scope, "crashes");
    ActorRef<Cue> other = startIn(scope, "other");
    crashes.send(Cue.crash("on purpose"));
    awaitEnd(crashes);
    settled(other);
    startIn(scope, "another");
  }

  // --- joining

  @Test
  void joinWaitsUntilAllHaveEndedByThemselves() {
    ActorScope scope = system.scope();
    ActorRef<Cue> one = startIn(scope, "one");
    ActorRef<Cue> other = startIn(scope, "other");
    Gate gate = hold(other);
    other.send(Cue.act(ctx -> ctx.stop()));
    CompletableFuture<Boolean> joined = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> joined.complete(join(scope, PATIENCE)));
    one.send(Cue.act(ctx -> ctx.stop()));
    awaitEnd(one);
    assertFalse(joined.isDone());
    gate.open();
    assertTrue(value(joined));
    assertEquals(0, system.counters().live());
  }

  @Test
  void joinSaysWhenTheTimeIsOver() {
    ActorScope scope = system.scope();
    ActorRef<Cue> actor = startIn(scope, "actor");
    assertFalse(join(scope, Duration.ZERO));
    assertFalse(join(scope, Duration.ofMillis(1)));
    assertTrue(actor.isAlive(), "it stops nobody");
  }

  @Test
  void joiningAnEmptyOneIsDoneAtOnceAndItStaysOpen() {
    ActorScope scope = system.scope();
    assertTrue(join(scope, Duration.ZERO));
    startIn(scope, "actor");
  }
}
