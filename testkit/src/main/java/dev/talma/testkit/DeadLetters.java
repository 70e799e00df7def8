package dev.talma.testkit;

import dev.talma.ActorRef;
import dev.talma.DeadLetter;
import dev.talma.SystemEvent.DeadLettered;
import java.util.List;
import java.util.function.Predicate;

/// The dead letters of a system, for a test to expect. Each expectation claims the first one that
/// fits, as in [EventLog].
///
/// {@snippet :
/// worker.send("too late");
/// system.deadLetters().expect("too late", DeadLetter.Reason.NO_PROCESS);
/// system.deadLetters().expectNone();
/// }
public final class DeadLetters {
  private final EventLog<DeadLettered> log;

  DeadLetters(Scene scene) {
    log = new EventLog<>(scene, DeadLettered.class, "dead letter", event -> text(event.letter()));
  }

  void open() {
    log.open();
  }

  /// Waits until a message is a dead letter.
  ///
  /// @param message what equals it
  /// @return the dead letter
  /// @throws ExpectationError if it is none in time
  public DeadLetter expect(Object message) {
    return expectMatching(Texts.of(message), letter -> letter.message().equals(message));
  }

  /// Waits until a message is a dead letter for a certain reason.
  ///
  /// @param message what equals it
  /// @param reason why it was not handled
  /// @return the dead letter
  /// @throws ExpectationError if it is none in time
  public DeadLetter expect(Object message, DeadLetter.Reason reason) {
    return expectMatching(
        Texts.of(message) + ", " + reason,
        letter -> letter.message().equals(message) && letter.reason() == reason);
  }

  /// Waits for a dead letter to an actor.
  ///
  /// @param target to whom it was sent
  /// @return the dead letter
  /// @throws ExpectationError if there is none in time
  public DeadLetter expectTo(ActorRef<?> target) {
    return expectMatching("to " + target.path(), letter -> letter.target().equals(target));
  }

  /// Waits for a dead letter.
  ///
  /// @param description what is expected, as in "expected a dead letter: …"
  /// @param fits whether it is the one
  /// @return the dead letter
  /// @throws ExpectationError if there is none in time
  public DeadLetter expectMatching(String description, Predicate<? super DeadLetter> fits) {
    return log.expect(description, event -> fits.test(event.letter())).letter();
  }

  /// Expects that there is no dead letter which nothing has claimed, as [EventLog#expectNone()].
  ///
  /// @throws ExpectationError if there is one
  public void expectNone() {
    log.expectNone();
  }

  /// {@return the dead letters so far, claimed or not}
  public List<DeadLetter> all() {
    return log.all().stream().map(DeadLettered::letter).toList();
  }

  /// {@return the dead letters so far that no expectation has claimed}
  public List<DeadLetter> unclaimed() {
    return log.unclaimed().stream().map(DeadLettered::letter).toList();
  }

  /// {@return what there is}
  @Override
  public String toString() {
    return log.toString();
  }

  private static String text(DeadLetter letter) {
    return "%s to %s%s (%s)"
        .formatted(
            Texts.of(letter.message()),
            letter.target().path(),
            letter.sender().map(from -> " from " + from.path()).orElse(""),
            letter.reason());
  }
}
