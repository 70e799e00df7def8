package dev.talma.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitingTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S,          0 s",
    "PT0.000000050S, 0.05 µs",
    "PT0.0000015S,  1.5 µs",
    "PT0.02S,       20 ms",
    "PT0.0205S,     20.5 ms",
    "PT0.9999S,     999 ms",
    "PT3S,          3 s",
    "PT3.002S,      3 s",
    "PT1.25S,       1.25 s",
    "PT10.55S,      10.5 s",
    "PT1M,          1 min",
    "PT2H5M7S,      2 h 5 min 7 s",
    "PT-1.5S,       -1.5 s",
  })
  void writesDurationsForPeople(Duration duration, String text) {
    assertEquals(text, Waiting.text(duration));
  }

  @Test
  void isOverWhenItsTimeIs() {
    assertTrue(Waiting.atMost(Duration.ZERO).isOver());
    assertFalse(Waiting.atMost(Duration.ofSeconds(Long.MAX_VALUE)).isOver());
  }
}
