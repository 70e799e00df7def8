package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.Request;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/// The stage of calls that are refused.
abstract class RefusalContract extends StyledContract {
  static final Duration NEGATIVE = Duration.ofNanos(-1);

  /// One call that is refused.
  record Bad(String what, Class<? extends Exception> type, Executable call, Object... says) {}

  static Bad bad(String what, Class<? extends Exception> type, Executable call, Object... says) {
    return new Bad(what, type, call, says);
  }

  Stream<DynamicTest> tests(Bad... table) {
    return Stream.of(table)
        .map(bad -> DynamicTest.dynamicTest(bad.what, () -> changesNothing(() -> refused(bad))));
  }

  static void refused(Bad bad) {
    assertSays(assertThrows(bad.type, bad.call), bad.says);
  }

  void changesNothing(Executable work) throws Exception {
    system.settle();
    var counters = system.counters();
    String tree = system.snapshot().toString();
    int timers = system.time().pending();
    try {
      work.execute();
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
    system.settle();
    assertEquals(counters, system.counters());
    assertEquals(tree, system.snapshot().toString());
    assertEquals(timers, system.time().pending());
  }

  /// Null where the compiler's checker would not allow it.
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals", "DataFlowIssue"})
  static <T> T none() {
    return (T) null;
  }

  /// A request that says that it is of a protocol, and is not.
  record Stranger() implements Request<Cue, String> {}
}
