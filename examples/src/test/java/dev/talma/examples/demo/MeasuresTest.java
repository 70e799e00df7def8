package dev.talma.examples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the demonstration measures.
class MeasuresTest {
  @Test
  void quantilesAreRightWithinATenth() {
    var latencies = new Latencies();
    assertEquals(Duration.ZERO, latencies.quantile(0.5));
    for (int i = 1; i <= 1_000; i++) {
      latencies.add(Duration.of(i, ChronoUnit.MICROS));
    }
    assertEquals(500_000.0, (double) latencies.quantile(0.5).toNanos(), 50_000.0);
    assertEquals(990_000.0, (double) latencies.quantile(0.99).toNanos(), 99_000.0);
    latencies.add(Duration.ofDays(300)); // longer than there is room for
    assertTrue(latencies.quantile(1).compareTo(Duration.ofMinutes(10)) > 0);
  }

  @Test
  void anOutageIsOverWhenEachCounterHasAnsweredFromAnotherNode() {
    var outage = new Outage("node-2", Set.of(3, 5));
    outage.answered(3, "node-2"); // its last words
    outage.answered(4, "node-1"); // was never there
    assertEquals(0, outage.recovered());
    outage.answered(3, "node-1");
    assertFalse(outage.isOver());
    outage.answered(5, "node-3");
    assertTrue(outage.isOver());
    Duration longest = outage.longest();
    outage.answered(5, "node-3");
    assertEquals(longest, outage.longest());
  }
}
