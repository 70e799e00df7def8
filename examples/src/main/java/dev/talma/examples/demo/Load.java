package dev.talma.examples.demo;

import dev.talma.ActorRef;
import dev.talma.TalmaException;
import dev.talma.cluster.Cluster;
import dev.talma.examples.cluster.DistributedCounter;
import dev.talma.examples.cluster.DistributedCounter.Counter;
import dev.talma.examples.cluster.DistributedCounter.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/// Clients that ask counters to count, one after the other, and a record of what came of it.
final class Load implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(4);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int TRIES = 5;

  private final List<ActorRef<Counter>> counters = new ArrayList<>();
  private final List<Thread> clients = new ArrayList<>();

  /// Where each counter was when it answered last; empty before.
  private final AtomicReferenceArray<String> homes;

  private final AtomicLongArray answered;
  private final AtomicLongArray failed;
  private final Map<String, LongAdder> byNode = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> byFailure = new ConcurrentHashMap<>();
  private final Latencies latencies = new Latencies();
  private volatile Outage outage = new Outage("", Set.of());
  private volatile boolean stopped;

  Load(Cluster cluster, int counters, int clients) {
    homes = new AtomicReferenceArray<>(counters);
    answered = new AtomicLongArray(counters);
    failed = new AtomicLongArray(counters);
    for (int i = 0; i < counters; i++) {
      this.counters.add(cluster.actor(DistributedCounter.COUNTER, "counter-" + i));
      homes.set(i, "");
    }
    var seeds = new SplittableRandom(clients);
    for (int i = 0; i < clients; i++) {
      SplittableRandom random = seeds.split();
      this.clients.add(Thread.ofVirtual().name("client-" + i).unstarted(() -> run(random)));
    }
  }

  void start() {
    clients.forEach(Thread::start);
  }

  private void run(SplittableRandom random) {
    try {
      while (!stopped) {
        Thread.sleep(count(random.nextInt(counters.size())) ? PAUSE : PAUSE_AFTER_FAILURE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean count(int index) {
    long start = System.nanoTime();
    try {
      Reading reading = counters.get(index).ask(new Counter.Increment(1), PATIENCE);
      latencies.add(Duration.ofNanos(System.nanoTime() - start));
      homes.set(index, reading.node());
      answered.incrementAndGet(index);
      byNode.computeIfAbsent(reading.node(), _ -> new LongAdder()).increment();
      outage.answered(index, reading.node());
      return true;
    } catch (TalmaException e) {
      failed.incrementAndGet(index);
      byFailure.computeIfAbsent(e.getClass().getSimpleName(), _ -> new LongAdder()).increment();
      return false;
    }
  }

  /// From now on, what has to do with the end of a node is noted.
  ///
  /// @param node that is about to be killed
  Outage begins(String node) {
    outage = new Outage(node, on(node));
    return outage;
  }

  /// {@return which counters are on a node}
  Set<Integer> on(String node) {
    Set<Integer> there = new HashSet<>();
    for (int i = 0; i < homes.length(); i++) {
      if (homes.get(i).equals(node)) {
        there.add(i);
      }
    }
    return there;
  }

  /// {@return how many asks each node has answered}
  Map<String, Long> byNode() {
    Map<String, Long> sums = new HashMap<>();
    byNode.forEach((node, sum) -> sums.put(node, sum.sum()));
    return sums;
  }

  /// {@return how many asks have failed in each way}
  Map<String, Long> byFailure() {
    Map<String, Long> sums = new HashMap<>();
    byFailure.forEach((failure, sum) -> sums.put(failure, sum.sum()));
    return sums;
  }

  long answered() {
    return sum(answered);
  }

  long failed() {
    return sum(failed);
  }

  private static long sum(AtomicLongArray numbers) {
    long sum = 0;
    for (int i = 0; i < numbers.length(); i++) {
      sum += numbers.get(i);
    }
    return sum;
  }

  Latencies latencies() {
    return latencies;
  }

  /// Ends the clients, then compares what the counters say with what they have answered.
  ///
  /// @return a sentence for each counter that says too little, or more than it was asked to count,
  ///   without those that an outage has set back
  List<String> check() throws InterruptedException {
    close();
    for (Thread client : clients) {
      client.join();
    }
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < counters.size(); i++) {
      if (outage.counters().contains(i)) {
        continue;
      }
      long count = read(counters.get(i));
      long least = answered.get(i);
      long most = least + failed.get(i); // one that failed may have been counted all the same
      if (count < least || count > most) {
        wrong.add(counters.get(i).name() + " says " + count + " and not " + least);
      }
    }
    return wrong;
  }

  private static long read(ActorRef<Counter> counter) {
    TalmaException last = null;
    for (int i = 0; i < TRIES; i++) {
      try {
        return counter.ask(new Counter.Get(), PATIENCE).count();
      } catch (TalmaException e) {
        last = e;
      }
    }
    throw new IllegalStateException(counter.name() + " does not answer", last);
  }

  /// Has the clients end, and does not wait for them.
  @Override
  public void close() {
    stopped = true;
  }
}
