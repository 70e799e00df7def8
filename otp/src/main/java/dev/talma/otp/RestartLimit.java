package dev.talma.otp;

import java.time.Duration;
import java.util.Objects;

/// How many restarts a supervisor allows within a time, before it gives up.
///
/// @param restarts how many; not negative
/// @param window within which time; positive
public record RestartLimit(int restarts, Duration window) {
  static final RestartLimit USUAL = new RestartLimit(1, Duration.ofSeconds(5));

  /// Refuses what makes no sense.
  public RestartLimit {
    if (restarts < 0) {
      throw new IllegalArgumentException(
          "The number of restarts must not be negative, but is " + restarts);
    }
    if (!Objects.requireNonNull(window, "window").isPositive()) {
      throw new IllegalArgumentException(
          "The window of the restarts must be positive, but is " + window);
    }
  }

  @Override
  public String toString() {
    return restarts + " in " + window;
  }
}
