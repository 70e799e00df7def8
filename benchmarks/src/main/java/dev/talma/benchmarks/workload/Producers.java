package dev.talma.benchmarks.workload;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Platform threads that send at the same time.
final class Producers implements AutoCloseable {
  private final int threads;
  private final CyclicBarrier begin;
  private final ExecutorService executor;

  Producers(int threads) {
    this.threads = threads;
    begin = new CyclicBarrier(threads);
    executor =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().name("producer-", 0).daemon().factory());
  }

  /// Lets every thread do it so many times, and does not wait.
  void each(int times, Runnable send) {
    for (int i = 0; i < threads; i++) {
      executor.execute(() -> produce(times, send));
    }
  }

  private void produce(int times, Runnable send) {
    try {
      begin.await(); // so that the first one does not run alone until the second one is awake
    } catch (InterruptedException | BrokenBarrierException _) {
      return; // the trial ends
    }
    for (int i = 0; i < times; i++) {
      send.run();
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
