package dev.talma;

import java.time.Duration;
import java.util.Objects;

/// The settings of a system. Change one with its `with…` method.
///
/// @param askTimeout how long an ask waits that names no timeout; 5 s unless set
/// @param stopTimeout how long an owner waits for one child that it has asked to stop, before it
///   kills it; 5 s unless set
/// @param shutdownTimeout how long closing the system waits before it kills what is left; 10 s
///   unless set
/// @param timeSource the clock for schedules and timeouts; the machine's unless set
/// @param logContext whether what the actors' own code logs is marked with the actor's path, in the
///   MDC of SLF4J under `actor`; false unless set. It costs some time for each message and, with
///   Logback, 400 bytes for each idle actor of the loop style. The lines of Talma itself always
///   have the mark
public record SystemSettings(
    Duration askTimeout,
    Duration stopTimeout,
    Duration shutdownTimeout,
    TimeSource timeSource,
    boolean logContext) {

  /// Refuses what makes no sense.
  public SystemSettings {
    positive(askTimeout, "askTimeout");
    positive(stopTimeout, "stopTimeout");
    positive(shutdownTimeout, "shutdownTimeout");
    Objects.requireNonNull(timeSource, "timeSource");
  }

  /// {@return the default settings}
  public static SystemSettings defaults() {
    return new SystemSettings(
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        TimeSource.system(),
        false);
  }

  /// {@return these settings with another time that an ask waits}
  ///
  /// @param value a positive duration
  public SystemSettings withAskTimeout(Duration value) {
    return new SystemSettings(value, stopTimeout, shutdownTimeout, timeSource, logContext);
  }

  /// {@return these settings with another time that a child gets to stop}
  ///
  /// @param value a positive duration
  public SystemSettings withStopTimeout(Duration value) {
    return new SystemSettings(askTimeout, value, shutdownTimeout, timeSource, logContext);
  }

  /// {@return these settings with another time that closing waits}
  ///
  /// @param value a positive duration
  public SystemSettings withShutdownTimeout(Duration value) {
    return new SystemSettings(askTimeout, stopTimeout, value, timeSource, logContext);
  }

  /// {@return these settings with another clock}
  ///
  /// @param value the clock
  public SystemSettings withTimeSource(TimeSource value) {
    return new SystemSettings(askTimeout, stopTimeout, shutdownTimeout, value, logContext);
  }

  /// {@return these settings with or without a mark of the actor on what its code logs}
  ///
  /// @param value whether there is one
  public SystemSettings withLogContext(boolean value) {
    return new SystemSettings(askTimeout, stopTimeout, shutdownTimeout, timeSource, value);
  }

  private static void positive(Duration value, String what) {
    if (!Objects.requireNonNull(value, what).isPositive()) {
      throw new IllegalArgumentException(what + " must be positive, but is " + value);
    }
  }
}
