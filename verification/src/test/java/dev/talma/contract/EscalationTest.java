package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorScope;
import dev.talma.Backoff;
import dev.talma.DeadLetter.Reason;
import dev.talma.Escalate;
import dev.talma.EscalatedException;
import dev.talma.ExitReason;
import dev.talma.Restart;
import dev.talma.SystemEvent;
import dev.talma.testkit.EventLog;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Crashes that are passed to the owner.
@BothStyles
class EscalationTest extends StyledContract {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Restart AFTER_A_SECOND = Restart.always().backoff(Backoff.fixed(SECOND));
  private static final IllegalStateException CAUSE = new IllegalStateException("on purpose");
  private static final Cue CRASH =
      Cue.act(
          "crash",
          ctx -> {
            throw CAUSE;
          });

  private Actor<Cue> escalating(String name) {
    return puppet(name).supervised(new Escalate());
  }

  private ActorRef<Cue> restarting(String name) {
    return start(name, puppet(name).supervised(AFTER_A_SECOND));
  }

  private int starts(String name) {
    return journal.of(name + " starts").size();
  }

  @Test
  void itEndsTheActorAndCrashesItsOwnerWhoseSupervisionDecides() {
    EventLog<SystemEvent.Crashed> crashed = system.record(SystemEvent.Crashed.class);
    ActorRef<Cue> owner = restarting("owner");
    ActorRef<Cue> child = startChild(owner, "child", escalating("child"));
    child.send(CRASH);
    awaitEnd(child);
    system.advance(SECOND);
    assertEquals(2, starts("owner"));
    assertEquals(List.of(child, owner), crashed.all().stream().map(event -> event.ref()).toList());
    assertSame(CAUSE, crashed.all().getFirst().cause());
    Throwable passed = crashed.all().getLast().cause();
    assertInstanceOf(EscalatedException.class, passed);
    assertSame(CAUSE, passed.getCause());
    assertSays(passed, "contract:/owner/child", "passed that to its owner", "on purpose");
    assertEquals("none", crashed.all().getLast().messageType());
    assertEquals(List.of(CRASH), deadLetters(Reason.CRASHED), "the owner loses no message");
  }

  @Test
  void itGoesThroughTwoLevels() {
    ActorRef<Cue> top = restarting("top");
    ActorRef<Cue> middle = startChild(top, "middle", escalating("middle"));
    ActorRef<Cue> bottom = startChild(middle, "bottom", escalating("bottom"));
    ActorRef<Cue> bystander = startChild(top, "bystander");
    bottom.send(CRASH);
    for (ActorRef<Cue> each : List.of(bottom, middle, bystander)) {
      awaitEnd(each);
    }
    system.advance(SECOND);
    assertEquals(2, starts("top"));
    assertTrue(top.isAlive());
    assertEquals(3, system.counters().crashes());
    assertEquals(1, system.counters().restarts());
  }

  @Test
  void anOwnerWithoutSupervisionEndsWithIt() {
    ActorRef<Cue> witness = start("witness");
    ActorRef<Cue> owner = start("owner");
    tell(witness, ctx -> ctx.monitor(owner, News::note));
    ActorRef<Cue> child = startChild(owner, "child", escalating("child"));
    ActorRef<Cue> sibling = startChild(owner, "sibling");
    child.send(CRASH);
    awaitEnd(owner);
    assertFalse(sibling.isAlive());
    system.settle();
    assertEquals(1, journal.of("witness: down owner crashed").size());
    assertTrue(witness.isAlive());
  }

  @Test
  void theOwnerCrashesAfterItsCurrentMessage() {
    ActorRef<Cue> owner = restarting("owner");
    ActorRef<Cue> child = startChild(owner, "child", escalating("child"));
    Gate gate = system.gate("busy");
    owner.send(
        Cue.act(
            _ -> {
              gate.pass();
              journal.add("owner: done");
            }));
    gate.awaitArrival();
    child.send(CRASH);
    awaitEnd(child);
    owner.send(Cue.note("waiting"));
    gate.open();
    system.advance(SECOND);
    assertEquals(List.of("owner: done", "owner: waiting"), journal.of("owner: "));
    assertEquals(2, starts("owner"));
  }

  @Test
  void itGoesThroughAScopeToWhoMadeIt() {
    ActorRef<Cue> owner = restarting("owner");
    ActorScope scope = in(owner, ctx -> ctx.scope());
    ActorRef<Cue> sibling = scope.spawn("sibling", puppet("sibling"));
    ActorRef<Cue> child = scope.spawn("child", escalating("child"));
    child.send(CRASH);
    awaitEnd(child);
    awaitEnd(sibling);
    system.advance(SECOND);
    assertEquals(2, starts("owner"));
    assertEquals(2, system.counters().crashes(), "a scope has no code that could crash");
  }

  @Test
  void throughAScopeAtTheTopItClosesTheSystem() throws InterruptedException {
    ActorRef<Cue> actor = system.scope().spawn("actor", escalating("actor"));
    actor.send(CRASH);
    assertTrue(system.awaitTermination(PATIENCE));
  }

  @Test
  void beyondTheLimitARestartThenEscalates() {
    ActorRef<Cue> owner = restarting("owner");
    Restart once = Restart.upTo(1).backoff(Backoff.fixed(SECOND)).thenEscalate();
    ActorRef<Cue> child = startChild(owner, "child", puppet("child").supervised(once));
    child.send(CRASH);
    system.advance(SECOND);
    assertEquals(1, starts("owner"));
    assertEquals(2, starts("child"));
    child.send(CRASH);
    awaitEnd(child);
    system.advance(SECOND);
    assertEquals(2, starts("owner"));
    assertEquals(2, starts("child"));
  }

  @Test
  void aCrashAtTheStartEscalates() {
    ActorRef<Cue> owner = restarting("owner");
    Actor<Cue> stillborn =
        style.actor(
            () -> {
              throw CAUSE;
            });
    tell(owner, ctx -> ctx.spawn("child", stillborn.supervised(new Escalate())));
    system.advance(SECOND);
    assertEquals(2, starts("owner"));
  }

  @Test
  void aCrashOfAChildOfTheRunBeforeDoesNotCrashTheNextOne() {
    ActorRef<Cue> owner = restarting("owner");
    ActorRef<Cue> one = startChild(owner, "one", escalating("one"));
    ActorRef<Cue> other = startChild(owner, "other", escalating("other"));
    Gate gate = hold(owner);
    one.send(CRASH);
    other.send(CRASH);
    awaitEnd(one);
    awaitEnd(other);
    gate.open();
    system.advance(SECOND.multipliedBy(10));
    assertEquals(2, starts("owner"), "the second one was known to end with the first run");
  }

  @Test
  void aBlockedReceiveOfTheOwnerEndsByIt() {
    CompletableFuture<ActorRef<Cue>> child = new CompletableFuture<>();
    Actor<Cue> waiting =
        (mailbox, ctx) -> {
          journal.add("owner starts");
          child.complete(ctx.spawn("child", escalating("child")));
          mailbox.receive(_ -> dev.talma.Selection.skip());
        };
    ActorRef<Cue> owner = system.spawn("owner", waiting.supervised(AFTER_A_SECOND));
    value(child).send(CRASH);
    system.advance(SECOND);
    assertEquals(2, starts("owner"));
    assertTrue(owner.isAlive());
  }

  @Test
  void theCrashOfAChildThatEscalatesIsACrashOfItsOwner() {
    var stopped = system.record(SystemEvent.Stopped.class);
    ActorRef<Cue> owner = start("owner");
    ActorRef<Cue> child = startChild(owner, "child", escalating("child"));
    ActorRef<Cue> other = startChild(owner, "other");
    child.send(CRASH);
    assertEquals(ExitReason.crashed(CAUSE), end(stopped, child));
    assertEquals(ExitReason.shutdown(), end(stopped, other));
    Throwable cause = end(stopped, owner).failure().orElseThrow();
    assertInstanceOf(EscalatedException.class, cause);
    assertSays(cause, "contract:/owner/child", "crashed", "on purpose");
    assertSame(CAUSE, cause.getCause());
  }

  @Test
  void anEscalationTakesItsTurnWithTheOwner() {
    ActorRef<Cue> owner = start("owner");
    ActorRef<Cue> child = startChild(owner, "child", escalating("child"));
    Gate gate = hold(owner);
    owner.send(Cue.note("before"));
    child.send(CRASH);
    awaitEnd(child);
    owner.send(Cue.note("after"));
    gate.open();
    awaitEnd(owner);
    assertEquals(List.of("owner: before"), journal.of("owner:"));
  }

  @Test
  void anEscalationUpToTheTopClosesTheSystem() throws Exception {
    var stopped = system.record(SystemEvent.Stopped.class);
    ActorRef<Cue> other = start("other");
    ActorRef<Cue> owner = start("owner", escalating("owner"));
    ActorRef<Cue> child = startChild(owner, "child", escalating("child"));
    try (LogTap log = LogTap.open()) {
      child.send(CRASH);
      assertTrue(system.awaitTermination(PATIENCE));
      log.awaitLine("ERROR contract:/owner passed its crash to the top of contract");
    }
    assertTrue(system.isTerminated());
    assertEquals(ExitReason.shutdown(), end(stopped, other));
    assertTrue(journal.lines().contains("other cleans up"));
  }

  @Test
  void aCrashThatIsNotEscalatedDoesNotClimb() {
    ActorRef<Cue> owner = start("owner");
    ActorRef<Cue> child = startChild(owner, "child", puppet("child").supervised(Restart.upTo(0)));
    child.send(CRASH);
    awaitEnd(child);
    settled(owner);
    settled(owner);
  }

  private static ExitReason end(EventLog<SystemEvent.Stopped> log, ActorRef<?> ref) {
    return log.expect("the end of " + ref, event -> event.ref().equals(ref)).reason();
  }
}
