package dev.talma.testkit;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The chain of causes behind a throwable.
final class Causes {
  /// Enough for any real chain; keeps one that bites its own tail from being followed for ever.
  private static final int LONGEST_CHAIN = 100;

  private Causes() {}

  /// {@return the throwable, its cause, the cause of that, and so on}
  static Stream<Throwable> of(Throwable throwable) {
    Stream.Builder<Throwable> chain = Stream.builder();
    @Nullable Throwable next = throwable;
    for (int i = 0; i < LONGEST_CHAIN && next != null; i++) {
      chain.add(next);
      next = next.getCause();
    }
    return chain.build();
  }
}
