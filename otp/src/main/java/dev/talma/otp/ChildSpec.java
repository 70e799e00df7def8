package dev.talma.otp;

import dev.talma.Actor;
import dev.talma.Backoff;
import dev.talma.Handler;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// A child of a supervisor, declared: what it runs, whether it is restarted, how it is ended.
///
/// {@snippet :
/// static final ChildSpec<Counter.Message> COUNTER = ChildSpec.server("counter", Counter::new);
///
/// static final ChildSpec<Cart> CARTS =
///     ChildSpec.actor("carts", carts())
///         .restart(RestartType.TRANSIENT)
///         .shutdown(Shutdown.within(Duration.ofSeconds(2)));
/// }
///
/// *Defaults*: permanent; 5 s to shut down, for supervisors as long as it takes; not significant;
/// no back-off. It is a value: the methods give a changed copy.
///
/// @param id unique among the children of a supervisor, and the name of the actor: letters, digits
///   and `-_.+@$~`, with no `$` at the beginning
/// @param recipe what it runs
/// @param type whether it is a supervisor itself
/// @param restart whether it is restarted
/// @param shutdown how it is ended
/// @param significance whether it is significant
/// @param restartBackoff how long to wait before a restart, if not as the supervisor says
/// @param decoration what is done to the actor before it is spawned
/// @param <M> the type of the messages that the child understands
public record ChildSpec<M>(
    String id,
    Recipe<M> recipe,
    ChildType type,
    RestartType restart,
    Shutdown shutdown,
    boolean significance,
    Optional<Backoff> restartBackoff,
    UnaryOperator<Actor<M>> decoration) {
  private static final Duration USUAL_PATIENCE = Duration.ofSeconds(5);
  private static final int MAX_LENGTH = 255;

  /// Refuses an id that is no legal name, and what can never be.
  public ChildSpec {
    checkId(id);
    Objects.requireNonNull(recipe, "recipe");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(restart, "restart");
    Objects.requireNonNull(shutdown, "shutdown");
    Objects.requireNonNull(restartBackoff, "restartBackoff");
    Objects.requireNonNull(decoration, "decoration");
  }

  private static <M> ChildSpec<M> worker(String id, Recipe<M> recipe) {
    Shutdown shutdown = Shutdown.within(USUAL_PATIENCE);
    return of(id, recipe, ChildType.WORKER, shutdown);
  }

  private static <M> ChildSpec<M> of(
      String id, Recipe<M> recipe, ChildType type, Shutdown shutdown) {
    return new ChildSpec<>(
        id,
        recipe,
        type,
        RestartType.PERMANENT,
        shutdown,
        false,
        Optional.empty(),
        UnaryOperator.identity());
  }

  /// {@return a child that is a [GenServer] or a [GenStateMachine]} It has started when its `init` is through.
  ///
  /// @param id its id
  /// @param factory makes the server, anew at each start and restart
  /// @param <M> the type of its messages
  /// @throws IllegalArgumentException if the id is no legal name
  public static <M> ChildSpec<M> server(
      String id, Supplier<? extends Server<M>> factory) {
    Objects.requireNonNull(factory, "factory");
    return worker(id, Recipe.awaited("server", note -> Start.actor(factory, note)));
  }

  /// {@return a child that is an actor of the event-driven style} It has started when its `init` is
  /// through.
  ///
  /// @param id its id
  /// @param factory makes the handler, anew at each start and restart
  /// @param <M> the type of its messages
  /// @throws IllegalArgumentException if the id is no legal name
  public static <M> ChildSpec<M> handler(String id, Supplier<? extends Handler<M>> factory) {
    Objects.requireNonNull(factory, "factory");
    Actor<M> actor =
        Actor.handler(
            () ->
                new ReadyHandler<M>(
                    Objects.requireNonNull(factory.get(), "the factory of handlers gave null")));
    return worker(id, Recipe.awaited("handler", _ -> actor));
  }

  /// {@return a child that is any actor} It has started when it is spawned, as nobody knows which
  /// part of a loop is its beginning: what its siblings need at once belongs into the `init` of a
  /// [server][#server(String, Supplier)] or [handler][#handler(String, Supplier)]. A crash at its
  /// beginning is a crash as others are.
  ///
  /// @param id its id
  /// @param actor what it does
  /// @param <M> the type of its messages
  /// @throws IllegalArgumentException if the id is no legal name
  public static <M> ChildSpec<M> actor(String id, Actor<M> actor) {
    Objects.requireNonNull(actor, "actor");
    return worker(id, Recipe.plain("actor", actor));
  }

  /// {@return a child that is a supervisor} It has started when all of its children have.
  ///
  /// @param id its id
  /// @param spec its strategy and children
  /// @throws IllegalArgumentException if the id is no legal name
  public static ChildSpec<Supervisor.Message> supervisor(String id, SupervisorSpec spec) {
    spec.check();
    Recipe<Supervisor.Message> recipe =
        Recipe.awaited("supervisor", note -> Supervisor.recipe(spec, note));
    return of(id, recipe, ChildType.SUPERVISOR, Shutdown.infinity());
  }

  /// {@return a child that is a dynamic supervisor}
  ///
  /// @param id its id
  /// @param spec its limits
  /// @throws IllegalArgumentException if the id is no legal name
  public static ChildSpec<DynamicSupervisor.Message> supervisor(
      String id, DynamicSupervisorSpec spec) {
    Objects.requireNonNull(spec, "spec");
    Recipe<DynamicSupervisor.Message> recipe =
        Recipe.awaited("dynamic supervisor", note -> DynamicSupervisor.recipe(spec, note));
    return of(id, recipe, ChildType.SUPERVISOR, Shutdown.infinity());
  }

  // --- changed copies

  /// {@return the same with another id}
  ///
  /// @param value the id
  public ChildSpec<M> withId(String value) {
    return new ChildSpec<>(
        value, recipe, type, restart, shutdown, significance, restartBackoff, decoration);
  }

  /// {@return the same with another type of restart}
  ///
  /// @param value whether it is restarted
  public ChildSpec<M> restart(RestartType value) {
    return new ChildSpec<>(
        id, recipe, type, value, shutdown, significance, restartBackoff, decoration);
  }

  /// {@return the same with another way to end it}
  ///
  /// @param value how it is ended
  public ChildSpec<M> shutdown(Shutdown value) {
    return new ChildSpec<>(
        id, recipe, type, restart, value, significance, restartBackoff, decoration);
  }

  /// {@return the same as a significant child} When it has ended by itself, its supervisor may end
  /// too: see [AutoShutdown]. A permanent child cannot be significant, as it is always restarted.
  public ChildSpec<M> significant() {
    return new ChildSpec<>(id, recipe, type, restart, shutdown, true, restartBackoff, decoration);
  }

  /// {@return the same with waits of its own before it is restarted}
  ///
  /// @param value how long to wait
  public ChildSpec<M> backoff(Backoff value) {
    return new ChildSpec<>(
        id,
        recipe,
        type,
        restart,
        shutdown,
        significance,
        Optional.of(Objects.requireNonNull(value, "the back-off")),
        decoration);
  }

  /// {@return the same with an actor that is changed before it is spawned} Such as by a bound for
  /// its mailbox. Of its stop timeout, the shutdown value counts.
  ///
  /// {@snippet :
  /// var orders =
  ///     ChildSpec.server("orders", Orders::new)
  ///         .decorated(actor -> actor.bounded(1_000, Overflow.REJECT));
  /// }
  ///
  /// @param change makes the actor to spawn; runs in the supervisor, at each start and restart. If
  ///   it throws, that start has failed
  public ChildSpec<M> decorated(UnaryOperator<Actor<M>> change) {
    Objects.requireNonNull(change, "change");
    return new ChildSpec<>(
        id,
        recipe,
        type,
        restart,
        shutdown,
        significance,
        restartBackoff,
        actor -> change.apply(decoration.apply(actor)));
  }

  // --- for supervisors

  Actor<M> actor(Start.Note note) {
    return Objects.requireNonNull(
            decoration.apply(recipe.make(note)),
            () -> "The decoration of the child \"" + id + "\" gave null")
        .stopTimeout(shutdown.asStopTimeout());
  }

  /// Refuses what does not go together, also with the supervisor.
  void check(AutoShutdown autoShutdown) {
    if (significance && restart == RestartType.PERMANENT) {
      throw new IllegalArgumentException(
          "The child \""
              + id
              + "\" is significant and permanent, but a permanent child is always restarted; make"
              + " it transient or temporary");
    }
    if (significance && autoShutdown == AutoShutdown.NEVER) {
      throw new IllegalArgumentException(
          "The child \""
              + id
              + "\" is significant, but its supervisor's auto-shutdown is never; set autoShutdown of"
              + " the supervisor, or leave significant() out");
    }
  }

  private static void checkId(String id) {
    Objects.requireNonNull(id, "id");
    boolean legal = !id.isEmpty() && id.length() <= MAX_LENGTH && id.charAt(0) != '$';
    for (int i = 0; legal && i < id.length(); i++) {
      legal = Character.isLetterOrDigit(id.charAt(i)) || "-_.+@$~".indexOf(id.charAt(i)) >= 0;
    }
    if (!legal) {
      throw new IllegalArgumentException(
          "The id of a child is the name of its actor: 1 to "
              + MAX_LENGTH
              + " letters, digits and -_.+@$~, with no $ at the beginning; it cannot be \""
              + id
              + "\"");
    }
  }
}
