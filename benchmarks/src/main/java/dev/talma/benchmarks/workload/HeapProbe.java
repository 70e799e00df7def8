package dev.talma.benchmarks.workload;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/// Measures what an idle actor keeps on the heap. Idle means: it has handled a message, waits for
/// the next one, and has no state of its own. Its entry in its parent's list of children is
/// counted.
///
/// A thread that waits keeps its stack, and the frames of compiled code are much smaller than those
/// of interpreted code. So many actors come and go before, until the code that waits is compiled. A
/// loop-style actor that has waited ever since the JVM started is bigger than the figure.
///
/// Prints `sample bytes N`. Run in a JVM of its own by [dev.talma.benchmarks.Main].
public final class HeapProbe {
  private static final int ACTORS = 10 * Spawn.CHILDREN;
  private static final int WARMUPS = 60;
  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

  private HeapProbe() {}

  /// Measures one side.
  ///
  /// @param args the side: `pekko`, `events` or `loop`
  public static void main(String... args) throws Exception {
    switch (args[0]) {
      case "pekko" -> {
        var side = new SpawnOnPekko();
        measure(side::run, side::replaceParent);
        side.close();
      }
      case "events" -> measure(new Spawn.Events());
      case "loop" -> measure(new Spawn.Loop());
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void measure(Spawn.Family side) throws Exception {
    measure(side::run, side::replaceParent);
    side.close();
  }

  private static void measure(Step spawn, Step remove) throws Exception {
    for (int i = 0; i < WARMUPS; i++) {
      spawn.run();
      remove.run();
      if (i % 10 == 0) {
        Thread.sleep(100); // for the compiler to catch up
      }
    }
    long before = settledHeap();
    for (int i = 0; i < ACTORS; i += Spawn.CHILDREN) {
      spawn.run();
    }
    long after = settledHeap();
    System.out.println("sample bytes " + (double) (after - before) / ACTORS);
  }

  /// {@return how much is used after a collection that made no more difference}
  private static long settledHeap() throws InterruptedException {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      System.gc();
      long now = MEMORY.getHeapMemoryUsage().getUsed();
      if (Math.abs(used - now) < 64 * 1024) {
        return now;
      }
      used = now;
      Thread.sleep(50); // what is still on its way out of a queue or a thread may end
    }
    throw new IllegalStateException("the heap does not come to rest");
  }

  @FunctionalInterface
  private interface Step {
    void run() throws Exception;
  }
}
