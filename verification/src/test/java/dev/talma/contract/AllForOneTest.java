package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Backoff;
import dev.talma.Context;
import dev.talma.DeadLetter.Reason;
import dev.talma.ExitReason;
import dev.talma.Restart;
import dev.talma.SystemEvent;
import dev.talma.testkit.Await;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Siblings that restart together.
@BothStyles
class AllForOneTest extends StyledContract {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Restart TOGETHER =
      Restart.always().backoff(Backoff.fixed(SECOND)).allForOne();

  private ActorRef<Cue> owner;
  private ActorRef<Cue> a;
  private ActorRef<Cue> b;
  private ActorRef<Cue> c;

  private Actor<Cue> together(String name) {
    return puppet(name).supervised(TOGETHER);
  }

  @BeforeEach
  void threeSiblings() {
    owner = start("owner");
    a = startChild(owner, "a", together("a"));
    b = startChild(owner, "b", together("b"));
    c = startChild(owner, "c", together("c"));
    journal.clear();
  }

  /// Lets the back-off of the common restart go by, once all have stopped. There is a timer for the
  /// patience with each of the two that were called back, and then the one of the restart.
  private void letThemStart() {
    system.time().awaitTimers(3);
    system.time().advance(SECOND);
    settled(a);
    settled(b);
    settled(c);
  }

  /// Waits until an actor that is held has been called back: that is one more thing in its mailbox.
  private static void awaitCall(ActorRef<Cue> sibling, int waiting) {
    Await.until("it is called back", () -> sibling.waiting() == waiting + 1);
  }

  @Test
  void theOthersStopTheLastStartedFirstAndAllStartWhenAllHaveStopped() {
    Gate gate = hold(c);
    a.send(Cue.crash("on purpose"));
    awaitCall(c, 0);
    assertEquals(List.of(), journal.of("b"), "b is called back after c");
    gate.open();
    journal.awaitLine("b cleans up");
    system.time().awaitTimers(3);
    assertEquals(
        List.of("c cleans up", "b cleans up"),
        journal.lines().stream().filter(line -> !line.startsWith("a")).toList());
    journal.clear();
    letThemStart();
    assertEquals(
        List.of("a starts", "b starts", "c starts"), journal.lines().stream().sorted().toList());
    assertEquals(3, system.counters().restarts());
    assertEquals(1, system.counters().crashes());
  }

  @Test
  void onlyTheOneThatCrashedLosesAMessage() {
    Gate gate = hold(b);
    b.send(Cue.note("waits"));
    Cue crash = Cue.crash("on purpose");
    a.send(crash);
    awaitCall(b, 1);
    gate.open();
    letThemStart();
    assertEquals(List.of("b: waits"), journal.of("b:"));
    assertEquals(List.of(crash), deadLetters(Reason.CRASHED));
    assertEquals(1, system.counters().deadLettersTotal());
  }

  @Test
  void siblingsThatAreNotSupervisedSoAreLeftAlone() {
    startChild(owner, "alone", puppet("alone").supervised(Restart.always()));
    startChild(owner, "plain");
    journal.clear();
    a.send(Cue.crash("on purpose"));
    letThemStart();
    assertEquals(List.of(), journal.of("alone"));
    assertEquals(List.of(), journal.of("plain"));
    assertEquals(3, system.counters().restarts());
  }

  @Test
  void allWaitForTheBackOffOfTheOneThatCrashed() {
    a.send(Cue.crash("on purpose"));
    system.time().awaitTimers(3);
    journal.clear();
    system.advance(Duration.ofMillis(999));
    journal.expect();
    system.advance(Duration.ofMillis(1));
    settled(a);
    settled(b);
    settled(c);
    assertEquals(3, journal.lines().size());
  }

  @Test
  void aSiblingThatDoesNotComeInFiveSecondsIsNotWaitedFor() {
    Gate gate = hold(c);
    a.send(Cue.crash("on purpose"));
    awaitCall(c, 0);
    system.time().advance(Duration.ofMillis(4_999));
    assertEquals(List.of(), journal.of("b"));
    system.time().advance(Duration.ofMillis(1));
    journal.awaitLine("b cleans up");
    system.time().awaitTimers(2); // the patience with b, and the restart
    system.time().advance(SECOND);
    settled(a);
    settled(b);
    assertEquals(List.of(), journal.of("c"));
    gate.open();
    settled(c);
    assertEquals(List.of("c cleans up", "c starts"), journal.of("c"));
    assertEquals(3, system.counters().restarts());
  }

  @Test
  void aSiblingThatCrashesMeanwhileRestartsWithTheOthers() {
    Gate gate = system.gate("before it crashes");
    Cue second =
        Cue.act(
            _ -> {
              gate.pass();
              throw new IllegalStateException("second");
            });
    b.send(second);
    gate.awaitArrival();
    Cue first = Cue.crash("first");
    a.send(first);
    awaitCall(b, 0);
    gate.open();
    letThemStart();
    assertEquals(2, system.counters().crashes());
    assertEquals(3, system.counters().restarts());
    assertEquals(List.of(first, second), deadLetters(Reason.CRASHED));
  }

  @Test
  void aSiblingThatStopsItselfMeanwhileIsNotRestarted() {
    var stopped = system.record(SystemEvent.Stopped.class);
    Gate gate = system.gate("before it stops");
    b.send(
        Cue.act(
            ctx -> {
              gate.pass();
              ctx.stop();
            }));
    gate.awaitArrival();
    a.send(Cue.crash("on purpose"));
    awaitCall(b, 0);
    gate.open();
    assertEquals(ExitReason.shutdown(), stopped.expect("b", e -> e.ref().equals(b)).reason());
    system.time().awaitTimers(3);
    system.time().advance(SECOND);
    settled(a);
    settled(c);
    assertEquals(2, system.counters().restarts());
  }

  @Test
  void aSiblingThatIsAskedToStopMeanwhileIsNotRestarted() {
    var stopped = system.record(SystemEvent.Stopped.class);
    a.send(Cue.crash("on purpose"));
    system.time().awaitTimers(3);
    b.stop(ExitReason.shutdown("meanwhile"));
    assertEquals(
        ExitReason.shutdown("meanwhile"), stopped.expect("b", e -> e.ref().equals(b)).reason());
    system.time().advance(SECOND);
    settled(a);
    settled(c);
    assertEquals(2, system.counters().restarts());
  }

  @Test
  void theLimitOfTheOneThatCrashesCounts() {
    c.stop();
    awaitEnd(c);
    c =
        startChild(
            owner,
            "c",
            puppet("c").supervised(Restart.upTo(1).backoff(Backoff.fixed(SECOND)).allForOne()));
    a.send(Cue.crash("does not count for the others"));
    letThemStart();
    system.time().advance(Duration.ofMinutes(1));
    c.send(Cue.crash("counts"));
    letThemStart();
    journal.clear();
    c.send(Cue.crash("is too much"));
    awaitEnd(c);
    settled(a);
    settled(b);
    assertEquals(List.of(), journal.of("a "), "its siblings go on");
    assertEquals(List.of(), journal.of("b "));
  }

  @Test
  void theOwnerCanBeStoppedMeanwhile() {
    Gate gate = hold(c);
    a.send(Cue.crash("on purpose"));
    awaitCall(c, 0);
    owner.send(Cue.act(Context::stop));
    gate.open();
    awaitEnd(owner);
    assertEquals(List.of(), journal.lines().stream().filter(l -> l.endsWith("starts")).toList());
  }
}
