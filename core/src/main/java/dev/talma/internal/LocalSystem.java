package dev.talma.internal;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorScope;
import dev.talma.ActorSnapshot;
import dev.talma.ActorSystem;
import dev.talma.ActorType;
import dev.talma.Cancellable;
import dev.talma.Counters;
import dev.talma.DeadLetter;
import dev.talma.ExitReason;
import dev.talma.Overflow;
import dev.talma.SystemClosedException;
import dev.talma.SystemEvent;
import dev.talma.SystemSettings;
import dev.talma.TimeSource;
import dev.talma.remote.Extension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A system on one machine.
///
/// At its root is a scope that owns two others: one for the system's own actors, and, started after
/// it and so stopped before it, one for those of the users.
public final class LocalSystem implements ActorSystem {
  private static final int LISTENER_CAPACITY = 100_000;

  private final String name;
  private final SystemSettings settings;
  private final TimeSource time;
  private final Tally tally = new Tally();
  private final Events events = new Events();
  private final AtomicLong ids = new AtomicLong();
  private final TypedActors typed;
  private final Cell<?> root;
  private final Cell<?> internals;
  private final Cell<?> top;
  final boolean logContext;

  /// What this system is a part of. Set before anybody else knows the system.
  private @Nullable Extension extension;

  /// Starts it.
  public LocalSystem(String name, SystemSettings settings) {
    this.name = Names.check(name);
    this.settings = settings;
    this.time = settings.timeSource();
    this.logContext = LogContext.isOn(settings.logContext());
    this.root = scopeCell(null);
    this.internals = scopeCell(root);
    this.top = scopeCell(root);
    this.typed = new TypedActors(this, top);
  }

  private Cell<?> scopeCell(@Nullable Cell<?> owner) {
    Cell<?> scope = cell(owner, null, Blueprint.SCOPE);
    Children _ = scope.children(); // at once, so that they can be closed before the first one
    if (owner != null) {
      owner.children().add(scope);
    }
    scope.start();
    return scope;
  }

  private <M> Conduct<M> cell(
      @Nullable Cell<?> owner, @Nullable String childName, Blueprint<M> blueprint) {
    return switch (blueprint.body()) {
      case Blueprint.Loop<M> loop ->
          new LoopCell<>(this, owner, childName, blueprint, loop.function());
      case Blueprint.Events<M> handler ->
          new HandlerCell<>(this, owner, childName, blueprint, handler.factory());
    };
  }

  /// Starts a child of an actor.
  ///
  /// @param beforeStart is called with the child before it runs
  <M> ActorRef<M> start(
      Cell<?> owner,
      @Nullable String childName,
      Actor<M> actor,
      Consumer<? super Cell<?>> beforeStart) {
    Blueprint<M> blueprint = Blueprint.of(actor);
    requireFertile(owner);
    Cell<M> child = cell(owner, childName, blueprint);
    owner.children().add(child);
    boolean started = false;
    if (!isInternal(child)) {
      tally.started();
    }
    try {
      beforeStart.accept(child);
      child.publish(new SystemEvent.Started(child));
      child.start();
      started = true;
    } finally {
      if (!started) {
        child.die(Outcome.End.as(ExitReason.killed()));
      }
    }
    return child;
  }

  /// An actor without children has no list of them that could be closed.
  private void requireFertile(Cell<?> owner) {
    try {
      if (owner instanceof Conduct<?> conduct) {
        conduct.requireFertile();
      }
    } catch (SystemClosedException closed) {
      throw isInternal(owner)
          ? new SystemClosedException(
              "The system " + name + " is closing or closed; nothing was started")
          : closed;
    }
  }

  ActorScope scopeIn(Cell<?> owner) {
    requireFertile(owner);
    return new ScopeHandle(scopeCell(owner));
  }

  // --- for the actors

  long nextId() {
    return ids.incrementAndGet();
  }

  TimeSource time() {
    return time;
  }

  Tally tally() {
    return tally;
  }

  Events events() {
    return events;
  }

  boolean isGuardian(TreeNode<?> cell) {
    return cell == top || cell == internals || cell == root;
  }

  /// Whether it is the system's own and no business of the users'.
  boolean isInternal(TreeNode<?> cell) {
    return cell.isScope() || cell.owner == internals;
  }

  void ended(Cell<?> cell, ExitReason reason) {
    if (!isInternal(cell)) {
      tally.stopped();
      events.publish(new SystemEvent.Stopped(cell, reason));
    }
  }

  void deadLetter(Addressee<?> target, Envelope envelope, DeadLetter.Reason reason) {
    tally.dead(reason);
    DeadLetter letter =
        new DeadLetter(envelope.message, target, Optional.ofNullable(envelope.sender), reason);
    Log.deadLetter(letter);
    if (events.isHeard()) {
      events.publish(new SystemEvent.DeadLettered(letter));
    }
  }

  void escalated(Cell<?> child, Throwable cause) {
    Log.escalatedToTop(this, child, cause);
    shown().terminate();
  }

  /// Makes it a part of something larger, before it is used.
  void extend(Extension larger) {
    extension = larger;
  }

  Optional<Extension> extension() {
    return Optional.ofNullable(extension);
  }

  /// {@return the system as its actors and users see it}
  ActorSystem shown() {
    return extension == null ? this : extension.system();
  }

  // --- for the users

  @Override
  public String name() {
    return name;
  }

  @Override
  public SystemSettings settings() {
    return settings;
  }

  @Override
  public <M> ActorRef<M> spawn(String actorName, Actor<M> actor) {
    return start(top, Names.check(actorName), actor, child -> {});
  }

  @Override
  public <M> ActorRef<M> spawn(Actor<M> actor) {
    return start(top, null, actor, child -> {});
  }

  @Override
  public <M> ActorRef<M> actor(ActorType<M> type, String actorName) {
    return extension == null
        ? typed.get(type, actorName, Optional.empty())
        : extension.actor(type, actorName);
  }

  /// {@return the actors that are got by type and name}
  TypedActors typedActors() {
    return typed;
  }

  @Override
  public <M> ActorRef<M> via(
      String shownName, Supplier<? extends Optional<? extends ActorRef<M>>> lookup) {
    return new ViaRef<>(this, shownName, lookup);
  }

  /// {@return an actor that never ran and has ended, to stand for one that is not there}
  <M> ActorRef<M> ended(String endedName) {
    Conduct<M> cell = cell(top, endedName, Blueprint.handler(() -> (message, ctx) -> {}));
    cell.wasNever();
    return cell;
  }

  @Override
  public ActorScope scope() {
    return scopeIn(top);
  }

  @Override
  public Optional<ActorRef<?>> find(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          "A path begins with /, as ActorRef.path() gives it; this is \"" + path + "\"");
    }
    Cell<?> cell = top;
    for (String step : path.substring(1).split("/", -1)) {
      cell = childNamed(cell, step);
      if (cell == null) {
        return Optional.empty();
      }
    }
    return Optional.of(cell);
  }

  private static @Nullable Cell<?> childNamed(Cell<?> owner, String step) {
    if (!step.startsWith("$")) {
      return owner.hasChildren() ? owner.children().byName(step) : null;
    }
    for (Cell<?> child : owner.childList()) {
      if (child.name().equals(step)) {
        return child;
      }
    }
    return null;
  }

  @Override
  public <E extends SystemEvent> Cancellable subscribe(
      Class<E> type, ActorRef<? super E> subscriber) {
    return events.subscribe(Objects.requireNonNull(type, "type"), Addressee.local(subscriber));
  }

  @Override
  public <E extends SystemEvent> Cancellable onEvent(Class<E> type, Consumer<? super E> listener) {
    Objects.requireNonNull(type, "type"); // before anything is started
    Objects.requireNonNull(listener, "listener");
    Actor<E> listening =
        Actor.<E>handler(() -> (event, ctx) -> tell(listener, event))
            .bounded(LISTENER_CAPACITY, Overflow.DROP_NEWEST);
    ActorRef<E> ref = start(internals, null, listening, child -> {});
    Cancellable subscription = subscribe(type, ref);
    return () -> {
      subscription.cancel();
      ref.stop();
    };
  }

  private static <E> void tell(Consumer<? super E> listener, E event) {
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      Log.listenerFailed(event, e);
    }
  }

  @Override
  public Counters counters() {
    return tally.counters();
  }

  @Override
  public ActorSnapshot snapshot() {
    return snapshot(top);
  }

  private static ActorSnapshot snapshot(Cell<?> cell) {
    List<ActorSnapshot> below = new ArrayList<>();
    for (Cell<?> child : cell.childList()) {
      below.add(snapshot(child));
    }
    ActorSnapshot.Style style =
        cell.isScope()
            ? ActorSnapshot.Style.SCOPE
            : cell instanceof LoopCell<?> ? ActorSnapshot.Style.LOOP : ActorSnapshot.Style.HANDLER;
    return new ActorSnapshot(
        cell.path(), style, cell.state(), cell.waiting(), cell.restarts(), below);
  }

  @Override
  public void terminate() {
    top.closeChildren(); // at once, and not when the stop has come there
    root.stop();
  }

  @Override
  public boolean awaitTermination(Duration timeout) throws InterruptedException {
    return root.awaitTermination(timeout);
  }

  @Override
  public boolean isTerminated() {
    return !root.isAlive();
  }

  @Override
  public void close() {
    Cell<?> caller = Runner.currentCell();
    if (caller != null && caller.system == this) {
      throw new IllegalStateException(
          caller
              + " closes the system that it lives in, and would wait for itself; call"
              + " terminate() instead");
    }
    terminate();
    Closing.await(root, Nanos.of(settings.shutdownTimeout()));
  }

  @Override
  public String toString() {
    return name;
  }
}
