package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Backoff;
import dev.talma.DeadLetter.Reason;
import dev.talma.ExitReason;
import dev.talma.Restart;
import dev.talma.SystemEvent;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How often, how soon.
@BothStyles
class RestartLimitTest extends StyledContract {
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  /// Crashes it, and waits until it runs again, or has ended.
  private void crash(ActorRef<Cue> actor, Duration backoff) {
    actor.send(Cue.crash("crash " + (system.counters().crashes() + 1)));
    system.advance(backoff);
  }

  @Test
  void beyondItsLimitItEndsWithTheLastCause() {
    ActorRef<Cue> actor =
        start("actor", puppet("actor").supervised(Restart.upTo(2).backoff(Backoff.fixed(MILLI))));
    var stopped = system.record(SystemEvent.Stopped.class);
    crash(actor, MILLI);
    system.advance(Duration.ofDays(365)); // without a window, all crashes of its life count
    crash(actor, MILLI);
    assertTrue(actor.isAlive());
    Gate gate = hold(actor);
    Cue waits = Cue.note("waits");
    actor.send(Cue.crash("crash 3"));
    actor.send(waits);
    gate.open();
    awaitEnd(actor);
    ExitReason reason = stopped.expect("it", e -> e.ref().equals(actor)).reason();
    assertEquals("crash 3", reason.failure().orElseThrow().getMessage());
    assertEquals(2, system.counters().restarts());
    assertTrue(deadLetters(Reason.CRASHED).contains(waits));
  }

  @Test
  void aLimitOfNoneIsNoRestart() {
    ActorRef<Cue> actor = start("actor", puppet("actor").supervised(Restart.upTo(0)));
    actor.send(Cue.crash("on purpose"));
    awaitEnd(actor);
    assertEquals(0, system.counters().restarts());
  }

  @Test
  void withAWindowOnlyTheCrashesInItCount() {
    Restart twiceInTenSeconds =
        Restart.upTo(2).within(Duration.ofSeconds(10)).backoff(Backoff.fixed(MILLI));
    ActorRef<Cue> actor = start("actor", puppet("actor").supervised(twiceInTenSeconds));
    for (int i = 0; i < 10; i++) {
      crash(actor, MILLI);
      crash(actor, MILLI);
      assertTrue(actor.isAlive(), "round " + i);
      system.advance(Duration.ofSeconds(10));
    }
    crash(actor, MILLI);
    crash(actor, MILLI);
    system.advance(Duration.ofSeconds(9));
    actor.send(Cue.crash("the third in ten seconds"));
    awaitEnd(actor);
    assertEquals(22, system.counters().restarts());
  }

  @Test
  void itWaitsBeforeEachRestartForLongerEachTime() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), SECOND, 2, 0);
    var restarting = system.record(SystemEvent.Restarting.class);
    ActorRef<Cue> actor =
        start("actor", puppet("actor").supervised(Restart.always().backoff(backoff)));
    for (int millis : new int[] {100, 200, 400, 800, 1000, 1000}) {
      journal.clear();
      actor.send(Cue.crash("on purpose"));
      system.advance(Duration.ofMillis(millis - 1));
      assertEquals(List.of(), journal.of("actor starts"), "after " + (millis - 1) + " ms");
      system.advance(MILLI);
      journal.awaitLine("actor starts");
      assertEquals(
          Duration.ofMillis(millis), restarting.expect("it", e -> e.ref().equals(actor)).delay());
    }
  }

  @Test
  void aTimeWithoutACrashMakesItBeginAtTheShortestWaitAgain() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), 2, 0);
    var restarting = system.record(SystemEvent.Restarting.class);
    ActorRef<Cue> actor =
        start("actor", puppet("actor").supervised(Restart.always().backoff(backoff)));
    crash(actor, Duration.ofMillis(100));
    crash(actor, Duration.ofMillis(200));
    system.advance(Duration.ofMillis(4_999)); // short of the longest wait
    crash(actor, Duration.ofMillis(400));
    system.advance(Duration.ofSeconds(5));
    crash(actor, Duration.ofMillis(100));
    assertEquals(
        List.of(100L, 200L, 400L, 100L),
        restarting.all().stream().map(e -> e.delay().toMillis()).toList());
  }

  @Test
  void anActorThatCrashesAgainAndAgainCannotKeepACoreBusy() {
    Actor<Cue> broken =
        style.actor(
            () -> {
              throw new IllegalStateException("at each start");
            });
    ActorRef<Cue> actor = system.spawn("actor", broken.supervised(Restart.always()));
    system.settle();
    assertEquals(2, system.counters().crashes(), "the first restart is at once, the second waits");
    system.advance(Duration.ofMinutes(1));
    assertTrue(
        system.counters().crashes() < 30,
        () -> system.counters().crashes() + " crashes within a minute");
    assertTrue(actor.isAlive());
  }

  // --- the sums

  @Test
  void theStandardWaitsAreNoneThenAMillisecondDoublingUpToTenSeconds() {
    Backoff standard = Backoff.standard();
    assertEquals(Duration.ZERO, standard.delay(0, new Random(1)));
    for (int crashes = 1; crashes < 40; crashes++) {
      double nominal = Math.min(Math.pow(2, crashes - 1) * 1e6, 10e9);
      long nanos = standard.delay(crashes, new Random(crashes)).toNanos();
      assertTrue(
          nanos >= 0.8 * nominal && nanos <= 1.2 * nominal,
          crashes + " crashes: " + nanos + " ns, and not about " + nominal);
    }
  }

  @Test
  void theJitterSpreadsThoseWhoFailTogether() {
    Backoff backoff = Backoff.between(SECOND, Duration.ofSeconds(10));
    Random random = new Random(1);
    List<Long> delays =
        IntStream.range(0, 1_000).mapToObj(_ -> backoff.delay(0, random).toMillis()).toList();
    assertTrue(delays.stream().allMatch(millis -> millis >= 800 && millis <= 1_200));
    assertTrue(delays.stream().distinct().count() > 100);
    assertEquals(SECOND, Backoff.fixed(SECOND).delay(7, new Random(1)));
  }

  @Test
  void crashesAreForgottenAfterTheLongestWaitButNotBeforeASecond() {
    assertEquals(SECOND, Backoff.fixed(MILLI).forgetAfter());
    assertEquals(Duration.ofSeconds(10), Backoff.standard().forgetAfter());
    assertFalse(Backoff.between(MILLI, Duration.ofHours(1)).forgetAfter().compareTo(SECOND) < 0);
  }
}
