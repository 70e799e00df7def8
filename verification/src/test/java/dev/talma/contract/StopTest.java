package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.Backoff;
import dev.talma.Context;
import dev.talma.DeadLetter.Reason;
import dev.talma.ExitReason;
import dev.talma.Restart;
import dev.talma.SystemEvent;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The orderly end: what comes before what.
@BothStyles
class StopTest extends StyledContract {

  @Test
  void firstTheWaitingMessagesThenTheChildrenThenTheCleanUp() {
    ActorRef<Cue> parent = start("parent");
    startChild(parent, "first");
    ActorRef<Cue> second = startChild(parent, "second");
    startChild(second, "below");
    Gate gate = hold(parent);
    parent.send(Cue.note("waited"));
    parent.send(Cue.act(ctx -> ctx.spawn("third", puppet("third")).ask(Cue.echo("runs"), AGES)));
    journal.clear();
    parent.stop();
    parent.send(Cue.note("too late"));
    gate.open();
    awaitEnd(parent);
    journal.expect(
        "parent: waited",
        "third starts",
        "third cleans up",
        "below cleans up",
        "second cleans up",
        "first cleans up",
        "parent cleans up");
  }

  @Test
  void eachChildIsWaitedForBeforeTheNextOneIsStopped() {
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> first = startChild(parent, "first");
    ActorRef<Cue> second = startChild(parent, "second");
    Gate gate = hold(second);
    parent.stop();
    settled(first);
    assertTrue(first.isAlive());
    assertFalse(journal.lines().contains("parent cleans up"));
    gate.open();
    awaitEnd(parent);
    assertEquals(
        List.of("second cleans up", "first cleans up", "parent cleans up"),
        journal.lines().subList(3, 6));
  }

  @Test
  void aChildThatTakesLongerThanFiveSecondsIsKilled() {
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> first = startChild(parent, "first");
    ActorRef<Cue> slow = startChild(parent, "slow");
    var stopped = system.record(SystemEvent.Stopped.class);
    hold(slow);
    parent.stop();
    system.time().awaitTimers(1);
    system.time().advance(Duration.ofMillis(4999));
    assertTrue(slow.isAlive());
    assertTrue(first.isAlive());
    system.time().advance(Duration.ofMillis(1));
    awaitEnd(parent);
    assertEquals(
        List.of(
            new SystemEvent.Stopped(slow, ExitReason.killed()),
            new SystemEvent.Stopped(first, ExitReason.shutdown()),
            new SystemEvent.Stopped(parent, ExitReason.shutdown())),
        List.of(
            stopped.expect("slow", e -> e.ref().equals(slow)),
            stopped.expect("first", e -> e.ref().equals(first)),
            stopped.expect("parent", e -> e.ref().equals(parent))));
    journal.await(
        "parent starts", "first starts", "slow starts", "first cleans up", "parent cleans up");
  }

  @Test
  void eachChildHasItsOwnFiveSeconds() {
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> first = startChild(parent, "first");
    ActorRef<Cue> second = startChild(parent, "second");
    Gate firstGate = hold(first);
    Gate secondGate = hold(second);
    parent.stop();
    system.time().awaitTimers(1);
    system.time().advance(Duration.ofSeconds(4));
    secondGate.open();
    awaitEnd(second);
    system.time().advance(Duration.ofSeconds(4));
    assertTrue(first.isAlive());
    firstGate.open();
    awaitEnd(parent);
    journal.await(
        "parent starts",
        "first starts",
        "second starts",
        "second cleans up",
        "first cleans up",
        "parent cleans up");
  }

  @Test
  void anActorThatStopsItselfHandlesNothingMore() {
    ActorRef<Cue> actor = start("actor");
    startChild(actor, "child");
    Gate gate = hold(actor);
    actor.send(
        Cue.act(
            ctx -> {
              ctx.stop();
              journal.add("the present message ends");
            }));
    Cue waits = Cue.note("waits");
    actor.send(waits);
    gate.open();
    awaitEnd(actor);
    journal.expect(
        "actor starts",
        "child starts",
        "the present message ends",
        "child cleans up",
        "actor cleans up");
    assertEquals(List.of(waits), deadLetters(Reason.STOPPED));
  }

  @Test
  void theFirstOfSeveralStopsCounts() {
    ActorRef<Cue> actor = start("actor");
    var stopped = system.record(SystemEvent.Stopped.class);
    Gate gate = hold(actor);
    actor.stop(ExitReason.shutdown("first"));
    actor.stop(ExitReason.shutdown("second"));
    gate.open();
    awaitEnd(actor);
    actor.stop(ExitReason.shutdown("third"));
    assertEquals(
        ExitReason.shutdown("first"), stopped.expect("it", e -> e.ref().equals(actor)).reason());
  }

  @Test
  void anActorThatWasAskedToStopIsNotRestarted() {
    ActorRef<Cue> actor =
        start("actor", puppet("actor").supervised(Restart.always().backoff(Backoff.standard())));
    var stopped = system.record(SystemEvent.Stopped.class);
    Gate gate = hold(actor);
    Cue crash = Cue.crash("on purpose");
    Cue behind = Cue.note("behind");
    actor.send(crash);
    actor.send(behind);
    actor.stop();
    gate.open();
    awaitEnd(actor);
    assertEquals(0, system.counters().restarts());
    assertEquals(1, system.counters().crashes());
    assertEquals(ExitReason.shutdown(), stopped.expect("it", e -> e.ref().equals(actor)).reason());
    assertEquals(List.of(crash), deadLetters(Reason.CRASHED));
    assertEquals(List.of(behind), deadLetters(Reason.STOPPED));
  }

  @Test
  void anActorThatWaitsForItsRestartEndsAtOnceWhenAskedToStop() {
    ActorRef<Cue> actor =
        start("actor", puppet("actor").supervised(Restart.always().backoff(Backoff.fixed(AGES))));
    actor.send(Cue.crash("on purpose"));
    system.settle();
    Cue waits = Cue.note("waits");
    actor.send(waits);
    assertTrue(actor.isAlive());
    actor.stop();
    awaitEnd(actor);
    assertEquals(List.of(waits), deadLetters(Reason.STOPPED));
  }

  @Test
  void aStoppedParentLeavesNoChildBehind() {
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> child = startChild(parent, "child");
    parent.send(Cue.crash("on purpose"));
    awaitEnd(parent);
    assertFalse(child.isAlive());
    ActorRef<Cue> other = start("other");
    ActorRef<Cue> below = startChild(other, "below");
    other.send(Cue.act(Context::stop));
    awaitEnd(other);
    assertFalse(below.isAlive());
  }
}
