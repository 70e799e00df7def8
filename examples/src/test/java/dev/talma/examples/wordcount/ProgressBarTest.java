package dev.talma.examples.wordcount;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The line on the terminal.
class ProgressBarTest {
  private static final String ERASE = "\r\u001B[K";

  private final StringWriter screen = new StringWriter();
  private final ProgressBar bar = new ProgressBar(Optional.of(new PrintWriter(screen)));

  @Test
  void theBarGrowsWithWhatIsDone() {
    bar.expect(1_000_000);
    bar.add(500_000);
    bar.draw();
    String half = "[" + "#".repeat(20) + ".".repeat(20) + "]  50%  0.5 MB, ";
    assertTrue(screen.toString().startsWith(ERASE + half), screen.toString());
  }

  @Test
  void withoutAnExpectationThereIsNoBar() {
    bar.add(2_500_000);
    bar.draw();
    assertTrue(screen.toString().startsWith(ERASE + "2.5 MB, "), screen.toString());
  }

  @Test
  void moreThanExpectedIsAll() {
    bar.expect(10);
    bar.add(25);
    bar.draw();
    assertTrue(screen.toString().contains("] 100% "), screen.toString());
  }

  @Test
  void whatWasDrawnIsErasedOnce() {
    bar.erase();
    assertEquals("", screen.toString());
    bar.draw();
    bar.erase();
    bar.erase();
    assertTrue(screen.toString().endsWith(ERASE), screen.toString());
    assertEquals(2, screen.toString().split("\r", -1).length - 1);
  }

  @Test
  void withoutATerminalNothingIsShown() {
    var none = new ProgressBar(Optional.empty());
    none.add(1);
    none.draw();
    none.erase();
    assertEquals("", screen.toString());
  }
}
