package dev.talma.otp;

import dev.talma.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// A [Supervisor], declared. Made by [Supervisor#spec(Strategy)].
///
/// *Defaults*: 1 restart in 5 s; no auto-shutdown; no back-off; no children. It is a value: the
/// methods give a changed copy. What does not go together is refused when the supervisor is started
/// or the spec becomes that of a child.
///
/// @param strategy whom to restart
/// @param limit how many restarts are allowed
/// @param shutdownWhen whether it ends with its significant children
/// @param restartBackoff how long to wait before a restart, if at all
/// @param children the children, in the order of start
public record SupervisorSpec(
    Strategy strategy,
    RestartLimit limit,
    AutoShutdown shutdownWhen,
    Optional<Backoff> restartBackoff,
    List<ChildSpec<?>> children) {

  /// Copies the list.
  public SupervisorSpec {
    Objects.requireNonNull(strategy, "strategy");
    Objects.requireNonNull(limit, "limit");
    Objects.requireNonNull(shutdownWhen, "shutdownWhen");
    Objects.requireNonNull(restartBackoff, "restartBackoff");
    children = List.copyOf(children);
  }

  /// {@return the same with another limit} When more restarts than that are needed within that
  /// time, the supervisor gives up: it stops all its children and ends as shutdown, and its own
  /// supervisor decides.
  ///
  /// @param restarts how many restarts; zero means none at all
  /// @param window within which time
  /// @throws IllegalArgumentException if the number is negative or the time is not positive
  public SupervisorSpec intensity(int restarts, Duration window) {
    return new SupervisorSpec(
        strategy, new RestartLimit(restarts, window), shutdownWhen, restartBackoff, children);
  }

  /// {@return the same with an end that depends on its significant children}
  ///
  /// @param value when it ends
  public SupervisorSpec autoShutdown(AutoShutdown value) {
    return new SupervisorSpec(strategy, limit, value, restartBackoff, children);
  }

  /// {@return the same with waits before restarts} Those that are to be restarted with the one that
  /// has ended are stopped at once, and started with it after the wait. Restarts count against the
  /// limit all the same. A child's own back-off goes before this one.
  ///
  /// @param value how long to wait
  public SupervisorSpec backoff(Backoff value) {
    return new SupervisorSpec(strategy, limit, shutdownWhen, Optional.of(value), children);
  }

  /// {@return the same with one more child, after those that it has}
  ///
  /// @param child the child
  public SupervisorSpec child(ChildSpec<?> child) {
    List<ChildSpec<?>> more = new ArrayList<>(children);
    more.add(Objects.requireNonNull(child, "child"));
    return children(more);
  }

  /// {@return the same with these children}
  ///
  /// @param value the children, in the order of start
  public SupervisorSpec children(List<ChildSpec<?>> value) {
    return new SupervisorSpec(strategy, limit, shutdownWhen, restartBackoff, value);
  }

  /// Refuses what does not go together.
  void check() {
    Set<String> ids = new HashSet<>();
    for (ChildSpec<?> child : children) {
      if (!ids.add(child.id())) {
        throw new IllegalArgumentException(
            "Two children have the id \"" + child.id() + "\"; it has to be unique");
      }
      child.check(shutdownWhen);
    }
  }
}
