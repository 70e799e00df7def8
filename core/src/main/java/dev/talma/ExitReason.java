package dev.talma;

import java.util.Objects;
import java.util.Optional;

/// Why an actor ended. Every end has exactly one reason, and monitors, links, events and snapshots
/// all show the same one.
///
/// The set is closed, so a `switch` over it is checked for completeness. The names are those of
/// Erlang/OTP.
public sealed interface ExitReason {

  /// The actor's function returned by itself, or it stopped itself as such. Does not spread over
  /// links.
  record Normal() implements ExitReason {}

  /// The actor was asked to stop, by its owner, by [ActorRef#stop()] or by the closing of the
  /// system. Not an error.
  ///
  /// @param detail what the one who asked wanted to say, if anything
  record Shutdown(Optional<Object> detail) implements ExitReason {}

  /// The actor was killed: it was interrupted and had no say, and its clean-up code did not run.
  record Killed() implements ExitReason {}

  /// The actor's code threw.
  ///
  /// @param cause what it threw
  record Crashed(Throwable cause) implements ExitReason {
    /// Refuses a missing cause.
    public Crashed {
      Objects.requireNonNull(cause, "cause");
    }
  }

  /// There was no such actor: it had ended before it was monitored or linked.
  record NoProcess() implements ExitReason {}

  /// The node on which the actor lived was lost; whether the actor still runs is not known.
  record NoConnection() implements ExitReason {}

  /// {@return the reason of a function that returned by itself}
  static ExitReason normal() {
    return Reasons.NORMAL;
  }

  /// {@return the reason of an actor that was asked to stop, without a detail}
  static ExitReason shutdown() {
    return Reasons.SHUTDOWN;
  }

  /// {@return the reason of an actor that was asked to stop}
  ///
  /// @param detail what to tell those who watch
  static ExitReason shutdown(Object detail) {
    return new Shutdown(Optional.of(detail));
  }

  /// {@return the reason of a killed actor}
  static ExitReason killed() {
    return Reasons.KILLED;
  }

  /// {@return the reason of an actor that threw}
  ///
  /// @param cause what it threw
  static ExitReason crashed(Throwable cause) {
    return new Crashed(cause);
  }

  /// {@return the reason that is reported for an actor which had ended before}
  static ExitReason noProcess() {
    return Reasons.NO_PROCESS;
  }

  /// {@return the reason that is reported for an actor on a lost node}
  static ExitReason noConnection() {
    return Reasons.NO_CONNECTION;
  }

  /// {@return whether the end was wanted: normal or shutdown}
  default boolean isOrderly() {
    return this instanceof Normal || this instanceof Shutdown;
  }

  /// {@return what the actor threw, if it crashed}
  default Optional<Throwable> failure() {
    return this instanceof Crashed(Throwable cause) ? Optional.of(cause) : Optional.empty();
  }
}
