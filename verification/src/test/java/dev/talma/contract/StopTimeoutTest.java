package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.ActorScope;
import dev.talma.ExitReason;
import dev.talma.Overflow;
import dev.talma.Restart;
import dev.talma.SystemEvent;
import dev.talma.testkit.EventLog;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// The time that an actor gets to stop, where it has one of its own. That of the system is 5 s.
@BothStyles
class StopTimeoutTest extends StyledContract {
  private static final Duration NANO = Duration.ofNanos(1);
  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private ActorRef<Cue> startChild(ActorRef<Cue> parent, String name, Duration timeout) {
    return startChild(parent, name, puppet(name).stopTimeout(timeout));
  }

  private static ExitReason end(EventLog<SystemEvent.Stopped> stopped, ActorRef<?> ref) {
    return stopped.expect(ref.name(), event -> event.ref().equals(ref)).reason();
  }

  @Test
  void aLongerOneIsWaitedFor() {
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> child = startChild(parent, "child", seconds(12));
    var stopped = system.record(SystemEvent.Stopped.class);
    hold(child);
    parent.stop();
    system.time().awaitTimers(1);
    system.time().advance(seconds(12).minus(NANO));
    assertTrue(child.isAlive());
    system.time().advance(NANO);
    awaitEnd(parent);
    assertEquals(ExitReason.killed(), end(stopped, child));
    assertEquals(ExitReason.shutdown(), end(stopped, parent));
  }

  @Test
  void oneThatComesWithinItsLongerTimeIsNotKilled() {
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> child = startChild(parent, "child", seconds(12));
    var stopped = system.record(SystemEvent.Stopped.class);
    Gate gate = hold(child);
    parent.stop();
    system.time().awaitTimers(1);
    system.time().advance(seconds(11));
    gate.open();
    awaitEnd(parent);
    assertEquals(ExitReason.shutdown(), end(stopped, child));
    assertEquals(0, system.time().pending());
  }

  @Test
  void aShorterOneIsNotWaitedForAnyLonger() {
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> child = startChild(parent, "child", seconds(1));
    var stopped = system.record(SystemEvent.Stopped.class);
    hold(child);
    parent.stop();
    system.time().awaitTimers(1);
    system.time().advance(seconds(1).minus(NANO));
    assertTrue(child.isAlive());
    system.time().advance(NANO);
    awaitEnd(parent);
    assertEquals(ExitReason.killed(), end(stopped, child));
  }

  @Test
  void ofSeveralChildrenEachHasItsOwn() {
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> usual = startChild(parent, "usual");
    ActorRef<Cue> quick = startChild(parent, "quick", seconds(1));
    ActorRef<Cue> slow = startChild(parent, "slow", seconds(12));
    ActorRef<Cue> first = startChild(parent, "first");
    var stopped = system.record(SystemEvent.Stopped.class);
    List.of(usual, quick, slow).forEach(this::hold);
    Gate gate = hold(first);
    parent.stop();
    system.time().awaitTimers(1);
    system.time().advance(seconds(4));
    gate.open();
    awaitEnd(first); // the timer of the chain is set for 1 s from now, when slow has 11 left
    awaitStopOf(slow);
    dies(slow, seconds(12));
    dies(quick, seconds(1));
    dies(usual, seconds(5));
    awaitEnd(parent);
    assertEquals(ExitReason.shutdown(), end(stopped, first));
    List.of(slow, quick, usual)
        .forEach(killed -> assertEquals(ExitReason.killed(), end(stopped, killed)));
    assertEquals(0, system.time().pending());
  }

  /// A child that is stopped from now on is killed after this, and not before.
  private void dies(ActorRef<Cue> child, Duration after) {
    awaitStopOf(child);
    system.time().advance(after.minus(NANO));
    assertTrue(child.isAlive(), child.name());
    system.time().advance(NANO);
    awaitEnd(child);
  }

  private void awaitStopOf(ActorRef<Cue> child) {
    system.await(
        child.name() + " is asked to stop",
        () -> child.waiting() > 0 && system.time().pending() == 1);
  }

  @Test
  void oneCanHaveForEver() {
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> child = startChild(parent, "child", FOR_EVER);
    var stopped = system.record(SystemEvent.Stopped.class);
    Gate gate = hold(child);
    parent.stop();
    system.time().awaitTimers(1);
    system.time().advance(Duration.ofDays(3));
    assertTrue(child.isAlive());
    gate.open();
    awaitEnd(parent);
    assertEquals(ExitReason.shutdown(), end(stopped, child));
    assertEquals(0, system.time().pending());
  }

  @Test
  void anOwnerStillHasItsOwnTime() {
    ActorRef<Cue> top = start("top");
    ActorRef<Cue> parent = startChild(top, "parent");
    ActorRef<Cue> child = startChild(parent, "child", FOR_EVER);
    hold(child);
    top.stop();
    system.time().awaitTimers(2);
    system.time().advance(seconds(5).minus(NANO));
    assertTrue(child.isAlive());
    system.time().advance(NANO);
    awaitEnd(top);
    assertFalse(child.isAlive());
  }

  @Test
  void aScopeWaitsAsLong() {
    CompletableFuture<Boolean> left = new CompletableFuture<>();
    ActorScope scope = system.scope();
    ActorRef<Cue> quick = scope.spawn("quick", puppet("quick").stopTimeout(seconds(1)));
    ActorRef<Cue> slow = scope.spawn("slow", puppet("slow").stopTimeout(seconds(12)));
    hold(quick);
    hold(slow);
    Thread.ofVirtual()
        .start(
            () -> {
              scope.close();
              left.complete(true);
            });
    dies(slow, seconds(12));
    dies(quick, seconds(1));
    assertTrue(value(left));
  }

  @Test
  void itGoesWithTheOtherDecorators() {
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> first =
        startChild(
            parent,
            "first",
            puppet("first")
                .stopTimeout(seconds(1))
                .supervised(Restart.always())
                .bounded(9, Overflow.REJECT));
    ActorRef<Cue> second =
        startChild(
            parent,
            "second",
            puppet("second")
                .stopTimeout(seconds(9))
                .bounded(9, Overflow.REJECT)
                .supervised(Restart.always())
                .stopTimeout(seconds(2)));
    hold(first);
    hold(second);
    parent.stop();
    dies(second, seconds(2));
    dies(first, seconds(1));
    awaitEnd(parent);
  }

  @Test
  void siblingsThatRestartTogetherWaitAsLongForEachOther() {
    ActorRef<Cue> a = together("a", seconds(5));
    ActorRef<Cue> slow = together("slow", seconds(12));
    ActorRef<Cue> quick = together("quick", seconds(1));
    Gate ofSlow = hold(slow);
    Gate ofQuick = hold(quick);
    a.send(Cue.crash("on purpose"));
    system.settle();
    system.advance(seconds(1).minus(NANO));
    assertEquals(1, starts("a"));
    system.advance(NANO); // quick is not waited for any more
    system.advance(seconds(12).minus(NANO));
    assertEquals(1, starts("a"));
    system.advance(NANO);
    system.advance(seconds(1)); // the back-off
    assertEquals(2, starts("a"));
    ofSlow.open();
    ofQuick.open();
  }

  @Test
  void siblingsMayWaitForEverForEachOther() {
    ActorRef<Cue> a = together("a", FOR_EVER);
    ActorRef<Cue> slow = together("slow", FOR_EVER);
    Gate gate = hold(slow);
    a.send(Cue.crash("on purpose"));
    system.advance(Duration.ofDays(3));
    assertEquals(1, starts("a"));
    gate.open();
    system.advance(seconds(1));
    assertEquals(2, starts("a"));
    assertEquals(2, starts("slow"));
    assertEquals(0, system.time().pending(), "the patience has no timer any more");
  }

  private ActorRef<Cue> together(String name, Duration timeout) {
    return start(name, puppet(name).supervised(Restart.always().allForOne()).stopTimeout(timeout));
  }

  private int starts(String name) {
    return journal.of(name + " starts").size();
  }

  @Test
  void aTimeWithoutSenseIsRefused() {
    for (Duration bad : List.of(Duration.ZERO, NANO.negated())) {
      assertSays(
          assertThrows(IllegalArgumentException.class, () -> puppet("actor").stopTimeout(bad)),
          "stop timeout",
          "positive",
          bad);
    }
  }
}
