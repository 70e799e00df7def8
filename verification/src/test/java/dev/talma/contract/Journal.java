package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What the actors of a test have done, in order.
final class Journal {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<String> lines = new ArrayList<>();

  synchronized void add(String line) {
    lines.add(line);
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  synchronized void clear() {
    lines.clear();
  }

  /// {@return the lines that begin so}
  List<String> of(String name) {
    return lines().stream().filter(line -> line.startsWith(name)).toList();
  }

  /// Expects that these are the lines, now.
  void expect(String... expected) {
    assertEquals(List.of(expected), lines());
  }

  /// Waits until these are the lines.
  void await(String... expected) {
    Await.untilPasses(PATIENCE, () -> expect(expected));
  }

  /// Waits until there is such a line.
  void awaitLine(String line) {
    Await.untilPasses(
        PATIENCE,
        () -> assertTrue(lines().contains(line), () -> "no \"" + line + "\" in " + lines()));
  }
}
