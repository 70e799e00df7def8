package dev.talma.cluster.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// How often a complaint is worth a line.
final class ComplaintsTest {
  private long now;
  private final Complaints complaints = new Complaints(() -> now);

  @Test
  void theSameIsSaidEveryTenSecondsWithTheNumberLeftOut() {
    assertEquals(0, complaints.admit("a"));
    assertEquals(-1, complaints.admit("a"));
    now += TimeUnit.SECONDS.toNanos(9);
    assertEquals(-1, complaints.admit("a"));
    assertEquals(0, complaints.admit("b"));
    now += TimeUnit.SECONDS.toNanos(1);
    assertEquals(2, complaints.admit("a"));
    assertEquals(-1, complaints.admit("a"));
  }

  @Test
  void strangersDoNotFillTheMemory() {
    for (int i = 0; i < 5000; i++) {
      assertEquals(0, complaints.admit(i));
    }
    assertEquals(0, complaints.admit(0), "the eldest was forgotten");
    assertEquals(-1, complaints.admit(4999));
  }
}
