package dev.talma.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.testkit.ProbeTest.Talk;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a probe tells when something else comes, or nothing.
class ProbeFailureTest {
  private static final Duration SHORT = Duration.ofMillis(30);

  private final TestSystem system = TestSystem.create("probes");
  private final Probe<Talk> probe = system.probe("ear");
  private final Probe<Talk> impatient = probe.withPatience(SHORT);

  @AfterEach
  void close() {
    system.close();
  }

  @Test
  void anotherMessageFailsAndTellsWhatCameAndWhatWaits() {
    Probe<Talk> other = system.probe("mouth");
    other.send(probe.ref(), new Talk.Count(1));
    sendNumbers(2, 3);
    system.settle();

    var e = assertThrows(ExpectationError.class, () -> probe.expect(new Talk.Count(9)));

    assertMatches(
        """
        Probe "ear" expected: Count[value=9]
          but got:  Count[value=1] from /mouth (after .*s)
          still waiting: Count[value=2], Count[value=3]
          the actors of "probes" now:
            /         scope, idle
            ├─ ear    handler, idle
            └─ mouth  handler, idle""",
        e.getMessage());
  }

  @Test
  void silenceFailsAndTellsHowLongItWaited() {
    var e = assertThrows(ExpectationError.class, () -> impatient.expect(new Talk.Count(9)));

    assertMatches(
        """
        Probe "ear" expected: Count[value=9]
          but nothing came for .*s
          the actors of "probes" now:
            /       scope, idle
            └─ ear  handler, idle""",
        e.getMessage());
  }

  @Test
  void anotherTypeFails() {
    sendNumbers(1, 1);
    system.settle();

    var e = assertThrows(ExpectationError.class, () -> probe.expectType(Talk.Hello.class));

    assertTrue(e.getMessage().contains("expected: a Hello\n  but got:  Count[value=1]"));
  }

  @Test
  void whatIsNotAsDescribedFails() {
    sendNumbers(2, 2);
    system.settle();

    var e =
        assertThrows(
            ExpectationError.class, () -> probe.expectMatching("an odd number", m -> false));

    assertTrue(e.getMessage().contains("expected: an odd number\n  but got:  Count[value=2]"));
  }

  @Test
  void tooFewMessagesFailAndTellWhichCame() {
    sendNumbers(1, 2);
    system.settle();

    var e = assertThrows(ExpectationError.class, () -> impatient.receiveAll(3));

    assertTrue(e.getMessage().contains("expected: 3 messages, and got 2"), e.getMessage());
    assertTrue(e.getMessage().contains("came: Count[value=1], Count[value=2]"), e.getMessage());
  }

  @Test
  void aMissingOneAmongSeveralFailsAndTellsWhichIsMissing() {
    sendNumbers(1, 1);
    system.settle();

    var e =
        assertThrows(
            ExpectationError.class,
            () ->
                impatient.expectInAnyOrder(
                    List.of(new Talk.Count(1), new Talk.Count(2), new Talk.Count(3))));

    assertTrue(
        e.getMessage().contains("expected: one of [Count[value=2], Count[value=3]]"),
        e.getMessage());
    assertTrue(e.getMessage().contains("came before: Count[value=1]"), e.getMessage());
  }

  @Test
  void fishingInVainTellsWhatItThrewAway() {
    sendNumbers(1, 2);
    system.settle();

    var e = assertThrows(ExpectationError.class, () -> impatient.fishFor(Talk.Hello.class));

    assertTrue(
        e.getMessage().contains("others that came: Count[value=1], Count[value=2]"),
        e.getMessage());
  }

  @Test
  void messagesThatLookTheSameAreToldApart() {
    record Loose(Object part) {
      @Override
      public String toString() {
        return "Loose";
      }
    }
    Probe<Object> any = system.probe();
    any.ref().send(new Loose(1));

    var e = assertThrows(ExpectationError.class, () -> any.expect(new Loose(2)));

    assertTrue(e.getMessage().contains("they look the same, but are not equal"), e.getMessage());
  }

  @Test
  void longMessagesAreCut() {
    probe.ref().send(new Talk.Hello("x".repeat(10_000)));

    var e = assertThrows(ExpectationError.class, () -> probe.expect(new Talk.Count(1)));

    assertTrue(e.getMessage().length() < 1_500, "it has " + e.getMessage().length());
  }

  @Test
  void anInterruptEndsTheWaitAndStays() {
    Thread.currentThread().interrupt();

    var e = assertThrows(ExpectationError.class, probe::receive);

    assertTrue(Thread.interrupted());
    assertEquals("Interrupted while Probe \"ear\" waited for a message", e.getMessage());
  }

  @Test
  void nothingForATimeFailsWithWhatCame() {
    impatient.expectNothingFor(SHORT);
    sendNumbers(1, 1);

    var e =
        assertThrows(ExpectationError.class, () -> probe.expectNothingFor(Duration.ofSeconds(3)));

    assertMatches(
        "Probe \"ear\" expected nothing, but got Count[value=1] after .*s\n.*",
        e.getMessage().lines().limit(2).reduce((a, b) -> a + "\n" + b).orElseThrow());
  }

  @Test
  void anEndThatDoesNotComeFails() {
    var actor = system.spawn("immortal", TestSystemTest.sink());
    impatient.watch(actor);

    var e = assertThrows(ExpectationError.class, () -> impatient.expectDown(actor));

    assertMatches(
        """
        Probe "ear" expected: Down of /immortal
          but none came for .*s (the actor lives; did the probe watch it?)
          the actors of "probes" now:.*""",
        e.getMessage().lines().limit(3).reduce((x, y) -> x + "\n" + y).orElseThrow());
  }

  private void sendNumbers(int from, int to) {
    numbers(from, to).forEach(probe.ref()::send);
  }

  private static List<Talk> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).<Talk>mapToObj(Talk.Count::new).toList();
  }

  /// `.*` stands for anything.
  private static void assertMatches(String pattern, String text) {
    String regex =
        Arrays.stream(pattern.split("\\.\\*", -1))
            .map(Pattern::quote)
            .reduce((a, b) -> a + ".*" + b)
            .orElseThrow();
    assertTrue(
        Pattern.compile(regex).matcher(text).matches(),
        () -> "\nexpected:\n" + pattern + "\nbut was:\n" + text);
  }
}
