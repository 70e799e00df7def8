package dev.talma.cluster.internal.node;

import dev.talma.cluster.ClusterCounters;
import java.util.concurrent.atomic.LongAdder;

/// Counts what passes between this node and others.
final class Traffic {
  private final LongAdder sent = new LongAdder();
  private final LongAdder received = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder movedOut = new LongAdder();
  private final LongAdder movedIn = new LongAdder();
  private final LongAdder conflicts = new LongAdder();

  void sent() {
    sent.increment();
  }

  void received() {
    received.increment();
  }

  void lost() {
    lost.increment();
  }

  void refused() {
    refused.increment();
  }

  void movedOut() {
    movedOut.increment();
  }

  void movedIn() {
    movedIn.increment();
  }

  void conflict() {
    conflicts.increment();
  }

  ClusterCounters counters() {
    return new ClusterCounters(
        sent.sum(),
        received.sum(),
        lost.sum(),
        refused.sum(),
        movedOut.sum(),
        movedIn.sum(),
        conflicts.sum());
  }
}
