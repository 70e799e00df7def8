package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.talma.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What happens to many at once is one line, and none is left out of the number.
class SurgeTest {
  private final VirtualTime time = new VirtualTime();
  private final Surge surge = new Surge(time);
  private final List<String> lines = new ArrayList<>();

  private void happens(String what) {
    surge.happened(more -> lines.add(what + " and " + more));
  }

  private void pass(int seconds, String... said) {
    time.advance(Duration.ofSeconds(seconds));
    assertEquals(List.of(said), lines);
    lines.clear();
  }

  @Test
  void theFirstIsSaidAtOnceAndOneOfTheOthersWithTheirNumber() {
    happens("a");
    pass(0, "a and 0");
    for (int i = 0; i < 100_000; i++) {
      happens("b" + i);
    }
    pass(9);
    pass(1, "b99999 and 99999");
    happens("c");
    pass(9);
    pass(1, "c and 0");
    pass(10);
    happens("d");
    pass(0, "d and 0");
  }

  @Test
  void whatIsNotSaidYetIsSaidAtTheEnd() {
    happens("a");
    happens("b");
    surge.flush();
    pass(0, "a and 0", "b and 0");
    surge.flush();
    pass(20);
  }
}
