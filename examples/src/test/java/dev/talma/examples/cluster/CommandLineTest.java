package dev.talma.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Command lines, taken apart.
class CommandLineTest {
  private static CommandLine parse(String... arguments) throws UsageException {
    return CommandLine.parse(List.of(arguments), Set.of("seed", "tls"), Set.of("insecure"));
  }

  private static String wrong(String... arguments) {
    return assertThrows(UsageException.class, () -> parse(arguments)).getMessage();
  }

  @Test
  void optionsStandAnywhereAndValuesFollowOrAreJoined() throws Exception {
    CommandLine line = parse("a", "--seed", "x:1", "b", "--seed=y:2", "--insecure", "-5");
    assertEquals(List.of("a", "b", "-5"), line.rest());
    assertEquals(List.of("x:1", "y:2"), line.all("seed"));
    assertTrue(line.has("insecure"));
    assertFalse(line.has("tls"));
    assertEquals(Optional.empty(), line.find("tls"));
  }

  @Test
  void afterTwoDashesThereAreNoOptions() throws Exception {
    CommandLine line = parse("--tls", "dir", "--", "--seed", "x");
    assertEquals(List.of("--seed", "x"), line.rest());
    assertEquals("dir", line.get("tls"));
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    assertEquals("unknown option --sead", wrong("--sead", "x"));
    assertEquals("--seed needs a value", wrong("--seed"));
    assertEquals("--seed needs a value", wrong("--seed", "--tls", "x"));
    assertEquals("--insecure takes no value", wrong("--insecure=yes"));
    CommandLine twice = parse("--tls", "a", "--tls", "b", "what");
    assertEquals(
        "--tls is given 2 times",
        assertThrows(UsageException.class, () -> twice.find("tls")).getMessage());
    assertEquals(
        "--seed is missing",
        assertThrows(UsageException.class, () -> twice.get("seed")).getMessage());
    assertEquals(
        "what is 'what' for?", assertThrows(UsageException.class, twice::noRest).getMessage());
  }
}
