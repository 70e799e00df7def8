package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.DeadLetter;
import dev.talma.DeadLetter.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What becomes of messages that are accepted and not handled.
@BothStyles
class DeadLetterTest extends StyledContract {
  private static final Cue LATE = Cue.note("late");
  private static final Cue FIRST = Cue.note("first");
  private static final Cue SECOND = Cue.note("second");

  @Test
  void aSendToAnActorThatHasEndedDoesNotThrow() {
    ActorRef<Cue> actor = start("actor");
    actor.stop();
    awaitEnd(actor);
    assertDoesNotThrow(() -> actor.send(LATE));
    system.deadLetters().expect(LATE, Reason.NO_PROCESS);
  }

  @Test
  void itTellsTheMessageTheTargetTheSenderAndTheReason() {
    ActorRef<Cue> actor = start("actor");
    ActorRef<Cue> sender = start("sender");
    system.settle(); // what it was asked to begin with is handled to its end
    actor.kill();
    awaitEnd(actor);
    sender.send(Cue.act(_ -> actor.send(LATE)));
    assertEquals(
        new DeadLetter(LATE, actor, Optional.of(sender), Reason.NO_PROCESS),
        system.deadLetters().expectTo(actor));
  }

  @Test
  void whatWaitsBehindAStopIsDeadAsStopped() {
    ActorRef<Cue> actor = start("actor");
    var gate = hold(actor);
    actor.stop();
    actor.send(FIRST);
    actor.send(SECOND);
    gate.open();
    awaitEnd(actor);
    system.settle();
    assertEquals(List.of(FIRST, SECOND), deadLetters(Reason.STOPPED));
  }

  @Test
  void whatWaitsAtAKillIsDeadAsStopped() {
    ActorRef<Cue> actor = start("actor");
    hold(actor);
    actor.send(FIRST);
    actor.send(SECOND);
    actor.kill();
    awaitEnd(actor);
    system.settle();
    List<Object> dead = deadLetters(Reason.STOPPED);
    assertEquals(3, dead.size(), "the one that was being handled, and two that waited: " + dead);
    assertTrue(dead.containsAll(List.of(FIRST, SECOND)));
  }

  @Test
  void whatWaitsAtTheEndOfAnActorThatReturnsIsDeadAsStopped() {
    ActorRef<Cue> actor = start("actor");
    var gate = hold(actor);
    actor.send(Cue.act(ctx -> ctx.stop()));
    actor.send(FIRST);
    gate.open();
    awaitEnd(actor);
    system.deadLetters().expect(FIRST, Reason.STOPPED);
  }

  @Test
  void theFailedMessageAndWhatWaitsAtACrashAreDeadAsCrashed() {
    ActorRef<Cue> actor = start("actor");
    var gate = hold(actor);
    Cue crash = Cue.crash("on purpose");
    actor.send(crash);
    actor.send(FIRST);
    actor.send(SECOND);
    gate.open();
    awaitEnd(actor);
    system.settle();
    assertEquals(List.of(crash, FIRST, SECOND), deadLetters(Reason.CRASHED));
  }

  @Test
  void eachIsCountedUnderItsReason() {
    ActorRef<Cue> stopped = start("stopped");
    ActorRef<Cue> crashed = start("crashed");
    var gate = hold(stopped);
    stopped.stop();
    stopped.send(FIRST);
    gate.open();
    awaitEnd(stopped);
    stopped.send(LATE);
    stopped.send(LATE);
    crashed.send(Cue.crash("on purpose"));
    awaitEnd(crashed);
    system.settle();
    var counters = system.counters();
    assertEquals(2, counters.deadLetters(Reason.NO_PROCESS));
    assertEquals(1, counters.deadLetters(Reason.STOPPED));
    assertEquals(1, counters.deadLetters(Reason.CRASHED));
    assertEquals(0, counters.deadLetters(Reason.OVERFLOW));
    assertEquals(0, counters.deadLetters(Reason.ABANDONED));
    assertEquals(4, counters.deadLettersTotal());
    assertEquals(Reason.values().length, counters.deadLetters().size(), "every reason is there");
  }
}
