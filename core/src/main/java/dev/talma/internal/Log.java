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

  static void crashed(Cell<?> cell, String messageType, Throwable cause) {
    LOG.error(
        "{} crashed while it handled {}",
        cell,
        messageType.equals("none") ? "no message" : messageType,
        cause);
  }

  static void restarting(Cell<?> cell, Duration delay) {
    LOG.warn("{} restarts in {}", cell, delay);
  }

  static void limitReached(Cell<?> cell) {
    LOG.error("{} has crashed too often and is not restarted again", cell);
  }

  static void cleanUpFailed(Cell<?> cell, ExitReason reason, Throwable cause) {
    LOG.error("{} failed in its clean-up; it ends as {} all the same", cell, reason, cause);
  }

  static void listenerFailed(Object event, Throwable cause) {
    LOG.error("A listener failed to handle {}", event, cause);
  }

  static void killing(Cell<?> cell, Duration patience) {
    LOG.warn("{} did not stop within {} and is killed", cell, patience);
  }

  static void givenUp(Cell<?> cell, Thread thread) {
    if (LOG.isErrorEnabled()) {
      Throwable where = new Throwable("where it is");
      where.setStackTrace(thread.getStackTrace());
      LOG.error(
          "{} was killed and goes on in spite of its interrupt; it is counted as ended, and its"
              + " thread is left to itself",
          cell,
          where);
    }
  }

  static void notWaitedFor(Cell<?> cell, Duration patience) {
    LOG.warn(
        "{} did not finish its message within {}; its siblings restart without waiting for it",
        cell,
        patience);
  }

  static void escalatedToTop(LocalSystem system, Cell<?> child, Throwable cause) {
    LOG.error("{} passed its crash to the top of {}, which closes now", child, system, cause);
  }

  static void fatal(Thread thread, Throwable failure) {
    LOG.error("Thread {} ends by an error", thread, failure);
  }

  /// The first few are logged one by one; then there is a summary every ten seconds at most.
  static void deadLetter(DeadLetter letter) {
    long count = DEAD_LETTERS.incrementAndGet();
    if (count <= DEAD_LETTERS_AT_ONCE) {
      LOG.info(
          "Dead letter ({}): {} to {}{}",
          letter.reason(),
          letter.message().getClass().getName(),
          letter.target(),
          count == DEAD_LETTERS_AT_ONCE ? "; further ones are summed up" : "");
      return;
    }
    long now = System.nanoTime();
    long due = NEXT_SUMMARY.get();
    if ((due == Long.MIN_VALUE || now - due >= 0)
        && NEXT_SUMMARY.compareAndSet(due, now + QUIET_NANOS)) {
      LOG.info(
          "{} dead letters so far, the last one ({}) to {}",
          count,
          letter.reason(),
          letter.target());
    }
  }
}
