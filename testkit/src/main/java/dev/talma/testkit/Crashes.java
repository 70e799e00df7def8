package dev.talma.testkit;

import dev.talma.ActorRef;
import dev.talma.EscalatedException;
import dev.talma.SystemEvent.Crashed;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// The crashes of a system's actors. Those that a test expects are part of what it tests; any other
/// one is a bug that it has come across, and makes [TestSystem#close()] fail.
///
/// {@snippet :
/// worker.send(new Divide(1, 0));
/// system.crashes().expect(worker, ArithmeticException.class);
/// }
///
/// Each expectation claims the first crash that fits, as in [EventLog]. To be claimed is one way
/// for a crash to be expected; the others are:
/// - it is a [ScriptedCrash], or one is behind it;
/// - it is an [EscalatedException] of a crash that is expected;
/// - it is [tolerated][#tolerate(Class)].
public final class Crashes {
  private final EventLog<Crashed> log;
  private final Set<Throwable> claimed = ConcurrentHashMap.newKeySet();
  private final List<Predicate<? super Crashed>> tolerated = new CopyOnWriteArrayList<>();

  Crashes(Scene scene) {
    log = new EventLog<>(scene, Crashed.class, "crash", Crashes::text);
  }

  void open() {
    log.open();
  }

  /// Waits for a crash of an actor.
  ///
  /// @param ref the actor
  /// @return the crash
  /// @throws ExpectationError if there is none in time
  public Crashed expect(ActorRef<?> ref) {
    return expectMatching("of " + ref.path(), crash -> crash.ref().equals(ref));
  }

  /// Waits for a crash with a cause of a type.
  ///
  /// @param cause the type of what was thrown
  /// @return the crash
  /// @throws ExpectationError if there is none in time
  public Crashed expect(Class<? extends Throwable> cause) {
    return expectMatching(
        "by a " + cause.getSimpleName(), crash -> cause.isInstance(crash.cause()));
  }

  /// Waits for a crash of an actor with a cause of a type.
  ///
  /// @param ref the actor
  /// @param cause the type of what was thrown
  /// @return the crash
  /// @throws ExpectationError if there is none in time
  public Crashed expect(ActorRef<?> ref, Class<? extends Throwable> cause) {
    return expectMatching(
        "of " + ref.path() + " by a " + cause.getSimpleName(),
        crash -> crash.ref().equals(ref) && cause.isInstance(crash.cause()));
  }

  /// Waits for a crash.
  ///
  /// @param description what is expected, as in "expected a crash: …"
  /// @param fits whether it is the one
  /// @return the crash
  /// @throws ExpectationError if there is none in time
  public Crashed expectMatching(String description, Predicate<? super Crashed> fits) {
    Crashed crash = log.expect(description, fits);
    claimed.add(crash.cause());
    return crash;
  }

  /// Expects that there is no crash which nothing has claimed, as [EventLog#expectNone()]; also
  /// none that would be tolerated.
  ///
  /// @throws ExpectationError if there is one
  public void expectNone() {
    log.expectNone();
  }

  /// Lets crashes with a cause of a type be, those so far and those to come.
  ///
  /// @param cause the type of what is thrown, or of a cause of that
  public void tolerate(Class<? extends Throwable> cause) {
    tolerated.add(crash -> Causes.of(crash.cause()).anyMatch(cause::isInstance));
  }

  /// Lets crashes of an actor be, those so far and those to come.
  ///
  /// @param ref the actor
  public void tolerate(ActorRef<?> ref) {
    tolerated.add(crash -> crash.ref().equals(ref));
  }

  /// Lets all crashes be, those so far and those to come.
  public void tolerateAll() {
    tolerated.add(crash -> true);
  }

  /// {@return the crashes so far, expected or not}
  public List<Crashed> all() {
    return log.all();
  }

  /// {@return the crashes so far that nothing has expected}
  public List<Crashed> unexpected() {
    return log.unclaimed().stream().filter(crash -> !isExpected(crash)).toList();
  }

  /// {@return what there is}
  @Override
  public String toString() {
    return log.toString();
  }

  /// Fails if there are unexpected crashes. They are the cause, and suppressed, with their stacks.
  void requireExpected(String system) {
    List<Crashed> unexpected = unexpected();
    if (unexpected.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    text.append(unexpected.size() == 1 ? "An actor" : "Actors")
        .append(" of \"")
        .append(system)
        .append("\" crashed, and the test did not expect it; see TestSystem.crashes():");
    unexpected.stream().limit(10).forEach(crash -> text.append("\n  ").append(text(crash)));
    if (unexpected.size() > 10) {
      text.append("\n  and ").append(unexpected.size() - 10).append(" more");
    }
    ExpectationError error = new ExpectationError(text.toString(), unexpected.getFirst().cause());
    unexpected.stream().skip(1).limit(9).map(Crashed::cause).forEach(error::addSuppressed);
    throw error;
  }

  private boolean isExpected(Crashed crash) {
    return ScriptedCrash.isBehind(crash.cause())
        || tolerated.stream().anyMatch(fits -> fits.test(crash))
        || (crash.cause() instanceof EscalatedException
            && Causes.of(crash.cause()).anyMatch(claimed::contains));
  }

  private static String text(Crashed crash) {
    return "%s, %s: %s"
        .formatted(
            crash.ref().path(),
            crash.messageType().equals("none")
                ? "outside of any message"
                : "handling " + crash.messageType(),
            Texts.of(crash.cause()));
  }
}
