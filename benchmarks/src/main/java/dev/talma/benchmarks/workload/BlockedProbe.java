package dev.talma.benchmarks.workload;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// Measures what becomes of a system in which 10,000 actors block for 100 ms each, all at once:
/// when all are through, and how long another actor, told last, takes to answer.
///
/// Prints `sample all MS` and `sample quick MS`, or with `atleast` instead of `sample` when it was
/// not awaited. Run in a JVM of its own by [dev.talma.benchmarks.Main].
public final class BlockedProbe {
  private static final int ACTORS = 10_000;

  /// Until the code is compiled. The rounds before that take two to three times as long.
  private static final int WARMUPS = 10;

  private static final long BLOCKED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final Crowd crowd;
  private final Blocker blocker;

  private BlockedProbe(Crowd crowd, Blocker blocker) {
    this.crowd = crowd;
    this.blocker = blocker;
  }

  /// Measures one side.
  ///
  /// @param args the side: `pekko`, `events` or `loop`; how to block: `sleep`, `lock` or `monitor`;
  ///   how many rounds
  public static void main(String... args) throws InterruptedException {
    var blocker =
        switch (args[1]) {
          case "sleep" -> new Sleep();
          case "lock" -> new Lock();
          case "monitor" -> new Monitor();
          default -> throw new IllegalArgumentException(args[1]);
        };
    var probe = new BlockedProbe(Crowd.of(args[0], ACTORS + 1), blocker);
    boolean inTime = true;
    for (int i = 0; i < WARMUPS && inTime; i++) {
      inTime = probe.round(false);
    }
    for (int i = 0; i < Integer.parseInt(args[2]) && inTime; i++) {
      inTime = probe.round(true);
    }
    System.out.flush();
    Runtime.getRuntime().halt(0); // whoever is still blocked is not waited for
  }

  private boolean round(boolean counts) throws InterruptedException {
    var done = new CountDownLatch(ACTORS);
    var answered = new CountDownLatch(1);
    var answerTime = new AtomicLong();
    var sent = new AtomicLong();
    long begin = System.nanoTime();
    blocker.during(
        () -> {
          for (int i = 0; i < ACTORS; i++) {
            crowd.tell(
                i,
                () -> {
                  if (blocker.block() > 0) {
                    done.countDown();
                  }
                });
          }
          sent.set(System.nanoTime());
          crowd.tell(
              ACTORS,
              () -> {
                answerTime.set(System.nanoTime());
                answered.countDown();
              });
          sleepUntil(begin + BLOCKED_NANOS);
        });
    boolean all = await(done, begin);
    long allNanos = System.nanoTime() - begin;
    boolean quick = await(answered, begin);
    long quickNanos = (quick ? answerTime.get() : System.nanoTime()) - sent.get();
    if (counts || !all || !quick) {
      print(all, "all", allNanos);
      print(quick, "quick", quickNanos);
    }
    return all && quick;
  }

  private static void print(boolean inTime, String metric, long nanos) {
    System.out.println((inTime ? "sample " : "atleast ") + metric + " " + nanos / 1e6);
  }

  private static boolean await(CountDownLatch latch, long begin) throws InterruptedException {
    return latch.await(begin + PATIENCE_NANOS - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private static void sleepUntil(long time) {
    sleep(time - System.nanoTime());
  }

  private static void sleep(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A way to block.
  private interface Blocker {
    /// Does the work, and lets those who block block at least meanwhile.
    void during(Runnable work);

    /// {@return a number above 0, after a wait} What was guarded is used, as it would be elsewhere.
    int block();
  }

  private static final class Sleep implements Blocker {
    @Override
    public void during(Runnable work) {
      work.run();
    }

    @Override
    public int block() {
      sleep(BLOCKED_NANOS);
      return 1;
    }
  }

  private static final class Lock implements Blocker {
    private final ReentrantLock lock = new ReentrantLock();
    private int passed;

    @Override
    public void during(Runnable work) {
      lock.lock();
      try {
        work.run();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public int block() {
      lock.lock();
      try {
        return ++passed;
      } finally {
        lock.unlock();
      }
    }
  }

  private static final class Monitor implements Blocker {
    private final Object monitor = new Object();
    private int passed;

    @Override
    public void during(Runnable work) {
      synchronized (monitor) {
        work.run();
      }
    }

    @Override
    public int block() {
      synchronized (monitor) {
        return ++passed;
      }
    }
  }
}
