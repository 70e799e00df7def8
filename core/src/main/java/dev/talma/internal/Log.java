package dev.talma.internal;

import dev.talma.DeadLetter;
import dev.talma.ExitReason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the runtime says to the log.
final class Log {
  private static final int DEAD_LETTERS_AT_ONCE = 10;
  private static final long QUIET_NANOS = 10_000_000_000L;
  private static final Logger LOG = LoggerFactory.getLogger("dev.talma");
  private static final AtomicLong DEAD_LETTERS = new AtomicLong();
  private static final AtomicLong NEXT_SUMMARY = new AtomicLong(Long.MIN_VALUE);

  private Log() {}

  /// Says something. Whatever the logging library or the `toString` of a user's object throws, the
  /// runtime goes on: an actor has to come to its end even if nobody can be told why.
  private static void say(Runnable line) {
    try {
      line.run();
    } catch (Throwable failure) {
      say(failure);
    }
  }

  private static void say(Cell<?> cell, Runnable line) {
    say(() -> LogContext.during(cell, line));
  }

  private static void say(Throwable failure) {
    try {
      LOG.error("A line of the log was lost: {}", failure.getClass().getName());
    } catch (Throwable again) { // there is nobody left to tell
      Thread.onSpinWait();
    }
  }

  static void crashed(Cell<?> cell, String messageType, Throwable cause) {
    String when =
        messageType.equals("none") ? "outside of any message" : "while it handled " + messageType;
    try {
      LogContext.during(cell, () -> LOG.error("{} crashed {}", cell, when, cause));
    } catch (Throwable unsayable) {
      String type = cause.getClass().getName();
      say(cell, () -> LOG.error("{} crashed {}: {}", cell, when, type));
    }
  }

  static void broken(Cell<?> cell, Throwable failure) {
    say(
        cell,
        () -> LOG.error("{} could not be ended in the usual way and is ended now", cell, failure));
  }

  static void restarting(Cell<?> cell, Duration delay) {
    String when = delay.isZero() ? "at once" : "in " + Texts.of(delay);
    say(cell, () -> LOG.warn("{} restarts {}", cell, when));
  }

  static void limitReached(Cell<?> cell) {
    say(cell, () -> LOG.error("{} has crashed too often and is not restarted again", cell));
  }

  static void cleanUpFailed(Cell<?> cell, ExitReason reason, Throwable cause) {
    say(
        cell,
        () ->
            LOG.error(
                "{} failed in its clean-up; it ends as {} all the same",
                cell,
                Texts.of(reason),
                cause));
  }

  static void listenerFailed(Object event, Throwable cause) {
    say(() -> LOG.error("A listener failed to handle {}", Texts.of(event), cause));
  }

  static void stateLost(Addressee<?> successor, Throwable cause) {
    say(
        () ->
            LOG.error("The state that was left to {} could not be given to it", successor, cause));
  }

  static void notTold(Addressee<?> other, Throwable cause) {
    say(() -> LOG.warn("{} could not be told of the end of one here", other, cause));
  }

  static void killing(Cell<?> cell, Duration patience) {
    say(cell, () -> LOG.warn("{} did not stop within {} and is killed", cell, patience));
  }

  static void givenUp(Cell<?> cell, Thread thread) {
    say(
        cell,
        () -> {
          if (LOG.isErrorEnabled()) {
            Throwable where = new Throwable("where it is");
            where.setStackTrace(thread.getStackTrace());
            LOG.error(
                "{} was killed and goes on in spite of its interrupt; it is counted as ended, and"
                    + " its thread is left to itself",
                cell,
                where);
          }
        });
  }

  static void notWaitedFor(Cell<?> cell, Duration patience) {
    say(
        cell,
        () ->
            LOG.warn(
                "{} did not finish its message within {}; its siblings restart without waiting for"
                    + " it",
                cell,
                patience));
  }

  static void escalatedToTop(LocalSystem system, Cell<?> child, Throwable cause) {
    say(
        () ->
            LOG.error(
                "{} passed its crash to the top of {}, which closes now", child, system, cause));
  }

  static void fatal(Thread thread, Throwable failure) {
    say(() -> LOG.error("Thread {} ends by an error", thread, failure));
  }

  /// The first few are logged one by one; then there is a summary every ten seconds at most.
  static void deadLetter(DeadLetter letter) {
    long count = DEAD_LETTERS.incrementAndGet();
    if (count <= DEAD_LETTERS_AT_ONCE) {
      say(
          () ->
              LOG.info(
                  "Dead letter ({}): {} to {}{}",
                  letter.reason(),
                  letter.message().getClass().getName(),
                  letter.target(),
                  count == DEAD_LETTERS_AT_ONCE ? "; further ones are summed up" : ""));
      return;
    }
    long now = System.nanoTime();
    long due = NEXT_SUMMARY.get();
    if ((due == Long.MIN_VALUE || now - due >= 0)
        && NEXT_SUMMARY.compareAndSet(due, now + QUIET_NANOS)) {
      say(
          () ->
              LOG.info(
                  "{} dead letters so far, the last one ({}) to {}",
                  count,
                  letter.reason(),
                  letter.target()));
    }
  }
}
