package dev.talma.internal;

import dev.talma.Restart;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Decides about restarts: counts the crashes of one actor against its limit and its back-off.
final class CrashHistory {
  private final ArrayDeque<Long> counted = new ArrayDeque<>();
  private int inARow;
  private long startedAt;
  private long firstId;
  private boolean limitReached;

  /// Another run begins.
  void runBegins(LocalSystem system) {
    startedAt = system.time().nanoTime();
    firstId = system.nextId();
  }

  boolean isFromFormerRun(Cell<?> child) {
    return child.id < firstId;
  }

  boolean isLimitReached() {
    return limitReached;
  }

  /// {@return how long to wait before the restart, or empty if the limit is reached}
  ///
  /// @param policy the actor's supervision
  /// @param now when it crashed
  /// @param random for the jitter
  Optional<Duration> crashed(Restart policy, long now, RandomGenerator random) {
    if (now - startedAt >= Nanos.of(policy.backoff().forgetAfter())) {
      inARow = 0;
    }
    if (policy.limit().isPresent()) {
      policy
          .window()
          .ifPresent(
              window -> {
                while (!counted.isEmpty() && now - counted.peek() > Nanos.of(window)) {
                  counted.poll();
                }
              });
      if (counted.size() >= policy.limit().getAsInt()) {
        limitReached = true;
        return Optional.empty();
      }
      counted.add(now);
    }
    return Optional.of(policy.backoff().delay(inARow++, random));
  }
}
