package dev.talma.otp;

import dev.talma.Backoff;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// A [DynamicSupervisor], declared. Made by [DynamicSupervisor#spec()].
///
/// *Defaults*: 1 restart in 5 s; no back-off; as many children as memory holds.
///
/// @param limit how many restarts are allowed
/// @param most how many children there may be, if there is a bound
/// @param restartBackoff how long to wait before a restart, if at all
public record DynamicSupervisorSpec(
    RestartLimit limit, OptionalInt most, Optional<Backoff> restartBackoff) {

  /// Refuses a bound below zero.
  public DynamicSupervisorSpec {
    Objects.requireNonNull(limit, "limit");
    Objects.requireNonNull(restartBackoff, "restartBackoff");
    if (most.isPresent() && most.getAsInt() < 0) {
      throw new IllegalArgumentException(
          "The number of children must not be negative, but is " + most.getAsInt());
    }
  }

  /// {@return the same with another limit} When more restarts than that are needed within that
  /// time, the supervisor stops all its children and ends as shutdown.
  ///
  /// @param restarts how many restarts; zero means none at all
  /// @param window within which time
  /// @throws IllegalArgumentException if the number is negative or the time is not positive
  public DynamicSupervisorSpec intensity(int restarts, Duration window) {
    return new DynamicSupervisorSpec(new RestartLimit(restarts, window), most, restartBackoff);
  }

  /// {@return the same with a bound for its children}
  ///
  /// @param count how many there may be, those that wait for a restart included
  /// @throws IllegalArgumentException if that is negative
  public DynamicSupervisorSpec maxChildren(int count) {
    return new DynamicSupervisorSpec(limit, OptionalInt.of(count), restartBackoff);
  }

  /// {@return the same with waits before restarts} A child's own back-off goes before this one.
  ///
  /// @param value how long to wait
  public DynamicSupervisorSpec backoff(Backoff value) {
    return new DynamicSupervisorSpec(limit, most, Optional.of(value));
  }
}
