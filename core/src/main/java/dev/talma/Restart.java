package dev.talma;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// A crash restarts the actor: its children are stopped, and its function runs afresh with fresh
/// state. The reference, the links, the messages that wait and those on hold stay; the message that
/// was being handled becomes a dead letter; timers and monitors of the run are gone, and the asks
/// that it has deferred fail.
///
/// {@snippet :
/// worker().supervised(Restart.upTo(3).within(Duration.ofMinutes(1)).backoff(Backoff.between(
///     Duration.ofMillis(50), Duration.ofSeconds(5))))
/// }
///
/// There is always a back-off, [Backoff#standard()] unless set, so that an actor which crashes
/// again and again cannot keep a core busy.
///
/// @param limit how many restarts are allowed; empty for any number
/// @param window the time in which they are counted; empty for the whole life of the actor
/// @param backoff how long to wait before each restart
/// @param strategy whether siblings restart as well
/// @param escalates whether a crash beyond the limit is passed to the owner, as [Escalate] does;
///   otherwise it ends the actor, with the last cause
public record Restart(
    OptionalInt limit,
    Optional<Duration> window,
    Backoff backoff,
    Strategy strategy,
    boolean escalates)
    implements Supervision {

  /// Refuses what makes no sense.
  public Restart {
    if (limit.isPresent() && limit.getAsInt() < 0) {
      throw new IllegalArgumentException(
          "The limit must not be negative, but is " + limit.getAsInt());
    }
    window.ifPresent(Restart::requirePositive);
    Objects.requireNonNull(backoff, "backoff");
    Objects.requireNonNull(strategy, "strategy");
  }

  /// Who restarts when one crashes.
  public enum Strategy {
    /// Only the one that crashed.
    ONE_FOR_ONE,
    /// It and all its siblings that are supervised all-for-one, too: the others finish their
    /// current message and stop, the last started first; when all have stopped, all start, in the
    /// order of their first start. Only the one that crashed loses a message.
    ALL_FOR_ONE
  }

  /// {@return a restart after every crash}
  public static Restart always() {
    return new Restart(
        OptionalInt.empty(),
        Optional.empty(),
        Backoff.standard(),
        Strategy.ONE_FOR_ONE,
        /* escalates= */ false);
  }

  /// {@return at most so many restarts}
  ///
  /// @param limit how many; 0 is none at all
  public static Restart upTo(int limit) {
    Restart always = always();
    return new Restart(
        OptionalInt.of(limit), always.window, always.backoff, always.strategy, always.escalates);
  }

  /// {@return the same, but only crashes of the last so much time count}
  ///
  /// @param window a positive duration
  public Restart within(Duration window) {
    return new Restart(limit, Optional.of(window), backoff, strategy, escalates);
  }

  /// {@return the same with another back-off}
  ///
  /// @param backoff how long to wait before each restart
  public Restart backoff(Backoff backoff) {
    return new Restart(limit, window, backoff, strategy, escalates);
  }

  /// {@return the same, together with the siblings}
  public Restart allForOne() {
    return new Restart(limit, window, backoff, Strategy.ALL_FOR_ONE, escalates);
  }

  /// {@return the same, but a crash beyond the limit is passed to the owner}
  public Restart thenEscalate() {
    return new Restart(limit, window, backoff, strategy, /* escalates= */ true);
  }

  private static void requirePositive(Duration window) {
    if (!window.isPositive()) {
      throw new IllegalArgumentException("The window must be positive, but is " + window);
    }
  }
}
