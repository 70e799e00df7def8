package dev.talma.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Cancellable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
  private final VirtualTime time = new VirtualTime();
  private final List<String> ran = new ArrayList<>();

  @Test
  void standsStillUntilItIsMoved() {
    long before = time.nanoTime();
    note("a", Duration.ofNanos(1));

    assertEquals(before, time.nanoTime());
    assertEquals(Duration.ZERO, time.elapsed());
    assertEquals(List.of(), ran);

    time.advance(Duration.ofSeconds(3));

    assertEquals(before + 3_000_000_000L, time.nanoTime());
    assertEquals(Duration.ofSeconds(3), time.elapsed());
  }

  @Test
  void doesNotBeginAtZero() {
    assertNotEquals(0, time.nanoTime());
  }

  @Test
  void runsWhatIsDueInTheOrderOfTheDueTimes() {
    note("late", Duration.ofMillis(30));
    note("early", Duration.ofMillis(10));
    note("middle", Duration.ofMillis(20));

    time.advance(Duration.ofMillis(30));

    assertEquals(List.of("early @10", "middle @20", "late @30"), ran);
  }

  @Test
  void runsTiesInTheOrderOfScheduling() {
    for (int i = 0; i < 20; i++) {
      note("t" + i, Duration.ofMillis(5));
    }

    time.advance(Duration.ofMillis(5));

    assertEquals(LongStream.range(0, 20).mapToObj(i -> "t" + i + " @5").toList(), ran);
  }

  @Test
  void leavesWhatIsNotDueYet() {
    note("a", Duration.ofMillis(10));

    time.advance(Duration.ofMillis(10).minusNanos(1));
    assertEquals(List.of(), ran);
    assertEquals(Optional.of(Duration.ofNanos(1)), time.untilNext());

    time.advance(Duration.ofNanos(1));
    assertEquals(List.of("a @10"), ran);
  }

  @Test
  void honoursTimersThatTimersSetWithinTheSameMove() {
    tickEvery(Duration.ofMillis(10));
    note("between", Duration.ofMillis(25));

    time.advance(Duration.ofMillis(35));

    assertEquals(List.of("tick @10", "tick @20", "between @25", "tick @30"), ran);
    assertEquals(Optional.of(Duration.ofMillis(5)), time.untilNext());
  }

  @Test
  void aTimerWithoutDelaySetByATimerRunsInTheSameInstantAfterTheOthers() {
    time.schedule(
        Duration.ofMillis(10),
        () -> {
          note("first").run();
          time.schedule(Duration.ZERO, note("third"));
        });
    note("second", Duration.ofMillis(10));
    note("later", Duration.ofMillis(11));

    time.advance(Duration.ofMillis(11));

    assertEquals(List.of("first @10", "second @10", "third @10", "later @11"), ran);
  }

  @Test
  void movingByNothingRunsWhatIsDueNow() {
    note("now", Duration.ZERO);
    note("overdue", Duration.ofSeconds(-1));
    note("later", Duration.ofNanos(1));

    time.advance(Duration.ZERO);

    assertEquals(List.of("now @0", "overdue @0"), ran);
  }

  @Test
  void aTimerThatIsCalledOffDoesNotRun() {
    Cancellable a = note("a", Duration.ofMillis(1));
    note("b", Duration.ofMillis(2));
    assertEquals(2, time.pending());

    a.cancel();
    a.cancel();
    assertEquals(1, time.pending());
    time.advance(Duration.ofMillis(5));

    assertEquals(List.of("b @2"), ran);
  }

  @Test
  void aTimerCanCallAnotherOneOfTheSameInstantOff() {
    List<Cancellable> second = new ArrayList<>();
    time.schedule(Duration.ofMillis(1), () -> second.forEach(Cancellable::cancel));
    second.add(note("second", Duration.ofMillis(1)));

    time.advance(Duration.ofMillis(1));

    assertEquals(List.of(), ran);
  }

  @Test
  void callingOffWhatHasRunDoesNothing() {
    Cancellable a = note("a", Duration.ofMillis(1));
    time.advance(Duration.ofMillis(1));
    note("b", Duration.ofMillis(1));

    a.cancel();
    time.advance(Duration.ofMillis(1));

    assertEquals(List.of("a @1", "b @2"), ran);
  }

  @Test
  void advancesToTheNextInstantAndRunsAllThatIsDueThen() {
    note("a", Duration.ofMillis(7));
    note("b", Duration.ofMillis(7));
    note("c", Duration.ofMillis(9));

    assertEquals(Optional.of(Duration.ofMillis(7)), time.advanceToNext());
    assertEquals(List.of("a @7", "b @7"), ran);
    assertEquals(Optional.of(Duration.ofMillis(2)), time.advanceToNext());
    assertEquals(Optional.empty(), time.advanceToNext());
    assertEquals(Duration.ofMillis(9), time.elapsed());
  }

  @Test
  void runsTimersInTheThreadThatMovesIt() {
    List<Thread> threads = new ArrayList<>();
    time.schedule(Duration.ofMillis(1), () -> threads.add(Thread.currentThread()));

    time.advance(Duration.ofMillis(1));

    assertSame(Thread.currentThread(), threads.getFirst());
  }

  @Test
  void whatATimerThrowsComesOutOfTheMove() {
    var failure = new IllegalStateException("boom");
    time.schedule(
        Duration.ofMillis(5),
        () -> {
          throw failure;
        });
    note("later", Duration.ofMillis(6));

    assertSame(
        failure,
        assertThrows(IllegalStateException.class, () -> time.advance(Duration.ofMillis(10))));

    assertEquals(Duration.ofMillis(5), time.elapsed());
    time.advance(Duration.ofMillis(5));
    assertEquals(List.of("later @6"), ran);
  }

  @Test
  void aTimerMustNotMoveTheClock() {
    time.schedule(Duration.ofMillis(1), () -> time.advance(Duration.ofMillis(1)));

    var e = assertThrows(IllegalStateException.class, () -> time.advance(Duration.ofMillis(1)));

    assertTrue(e.getMessage().contains("must not move the clock"), e.getMessage());
  }

  @Test
  void doesNotRunBackwards() {
    assertThrows(IllegalArgumentException.class, () -> time.advance(Duration.ofNanos(-1)));
  }

  @Test
  void timersThatSetEachOtherWithoutADelayAreFound() {
    time.schedule(Duration.ofMillis(1), this::again);

    var e = assertThrows(IllegalStateException.class, () -> time.advance(Duration.ofMillis(2)));

    assertTrue(e.getMessage().contains("without a delay"), e.getMessage());
    assertTrue(e.getMessage().contains("1 ms"), e.getMessage());
  }

  private void again() {
    time.schedule(Duration.ZERO, this::again);
  }

  @Test
  void farDelaysDoNotOverflow() {
    note("never", Duration.ofSeconds(Long.MAX_VALUE));
    time.advance(Duration.ofDays(365 * 100));
    note("never either", Duration.ofSeconds(Long.MAX_VALUE));

    time.advance(Duration.ofDays(1));

    assertEquals(List.of(), ran);
    assertTrue(time.nanoTime() > 0);
  }

  @Test
  void awaitsTimersThatOtherThreadsSet() throws InterruptedException {
    Thread other = Thread.startVirtualThread(() -> note("a", Duration.ofMillis(1)));

    time.awaitTimers(1);
    time.advance(Duration.ofMillis(1));
    other.join();

    assertEquals(List.of("a @1"), ran);
  }

  @Test
  void interruptingAnAwaitOfTimersFailsItAndLeavesTheFlag() {
    Thread.currentThread().interrupt();

    assertThrows(ExpectationError.class, () -> time.awaitTimers(1));

    assertTrue(Thread.interrupted());
  }

  @Test
  void manyThreadsSetAndMoveAndNoTimerIsLostOrRunTwiceOrOutOfItsTime() throws Exception {
    long seed = System.nanoTime();
    Set<Long> run = ConcurrentHashMap.newKeySet();
    AtomicLong wrong = new AtomicLong();
    int threads = 8;
    int each = 2_000;
    List<Thread> all = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      long first = (long) t * each;
      var random = new SplittableRandom(seed + t);
      all.add(
          Thread.startVirtualThread(
              () -> {
                for (long id = first; id < first + each; id++) {
                  long now = time.nanoTime();
                  long delay = random.nextLong(1_000);
                  long mine = id;
                  time.schedule(
                      Duration.ofNanos(delay),
                      () -> {
                        if (!run.add(mine) || time.nanoTime() < now + delay) {
                          wrong.incrementAndGet();
                        }
                      });
                  if (random.nextInt(10) == 0) {
                    time.advance(Duration.ofNanos(random.nextLong(100)));
                  }
                }
              }));
    }
    for (Thread thread : all) {
      thread.join();
    }
    time.advance(Duration.ofNanos(1_000));

    Set<Long> expected = new HashSet<>(LongStream.range(0, (long) threads * each).boxed().toList());
    assertEquals(expected, run, "seed " + seed);
    assertEquals(0, wrong.get(), "seed " + seed);
    assertEquals(0, time.pending(), "seed " + seed);
  }

  @Test
  void saysHowFarItIs() {
    time.schedule(Duration.ofDays(1), () -> {});
    time.advance(Duration.ofMillis(1_500));

    assertEquals("virtual time +1.5 s, 1 timers set", time.toString());
  }

  private void tickEvery(Duration period) {
    time.schedule(
        period,
        () -> {
          note("tick").run();
          tickEvery(period);
        });
  }

  private Cancellable note(String name, Duration delay) {
    return time.schedule(delay, note(name));
  }

  private Runnable note(String name) {
    return () -> ran.add(name + " @" + time.elapsed().toMillis());
  }
}
