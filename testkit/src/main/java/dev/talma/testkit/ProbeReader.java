package dev.talma.testkit;

import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.Signal;
import java.util.Optional;
import java.util.function.Consumer;

/// The test's side of a probe: waits for what its actor gets, and tells what is wrong if it does
/// not get it.
final class ProbeReader {
  private final Scene scene;
  private final ActorRef<Object> self;
  private final ProbeActor actor;

  private volatile Optional<Arrival> last = Optional.empty();

  ProbeReader(Scene scene, ActorRef<Object> self, ProbeActor actor) {
    this.scene = scene;
    this.self = self;
    this.actor = actor;
  }

  /// {@return the next message, which is taken out; empty when the wait is over}
  Optional<Arrival> next(Waiting waiting) {
    try {
      Optional<Arrival> next = actor.arrivals.take(waiting);
      last = next.or(() -> last);
      return next;
    } catch (InterruptedException e) {
      throw scene.interrupted(name() + " waited for a message", e);
    }
  }

  /// {@return the message that was taken out last}
  Optional<Arrival> last() {
    return last;
  }

  <S extends Signal> S signal(Class<S> type, ActorRef<?> target, String how) {
    Waiting waiting = scene.waiting();
    try {
      return actor
          .signals
          .take(signal -> type.isInstance(signal) && signal.ref().equals(target), waiting)
          .map(type::cast)
          .orElseThrow(() -> noSignal(type.getSimpleName(), target, how, waiting));
    } catch (InterruptedException e) {
      throw scene.interrupted(name() + " waited for the end of " + target.path(), e);
    }
  }

  private ExpectationError noSignal(String type, ActorRef<?> target, String how, Waiting waiting) {
    return failure(
        "expected: %s of %s\n  but none came for %s (the actor %s; did the probe %s it?)%s"
            .formatted(
                type,
                target.path(),
                waiting.soFar(),
                target.isAlive() ? "lives" : "has ended",
                how,
                Texts.line("other notices", actor.signals.items())));
  }

  /// Lets the actor do something, and waits until it is done.
  void call(String what, Consumer<Context<Object>> action) {
    if (!self.isAlive()) {
      throw new IllegalStateException(name() + " has ended, and cannot " + what);
    }
    try {
      if (!ProbeActor.call(self, action, scene.waiting())) {
        throw failure("could not " + what + " in time");
      }
    } catch (InterruptedException e) {
      throw scene.interrupted(name() + " tried to " + what, e);
    }
  }

  void awaitEnd() {
    scene.awaitEnd(self);
  }

  /// {@return the failure of an expectation of a message}
  ///
  /// @param expected what was expected
  /// @param got what came instead, and was taken out
  /// @param more what else there is to say, beginning with a line break
  ExpectationError unmet(String expected, Optional<Arrival> got, Waiting waiting, String more) {
    String came =
        got.map(it -> "but got:  " + it + " (after " + waiting.soFar() + ")")
            .orElseGet(() -> "but nothing came for " + waiting.soFar());
    return failure(
        "expected: "
            + expected
            + "\n  "
            + came
            + more
            + Texts.line("still waiting", actor.arrivals.items())
            + Texts.line("notices", actor.signals.items()));
  }

  ExpectationError failure(String text) {
    return scene.failure(name() + " " + text);
  }

  private String name() {
    return "Probe \"" + self.name() + "\"";
  }
}
