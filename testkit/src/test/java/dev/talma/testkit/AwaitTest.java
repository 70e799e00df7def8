package dev.talma.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
  private static final Duration SHORT = Duration.ofMillis(20);

  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void returnsAsSoonAsTheConditionHolds() {
    Await.until("three looks", () -> looks.incrementAndGet() == 3);

    assertEquals(3, looks.get());
  }

  @Test
  void goesOnLookingForLongerThanItSpins() {
    Await.until("a hundred looks", () -> looks.incrementAndGet() == 100);

    assertEquals(100, looks.get());
  }

  @Test
  void failsWithTheDescriptionAndTheTime() {
    long begin = System.nanoTime();
    var e = assertThrows(ExpectationError.class, () -> Await.until("pigs fly", SHORT, () -> false));
    Duration took = Duration.ofNanos(System.nanoTime() - begin);

    assertTrue(took.compareTo(SHORT) >= 0, "gave up after " + took);
    assertTrue(
        e.getMessage().matches("Waited in vain until pigs fly \\(for .*s, looked \\d+ times\\)"),
        e.getMessage());
  }

  @Test
  void aConditionThatThrowsEndsTheWaitAtOnce() {
    var broken = new IOException("no disk");

    var e =
        assertThrows(
            ExpectationError.class,
            () ->
                Await.until(
                    "it is there",
                    () -> {
                      looks.incrementAndGet();
                      throw broken;
                    }));

    assertSame(broken, e.getCause());
    assertEquals(1, looks.get());
    assertTrue(e.getMessage().contains("it is there"), e.getMessage());
  }

  @Test
  void givesTheFirstValueThatFits() {
    assertEquals(5, Await.value("five", looks::incrementAndGet, n -> n == 5));
  }

  @Test
  void tellsTheLastValueThatDidNotFit() {
    var e =
        assertThrows(
            ExpectationError.class,
            () -> Await.value("a long name", SHORT, () -> "Bo", name -> name.length() > 3));

    assertTrue(e.getMessage().endsWith("the last value was: Bo"), e.getMessage());
  }

  @Test
  void repeatsAnAssertionUntilItPasses() {
    Await.untilPasses(() -> assertEquals(4, looks.incrementAndGet()));

    assertEquals(4, looks.get());
  }

  @Test
  void failsWithTheLastErrorOfTheAssertion() {
    var e =
        assertThrows(
            ExpectationError.class, () -> Await.untilPasses(SHORT, () -> assertEquals(1, 2)));

    assertInstanceOf(AssertionError.class, e.getCause());
    assertTrue(e.getMessage().contains("expected: <1> but was: <2>"), e.getMessage());
  }

  @Test
  void anInterruptEndsTheWaitAndStays() {
    Thread.currentThread().interrupt();

    var e = assertThrows(ExpectationError.class, () -> Await.until("pigs fly", () -> false));

    assertTrue(Thread.interrupted());
    assertTrue(e.getMessage().startsWith("Interrupted while it waited until pigs fly"));
  }

  @Test
  void anInterruptInsideOfTheConditionStays() {
    assertThrows(
        ExpectationError.class,
        () ->
            Await.until(
                "pigs fly",
                () -> {
                  throw new InterruptedException();
                }));

    assertTrue(Thread.interrupted());
  }

  @Test
  void aConditionThatHoldsIsSeenEvenByAnInterruptedThread() {
    Thread.currentThread().interrupt();

    Await.until("it is so", () -> true);

    assertTrue(Thread.interrupted());
  }

  @Test
  void refusesPatienceThatIsNone() {
    assertThrows(IllegalArgumentException.class, () -> Await.until("x", Duration.ZERO, () -> true));
  }
}
