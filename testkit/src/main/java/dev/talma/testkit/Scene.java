package dev.talma.testkit;

import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.Cancellable;
import dev.talma.SystemEvent;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// What the tools of one test share: the system, its clock if it is a virtual one, the patience,
/// the gates at which its actors may be held, and those who listen to its events.
final class Scene {
  private final ActorSystem system;
  private final Duration patience;
  private final List<Gate> gates;
  private final List<Listening<?>> listeners;
  private final Stillness stillness;

  Scene(ActorSystem system, Duration patience) {
    this.system = system;
    this.patience = Waiting.check(patience);
    this.gates = new CopyOnWriteArrayList<>();
    this.listeners = new CopyOnWriteArrayList<>();
    this.stillness =
        new Stillness(system, time(), () -> gates.stream().mapToInt(Gate::waiting).sum());
  }

  private Scene(Scene other, Duration patience) {
    this.system = other.system;
    this.patience = Waiting.check(patience);
    this.gates = other.gates;
    this.listeners = other.listeners;
    this.stillness = other.stillness;
  }

  /// {@return the same scene for somebody with another patience}
  Scene with(Duration otherPatience) {
    return new Scene(this, otherPatience);
  }

  ActorSystem system() {
    return system;
  }

  /// {@return the clock of the system, if it moves only when it is told to}
  final Optional<VirtualTime> time() {
    return system.settings().timeSource() instanceof VirtualTime time
        ? Optional.of(time)
        : Optional.empty();
  }

  Waiting waiting() {
    return Waiting.atMost(patience);
  }

  Gate gate(String name) {
    Gate gate = new Gate(name, patience, this::failure);
    gates.add(gate);
    return gate;
  }

  void openGates() {
    gates.forEach(Gate::open);
  }

  /// Gives events to a function, and lets settling wait until it was told of all.
  <E extends SystemEvent> Cancellable listen(Class<E> type, Consumer<? super E> listener) {
    Objects.requireNonNull(listener, "listener");
    Listening<E> listening = new Listening<>(system, type, listener);
    listeners.add(listening);
    return () -> {
      listeners.remove(listening);
      listening.end();
    };
  }

  /// {@return a failure that shows what the actors are doing}
  ExpectationError failure(String text) {
    return new ExpectationError(text, ActorTree.of(system));
  }

  ExpectationError interrupted(String during, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new ExpectationError("Interrupted while " + during, cause);
  }

  /// Waits until a condition holds; if it does not, the failure shows what the actors are doing.
  void await(String description, Await.Condition condition) {
    Await.until(description, patience, condition, this::failure);
  }

  /// Waits until an actor has ended.
  void awaitEnd(ActorRef<?> ref) {
    Waiting waiting = waiting();
    try {
      if (!ref.awaitTermination(patience)) {
        throw failure(
            "Waited in vain until %s has ended (for %s)".formatted(ref.path(), waiting.soFar()));
      }
    } catch (InterruptedException e) {
      throw interrupted("it waited for the end of " + ref.path(), e);
    }
  }

  /// Waits until the actors are at rest, but for those at gates and those given, and nothing is due
  /// at the present instant of a virtual clock; and until the listeners were told of what happened.
  void settle(ActorRef<?>... busy) {
    awaitStillness(busy);
    Optional<VirtualTime> time = time();
    while (time.isPresent() && time.get().advanceTo(time.get().elapsed()) > 0) {
      awaitStillness(busy);
    }
    await(
        "the listeners were told of all events",
        () -> listeners.stream().allMatch(Listening::isUpToDate));
  }

  private void awaitStillness(ActorRef<?>... busy) {
    Await.until(
        "the actors are at rest",
        patience,
        () -> stillness.holds(busy),
        text -> failure(text + Texts.line("not at rest", stillness.active(busy))));
  }
}
