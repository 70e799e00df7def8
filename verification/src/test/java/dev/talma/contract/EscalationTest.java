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
import dev.talma.Escalate;
import dev.talma.EscalatedException;
import dev.talma.ExitReason;
import dev.talma.Restart;
import dev.talma.SystemEvent;
import dev.talma.testkit.EventLog;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Crashes that are passed to the owner.
@BothStyles
class EscalationTest extends StyledContract {
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

  private static ExitReason end(EventLog<SystemEvent.Stopped> log, ActorRef<?> ref) {
    return log.expect("the end of " + ref, event -> event.ref().equals(ref)).reason();
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
  void theSupervisionOfTheOwnerDecidesThen() {
    ActorRef<Cue> owner = start("owner", puppet("owner").supervised(Restart.upTo(1)));
    ActorRef<Cue> child = startChild(owner, "child", escalating("child"));
    child.send(CRASH);
    awaitEnd(child);
    settled(owner);
    system.crashes().expect(owner, EscalatedException.class);
    assertEquals(1, system.counters().restarts());
    ActorRef<Cue> again = startChild(owner, "child", escalating("child"));
    again.send(CRASH);
    awaitEnd(owner);
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
  void beyondItsLimitARestartCanEscalate() {
    ActorRef<Cue> owner = start("owner");
    ActorRef<Cue> child =
        startChild(
            owner,
            "child",
            puppet("child")
                .supervised(
                    Restart.upTo(1).backoff(Backoff.fixed(Duration.ofMillis(1))).thenEscalate()));
    child.send(CRASH);
    system.advance(Duration.ofMillis(1));
    settled(child);
    settled(owner);
    child.send(CRASH);
    awaitEnd(owner);
    assertInstanceOf(EscalatedException.class, system.crashes().expect(owner).cause());
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

  @Test
  void anEscalationInAScopeEndsTheScope() throws Exception {
    ActorRef<Cue> owner = start("owner");
    ActorScope scope = in(owner, ctx -> ctx.scope());
    ActorRef<Cue> other = scope.spawn("other", puppet("other"));
    ActorRef<Cue> child = scope.spawn("child", escalating("child"));
    settled(child);
    child.send(CRASH);
    awaitEnd(other);
    assertTrue(scope.join(PATIENCE));
    settled(owner);
    assertFalse(child.isAlive());
    assertTrue(owner.isAlive());
  }
}
