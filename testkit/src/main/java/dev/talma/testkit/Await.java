package dev.talma.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Waits until something is true, and no longer: looks again and again, at first at once, then
/// after short pauses that grow to 10 ms.
///
/// {@snippet :
/// Await.until("the cart is empty", () -> cart.ask(new Size()) == 0);
///
/// int size = Await.value("at least three items", () -> cart.ask(new Size()), n -> n >= 3);
///
/// Await.untilPasses(() -> assertEquals(List.of("a", "b"), seen));
/// }
///
/// What it looks at has to be safe to look at from the test's thread: an ask, a snapshot, a
/// counter, a concurrent collection.
///
/// *Threading*: blocks the caller. Interrupting it ends the wait with an [ExpectationError] and
/// leaves the interrupt flag set.
///
/// *Failure*: an exception of the condition ends the wait at once, as its cause. Only
/// [#untilPasses(Assertion)] goes on after an [AssertionError].
///
/// *Defaults*: 3 s of real time, also under virtual time. The system property `talma.patience`, an
/// ISO-8601 duration such as `PT10S`, sets another default, for slow machines.
public final class Await {
  private static final long SHORTEST_PAUSE = 20_000;
  private static final long LONGEST_PAUSE = 10_000_000;
  private static final int LOOKS_WITHOUT_PAUSE = 32;

  private Await() {}

  /// Something that is true or not yet.
  @FunctionalInterface
  public interface Condition {
    /// {@return whether it is true by now}
    ///
    /// @throws Exception as it likes; that ends the wait
    boolean holds() throws Exception;
  }

  /// Something that passes or throws an [AssertionError].
  @FunctionalInterface
  public interface Assertion {
    /// Throws an [AssertionError] unless all is as it shall be.
    ///
    /// @throws Exception as it likes; that ends the wait
    void check() throws Exception;
  }

  /// Waits until a condition holds.
  ///
  /// @param description what is waited for, as in "waited until …"
  /// @param condition looks whether it is so
  /// @throws ExpectationError if it does not within 3 s
  public static void until(String description, Condition condition) {
    until(description, Waiting.STANDARD, condition);
  }

  /// Waits until a condition holds.
  ///
  /// @param description what is waited for, as in "waited until …"
  /// @param patience how long to wait at most
  /// @param condition looks whether it is so
  /// @throws ExpectationError if it does not in time
  public static void until(String description, Duration patience, Condition condition) {
    until(description, patience, condition, ExpectationError::new);
  }

  /// Waits for a value.
  ///
  /// @param description what is waited for, as in "waited until …"
  /// @param source gives the present value
  /// @param fits whether that is the one
  /// @param <T> the type of the value
  /// @return the first value that fits
  /// @throws ExpectationError if there is none within 3 s; it tells the last value
  public static <T> T value(
      String description, Callable<? extends T> source, Predicate<? super T> fits) {
    return value(description, Waiting.STANDARD, source, fits);
  }

  /// Waits for a value.
  ///
  /// @param description what is waited for, as in "waited until …"
  /// @param patience how long to wait at most
  /// @param source gives the present value
  /// @param fits whether that is the one
  /// @param <T> the type of the value
  /// @return the first value that fits
  /// @throws ExpectationError if there is none in time; it tells the last value
  public static <T> T value(
      String description,
      Duration patience,
      Callable<? extends T> source,
      Predicate<? super T> fits) {
    Latest<T> latest = new Latest<>();
    until(
        description,
        patience,
        () -> fits.test(latest.set(source.call())),
        text -> new ExpectationError(text + "\n  the last value was: " + latest.get()));
    return latest.get();
  }

  /// Waits until an assertion, or several of them, pass together.
  ///
  /// @param assertion throws an [AssertionError] as long as all is not as it shall be
  /// @throws ExpectationError if it still throws after 3 s; the last error is the cause
  public static void untilPasses(Assertion assertion) {
    untilPasses(Waiting.STANDARD, assertion);
  }

  /// Waits until an assertion, or several of them, pass together.
  ///
  /// @param patience how long to wait at most
  /// @param assertion throws an [AssertionError] as long as all is not as it shall be
  /// @throws ExpectationError if it still throws then; the last error is the cause
  public static void untilPasses(Duration patience, Assertion assertion) {
    Waiting waiting = Waiting.atMost(Waiting.check(patience));
    for (int looks = 1; ; looks++) {
      try {
        assertion.check();
        return;
      } catch (AssertionError e) {
        if (waiting.isOver()) {
          throw new ExpectationError(
              "Waited in vain for an assertion to pass (for %s, looked %d times): %s"
                  .formatted(waiting.soFar(), looks, e.getMessage()),
              e);
        }
        pause(looks, "an assertion to pass", waiting);
      } catch (Exception e) {
        throw broken("the assertion", e);
      }
    }
  }

  /// As the public ones.
  ///
  /// @param failure makes the error from its beginning
  static void until(
      String description,
      Duration patience,
      Condition condition,
      Function<String, ExpectationError> failure) {
    Waiting waiting = Waiting.atMost(Waiting.check(patience));
    for (int looks = 1; ; looks++) {
      if (holds(description, condition)) {
        return;
      }
      if (waiting.isOver()) {
        throw failure.apply(
            "Waited in vain until %s (for %s, looked %d times)"
                .formatted(description, waiting.soFar(), looks));
      }
      pause(looks, "until " + description, waiting);
    }
  }

  private static boolean holds(String description, Condition condition) {
    try {
      return condition.holds();
    } catch (Exception e) {
      throw broken("\"" + description + "\"", e);
    }
  }

  private static ExpectationError broken(String what, Exception cause) {
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return new ExpectationError(
        "Looking at " + what + " threw, instead of saying yes or no: " + cause, cause);
  }

  private static void pause(int looks, String forWhat, Waiting waiting) {
    if (looks <= LOOKS_WITHOUT_PAUSE) {
      Thread.onSpinWait();
    } else {
      long pause = SHORTEST_PAUSE << Math.min(looks - LOOKS_WITHOUT_PAUSE, 20);
      LockSupport.parkNanos(
          Math.min(Math.min(pause, LONGEST_PAUSE), Math.max(1, waiting.nanosLeft())));
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new ExpectationError(
          "Interrupted while it waited " + forWhat + " (after " + waiting.soFar() + ")");
    }
  }

  /// The value that was seen last.
  private static final class Latest<T> {
    private @Nullable T value;

    T set(T value) {
      this.value = value;
      return value;
    }

    @SuppressWarnings("NullAway") // whoever reads has looked at least once
    T get() {
      return value;
    }
  }
}
