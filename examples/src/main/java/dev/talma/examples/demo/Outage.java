package dev.talma.examples.demo;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What follows when a node is killed: how soon each of the counters that it had has answered from
/// another node. For any threads.
final class Outage {
  private final String node;
  private final Set<Integer> counters;
  private final long start = System.nanoTime();
  private final Map<Integer, Duration> recovered = new ConcurrentHashMap<>();

  /// @param node the one that is killed
  /// @param counters those that it has
  Outage(String node, Set<Integer> counters) {
    this.node = node;
    this.counters = Set.copyOf(counters);
  }

  Set<Integer> counters() {
    return counters;
  }

  /// A counter has answered. An answer that the node gave in its last moment does not count.
  void answered(int counter, String by) {
    if (counters.contains(counter) && !by.equals(node)) {
      var _ = recovered.putIfAbsent(counter, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  /// {@return how many counters have answered again}
  int recovered() {
    return recovered.size();
  }

  boolean isOver() {
    return recovered.size() == counters.size();
  }

  /// {@return when the last one that has answered did so}
  Duration longest() {
    return recovered.values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
  }
}
