package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Backoff;
import dev.talma.Restart;
import dev.talma.SystemEvent;
import dev.talma.testkit.EventLog;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// When an actor that crashed runs again, and when not any more. All times are exact.
@BothStyles
class BackoffTest extends StyledContract {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration NANO = Duration.ofNanos(1);
  private static final Backoff DOUBLING = new Backoff(millis(100), SECOND, 2, 0);

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  private ActorRef<Cue> supervised(Restart restart) {
    return start("actor", puppet("actor").supervised(restart));
  }

  private int starts() {
    return journal.of("actor starts").size();
  }

  private void crash(ActorRef<Cue> actor) {
    crash(actor, "on purpose");
  }

  private void crash(ActorRef<Cue> actor, String message) {
    actor.send(Cue.crash(message));
    system.settle();
  }

  /// Expects that the actor, which has just crashed, runs again after this time and not before.
  private void assertRestartsAfter(Duration wait) {
    int before = starts();
    system.advance(wait.minus(NANO));
    assertEquals(before, starts(), "before " + wait);
    system.advance(NANO);
    assertEquals(before + 1, starts(), "after " + wait);
  }

  // --- the wait

  @Test
  void aFixedBackoffIsAlwaysTheSame() {
    ActorRef<Cue> actor = supervised(Restart.always().backoff(Backoff.fixed(millis(300))));
    for (int i = 0; i < 5; i++) {
      crash(actor);
      assertRestartsAfter(millis(300));
    }
  }

  @Test
  void eachFurtherWaitIsLongerByTheFactorUpToTheLongest() {
    ActorRef<Cue> actor = supervised(Restart.always().backoff(DOUBLING));
    for (int wait : new int[] {100, 200, 400, 800, 1_000, 1_000}) {
      crash(actor);
      assertRestartsAfter(millis(wait));
    }
  }

  @Test
  void aShortestWaitOfZeroIsFollowedByAMillisecond() {
    ActorRef<Cue> actor =
        supervised(Restart.always().backoff(new Backoff(Duration.ZERO, millis(5), 2, 0)));
    crash(actor);
    assertEquals(2, starts(), "at once");
    for (int wait : new int[] {1, 2, 4, 5, 5}) {
      crash(actor);
      assertRestartsAfter(millis(wait));
    }
  }

  @Test
  void theCrashesOfAnActorThatThenRanForTheLongestWaitAreForgotten() {
    Backoff slow = new Backoff(SECOND, SECOND.multipliedBy(10), 2, 0);
    ActorRef<Cue> actor = supervised(Restart.always().backoff(slow));
    crash(actor);
    assertRestartsAfter(SECOND);
    system.advance(SECOND.multipliedBy(10).minus(NANO));
    crash(actor);
    assertRestartsAfter(SECOND.multipliedBy(2));
    system.advance(SECOND.multipliedBy(10));
    crash(actor);
    assertRestartsAfter(SECOND);
  }

  @Test
  void crashesAreNotForgottenBeforeASecond() {
    Backoff quick = new Backoff(millis(1), millis(8), 2, 0);
    ActorRef<Cue> actor = supervised(Restart.always().backoff(quick));
    crash(actor);
    assertRestartsAfter(millis(1));
    system.advance(SECOND.minus(NANO));
    crash(actor);
    assertRestartsAfter(millis(2));
    system.advance(SECOND);
    crash(actor);
    assertRestartsAfter(millis(1));
  }

  @Test
  void theStandardBackoffNeverSpins() {
    AtomicInteger runs = new AtomicInteger();
    Actor<Cue> hopeless =
        style.actor(
            () -> {
              runs.incrementAndGet();
              throw new IllegalStateException("again and again");
            });
    ActorRef<Cue> actor = system.spawn("hopeless", hopeless.supervised(Restart.always()));
    system.settle();
    assertEquals(2, runs.get(), "once, and at once again");
    system.advance(Duration.ofHours(1));
    // 1 ms, doubling up to 10 s, each at least four fifths of that: 14 waits until then
    assertTrue(runs.get() <= 16 + 3600 / 8, () -> runs + " runs in an hour");
    assertTrue(runs.get() >= 3600 / 12, () -> runs + " runs in an hour");
    assertTrue(actor.isAlive());
  }

  @Test
  void theStandardBackoffBeginsAtOnceAndGoesOnWithinItsBounds() {
    EventLog<SystemEvent.Restarting> told = system.record(SystemEvent.Restarting.class);
    ActorRef<Cue> actor = supervised(Restart.always());
    crash(actor);
    assertEquals(2, starts(), "at once");
    for (int crash = 2; crash < 20; crash++) {
      crash(actor);
      Duration wait = told.all().getLast().delay();
      Duration middle = millis(Math.min(1L << (crash - 2), 10_000));
      assertWithinAFifth(middle, wait);
      assertRestartsAfter(wait);
    }
  }

  // --- the jitter

  private static void assertWithinAFifth(Duration middle, Duration wait) {
    Duration fifth = middle.dividedBy(5);
    assertTrue(
        wait.compareTo(middle.minus(fifth).minus(NANO)) >= 0
            && wait.compareTo(middle.plus(fifth)) <= 0,
        () -> wait + " is not within a fifth of " + middle);
  }

  /// Gives always the same number from 0 to 1.
  private static RandomGenerator always(double number) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new UnsupportedOperationException();
      }

      @Override
      public double nextDouble() {
        return number;
      }
    };
  }

  @Test
  void theJitterAddsOrTakesAwayUpToItsPart() {
    Backoff backoff = Backoff.between(SECOND, SECOND.multipliedBy(4));
    assertEquals(millis(800), backoff.delay(0, always(0)));
    assertEquals(millis(1_000), backoff.delay(0, always(0.5)));
    assertEquals(millis(1_600), backoff.delay(1, always(0)));
    assertEquals(millis(3_200), backoff.delay(100, always(0)));
    assertWithinAFifth(SECOND, backoff.delay(0, always(Math.nextDown(1.0))));
    assertWithinAFifth(SECOND.multipliedBy(4), backoff.delay(2, always(Math.nextDown(1.0))));
    assertTrue(backoff.delay(2, always(0.99)).compareTo(millis(4_700)) > 0, "beyond the longest");
  }

  @Test
  void theJitterSpreads() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Duration> waits =
        random
            .ints(1_000)
            .mapToObj(_ -> Backoff.fixed(SECOND))
            .map(fixed -> fixed.delay(3, random))
            .distinct()
            .toList();
    assertEquals(List.of(SECOND), waits, "a fixed one has no jitter");
    Backoff backoff = Backoff.between(SECOND, SECOND);
    List<Duration> spread =
        random.ints(1_000).mapToObj(_ -> backoff.delay(3, random)).sorted().toList();
    spread.forEach(wait -> assertWithinAFifth(SECOND, wait));
    assertTrue(spread.getFirst().compareTo(millis(850)) < 0, () -> "seed " + seed);
    assertTrue(spread.getLast().compareTo(millis(1_150)) > 0, () -> "seed " + seed);
  }

  @Test
  void manyCrashesDoNotOverflow() {
    Backoff backoff = new Backoff(millis(1), Duration.ofDays(365), 10, 0);
    assertEquals(Duration.ofDays(365), backoff.delay(Integer.MAX_VALUE, always(0.5)));
    assertEquals(Duration.ofSeconds(10), Backoff.standard().delay(Integer.MAX_VALUE, always(0.5)));
  }

  @Test
  void aBackoffWithoutSenseIsRefused() {
    Duration none = Duration.ZERO;
    assertThrows(IllegalArgumentException.class, () -> Backoff.fixed(none));
    assertThrows(IllegalArgumentException.class, () -> Backoff.between(SECOND, millis(1)));
    assertThrows(IllegalArgumentException.class, () -> Backoff.between(millis(-1), SECOND));
    assertThrows(IllegalArgumentException.class, () -> new Backoff(none, SECOND, 0.9, 0));
    assertThrows(IllegalArgumentException.class, () -> new Backoff(none, SECOND, Double.NaN, 0));
    assertThrows(IllegalArgumentException.class, () -> new Backoff(none, SECOND, 2, -0.1));
    assertThrows(IllegalArgumentException.class, () -> new Backoff(none, SECOND, 2, 1.1));
  }

  // --- the limit

  /// Expects that the actor ends with its next crash.
  private void assertEndsWithTheNextCrash(ActorRef<Cue> actor) {
    ActorRef<Cue> witness = start("witness");
    tell(witness, ctx -> ctx.monitor(actor, News::note));
    int before = starts();
    crash(actor, "the last one");
    journal.awaitLine("witness: down actor crashed the last one");
    system.advance(Duration.ofHours(1));
    assertFalse(actor.isAlive());
    assertEquals(before, starts());
  }

  @Test
  void beyondTheLimitItEndsWithTheLastCause() {
    ActorRef<Cue> actor = supervised(Restart.upTo(2).backoff(Backoff.fixed(SECOND)));
    for (int i = 0; i < 2; i++) {
      crash(actor);
      system.advance(Duration.ofDays(1)); // without a window, it is for life
    }
    assertEquals(3, starts());
    assertEndsWithTheNextCrash(actor);
  }

  @Test
  void aLimitOfZeroIsNoRestartAtAll() {
    assertEndsWithTheNextCrash(supervised(Restart.upTo(0)));
  }

  @Test
  void whatWaitsWhenItEndsBeyondTheLimitIsDeadAsCrashed() {
    ActorRef<Cue> actor = supervised(Restart.upTo(0));
    var gate = hold(actor);
    Cue crash = Cue.crash("on purpose");
    Cue waiting = Cue.note("waiting");
    actor.send(crash);
    actor.send(waiting);
    gate.open();
    awaitEnd(actor);
    system.settle();
    assertEquals(List.of(crash, waiting), deadLetters(dev.talma.DeadLetter.Reason.CRASHED));
  }

  @Test
  void onlyCrashesWithinTheWindowCount() {
    Duration window = SECOND.multipliedBy(10);
    ActorRef<Cue> actor = supervised(Restart.upTo(2).within(window).backoff(Backoff.fixed(SECOND)));
    crash(actor); // at 0 s
    system.advance(SECOND.multipliedBy(4));
    crash(actor); // at 4 s
    system.advance(SECOND.multipliedBy(6).plus(NANO));
    crash(actor); // just after 10 s: the first one does not count any more
    system.advance(SECOND.multipliedBy(3).minus(NANO.multipliedBy(2)));
    assertEquals(4, starts());
    assertEndsWithTheNextCrash(actor); // just before 13 s: there were two in the last 10 s
  }

  @Test
  void aCrashAtTheVeryEdgeOfTheWindowCounts() {
    ActorRef<Cue> actor =
        supervised(Restart.upTo(1).within(SECOND).backoff(Backoff.fixed(millis(1))));
    crash(actor);
    system.advance(SECOND);
    assertEndsWithTheNextCrash(actor);
  }

  @Test
  void aRestartWithoutSenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Restart.upTo(-1));
    assertThrows(IllegalArgumentException.class, () -> Restart.upTo(1).within(Duration.ZERO));
  }
}
