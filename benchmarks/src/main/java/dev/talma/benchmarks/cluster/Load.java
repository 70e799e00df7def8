package dev.talma.benchmarks.cluster;

import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// What one thread of the client does. The same for all frameworks.
final class Load {
  /// How many messages may be on their way: enough to keep everybody busy, too few to fill a
  /// mailbox.
  private static final int WINDOW = 20_000;

  private static final int OUTSTANDING = 64;
  private static final long PAUSE_NANOS = 10_000;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Client client;
  private long sent;
  private long asked;

  Load(Client client) {
    this.client = client;
  }

  /// Sends for so long, and waits until all is handled. {@return nanoseconds per handled message}
  double messages(long nanos) {
    long first = sent;
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < nanos) {
      for (int i = 0; i < Client.BATCH; i++) {
        client.send(sent++);
      }
      awaitHandled(sent - WINDOW);
    }
    awaitHandled(sent);
    return (double) (System.nanoTime() - begin) / (sent - first);
  }

  private void awaitHandled(long messages) {
    long begin = System.nanoTime();
    while (client.handled() < messages) {
      if (System.nanoTime() - begin > PATIENCE_NANOS) {
        throw new IllegalStateException(
            "%d messages sent, %d handled: some are lost".formatted(sent, client.handled()));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /// Asks one question after the other for so long. {@return the median of the times until the
  /// answer was there, in microseconds}
  double asks(long nanos) {
    var times = new long[1_000_000];
    int count = 0;
    long begin = System.nanoTime();
    for (long now = begin; now - begin < nanos && count < times.length; count++) {
      check(client.ask(asked), asked);
      asked++;
      long then = now;
      now = System.nanoTime();
      times[count] = now - then;
    }
    Arrays.sort(times, 0, count);
    return times[count / 2] / 1_000.0;
  }

  /// Keeps many questions unanswered for so long. {@return nanoseconds per answer}
  double manyAsks(long nanos) throws InterruptedException {
    var room = new Semaphore(OUTSTANDING);
    var failure = new AtomicReference<Throwable>();
    long first = asked;
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < nanos) {
      take(room, 1);
      long number = asked++;
      client
          .askAsync(number)
          .whenComplete(
              (answer, problem) -> {
                if (problem != null) {
                  failure.set(problem);
                } else if (answer != number) {
                  failure.set(new IllegalStateException("wrong answer"));
                }
                room.release();
              });
    }
    take(room, OUTSTANDING);
    double each = (double) (System.nanoTime() - begin) / (asked - first);
    if (failure.get() != null) {
      throw new IllegalStateException(failure.get());
    }
    return each;
  }

  private static void take(Semaphore room, int permits) throws InterruptedException {
    if (!room.tryAcquire(permits, PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
      throw new IllegalStateException("no answers");
    }
  }

  private static void check(long answer, long number) {
    if (answer != number) {
      throw new IllegalStateException("answer " + answer + " to question " + number);
    }
  }
}
