package dev.talma.testkit.junit;

import dev.talma.testkit.TestSystem;
import java.io.Serial;

/// What the actors were doing when a test failed. It is no failure of its own, but goes with one as
/// a suppressed exception, as that is shown wherever the failure is.
final class ActorsAtFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  ActorsAtFailure(TestSystem system) {
    super(text(system), null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
  }

  private static String text(TestSystem system) {
    String crashes = system.crashes().all().isEmpty() ? "" : "\n  " + system.crashes();
    return "when the test failed,\n" + system.tree() + crashes;
  }
}
