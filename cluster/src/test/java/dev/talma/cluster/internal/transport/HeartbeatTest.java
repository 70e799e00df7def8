package dev.talma.cluster.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
  private static final long PACE = TimeUnit.MILLISECONDS.toNanos(500);

  /// Clocks may be below zero.
  @Test
  void allLookAtTheSameMoments() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1000; i++) {
      long opened = random.nextLong(-10 * PACE, 10 * PACE);
      long wait = Heartbeat.untilNext(opened, PACE);
      assertTrue(wait > 0 && wait <= PACE, () -> "waits " + wait);
      assertEquals(0, (opened + wait) % PACE, () -> "opened at " + opened);
    }
  }
}
