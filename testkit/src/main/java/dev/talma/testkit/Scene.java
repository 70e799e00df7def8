package dev.talma.testkit;

import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// What the tools of one test share: the system, its clock if it is a virtual one, the patience,
/// the gates at which its actors may be held, and the logs of its events.
final class Scene {
  private final ActorSystem system;
  private final Duration patience;
  private final List<Gate> gates;
  private final List<EventLog<?>> logs;

  Scene(ActorSystem system, Duration patience) {
    this(system, patience, new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
  }

  private Scene(ActorSystem system, Duration patience, List<Gate> gates, List<EventLog<?>> logs) {
    this.system = system;
    this.patience = Waiting.check(patience);
    this.gates = gates;
    this.logs = logs;
  }

  /// {@return the same scene for somebody with another patience}
  Scene with(Duration otherPatience) {
    return new Scene(system, otherPatience, gates, logs);
  }

  ActorSystem system() {
    return system;
  }

  /// {@return the clock of the system, if it moves only when it is told to}
  Optional<VirtualTime> time() {
    return system.settings().timeSource() instanceof VirtualTime time
        ? Optional.of(time)
        : Optional.empty();
  }

  Waiting waiting() {
    return Waiting.atMost(patience);
  }

  Gate gate(String name) {
    Gate gate = Gate.closed(name);
    gates.add(gate);
    return gate;
  }

  void openGates() {
    gates.forEach(Gate::open);
  }

  void addLog(EventLog<?> log) {
    logs.add(log);
  }

  /// {@return a failure that shows what the actors are doing}
  ExpectationError failure(String text) {
    return new ExpectationError(text + "\n" + ActorTree.of(system));
  }

  ExpectationError interrupted(String during, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new ExpectationError("Interrupted while " + during, cause);
  }

  /// Waits until a condition holds; if it does not, the failure shows what the actors are doing.
  void await(String description, Await.Condition condition) {
    Await.until(description, patience, condition, () -> "\n" + ActorTree.of(system));
  }

  /// Waits until the actors are at rest, but for those at gates and those given, and nothing is due
  /// at the present instant of a virtual clock; and until the logs have what happened.
  void settle(ActorRef<?>... busy) {
    awaitStillness(busy);
    Optional<VirtualTime> time = time();
    while (time.isPresent() && time.get().advanceTo(time.get().elapsed()) > 0) {
      awaitStillness(busy);
    }
    await("the events of the past are noted", () -> logs.stream().allMatch(EventLog::isUpToDate));
  }

  private void awaitStillness(ActorRef<?>... busy) {
    Stillness stillness =
        new Stillness(system, time(), () -> gates.stream().mapToInt(Gate::waiting).sum());
    Await.until(
        "the actors are at rest",
        patience,
        () -> stillness.holds(busy),
        () -> stillness.unrest() + "\n" + ActorTree.of(system));
  }
}
