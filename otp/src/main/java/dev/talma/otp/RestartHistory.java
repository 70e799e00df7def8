package dev.talma.otp;

import java.util.ArrayDeque;

/// Counts the restarts of one supervisor against its limit.
final class RestartHistory {
  private final RestartLimit limit;
  private final ArrayDeque<Long> times = new ArrayDeque<>(4);

  RestartHistory(RestartLimit limit) {
    this.limit = limit;
  }

  /// {@return whether one more restart is allowed} If so, it is counted.
  ///
  /// @param now the time, in nanoseconds
  boolean allows(long now) {
    while (!times.isEmpty() && now - times.peek() > Start.nanos(limit.window())) {
      times.poll();
    }
    if (times.size() >= limit.restarts()) {
      return false;
    }
    times.add(now);
    return true;
  }
}
