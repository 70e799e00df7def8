package dev.talma.examples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.examples.demo.Picture.Event;
import dev.talma.examples.demo.Picture.Row;
import dev.talma.examples.demo.Picture.Status;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Pictures as text.
class PainterTest {
  private static Picture picture(int seconds, List<Event> events) {
    List<Long> history = new ArrayList<>();
    for (long i = 0; i < 200; i++) {
      history.add(i);
    }
    return new Picture(
        Duration.ofSeconds(seconds),
        "all is well",
        List.of(
            new Row("node-1", 4_194_304, Status.UP, Optional.of(0.5), 45, 100_000),
            new Row("node-2", 7, Status.UNREACHABLE, Optional.empty(), 0, 0)),
        1_234_567,
        1_234,
        100_000,
        Duration.ofNanos(345_678),
        Duration.ofMillis(123),
        history,
        events);
  }

  @Test
  void fitsOnASmallTerminalAndKeepsItsHeight() {
    var painter = new Painter(false);
    List<Event> events = new ArrayList<>();
    int height = painter.lines(picture(0, events)).size();
    for (int i = 0; i < 30; i++) {
      events.add(new Event(Duration.ofSeconds(i), "something"));
      List<String> lines = painter.lines(picture(i, events));
      assertEquals(height, lines.size());
      lines.forEach(line -> assertTrue(line.length() < 80, line));
    }
    assertTrue(height <= 20);
  }

  @Test
  void showsEachNodeAndTheFigures() {
    List<String> lines = new Painter(false).lines(picture(3, List.of()));
    assertEquals(
        "  node-1   4194304  up             50 %        45  100000  " + "#".repeat(20),
        lines.get(3));
    assertEquals("  node-2         7  unreachable       -         0       0", lines.get(4));
    assertEquals("  answered 1,234,567   failed 1,234   asks/s 100,000", lines.get(6));
    assertEquals("  half of the answers within 0.3 ms, 99 % within 123 ms", lines.get(7));
  }

  @Test
  void withoutATerminalThereAreLinesNowAndThen() {
    var bytes = new ByteArrayOutputStream();
    Screen screen = new PlainScreen(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    List<Event> events = new ArrayList<>();
    screen.show(picture(0, events));
    events.add(new Event(Duration.ofMillis(1_500), "node-1 is up"));
    screen.show(picture(2, events));
    screen.show(picture(3, events));
    screen.end(picture(3, events), List.of("Summary"));
    assertEquals(
        List.of(
            " 1.5 s  node-1 is up",
            " 2.0 s  100,000 asks/s, 1,234 failed; node-1 50 %, 45 counters, 100,000/s; node-2"
                + " unreachable",
            "Summary"),
        bytes.toString(StandardCharsets.UTF_8).lines().toList());
  }
}
