package dev.talma.testkit;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorScope;
import dev.talma.ActorSnapshot;
import dev.talma.ActorSystem;
import dev.talma.ActorType;
import dev.talma.Cancellable;
import dev.talma.Counters;
import dev.talma.SystemEvent;
import dev.talma.SystemSettings;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// An actor system for a test. It is a real one, and beside that
/// - makes [probes][#probe()] and [gates][#gate(String)];
/// - keeps [dead letters][#deadLetters()] and [crashes][#crashes()], and whatever other
///   [events][#record(Class)] the test asks for, so that it can expect them;
/// - knows when all actors [are at rest][#settle];
/// - can run on [virtual time][TestSettings#withVirtualTime()], and [move it][#advance];
/// - fails on closing if an actor crashed and the test did not expect it.
///
/// {@snippet :
/// try (var system = TestSystem.create("shop", TestSettings::withVirtualTime)) {
///   Probe<Reminder> customer = system.probe("customer");
///   system.spawn("cart", cart(customer.ref()));
///   system.advance(Duration.ofDays(1));
///   customer.expect(new Reminder());
/// }
/// }
///
/// Failures tell what the actors were doing.
///
/// *Threading*: every method may be called from every thread, but those that wait only from threads
/// that are no actor's.
public final class TestSystem implements ActorSystem {
  private final ActorSystem system;
  private final TestSettings settings;
  private final Scene scene;
  private final Crashes crashes;
  private final DeadLetters deadLetters;
  private final AtomicInteger probes = new AtomicInteger();
  private final AtomicBoolean checked = new AtomicBoolean();

  private TestSystem(String name, TestSettings settings) {
    this.system = ActorSystem.create(name, settings::applyTo);
    this.settings = settings;
    this.scene = new Scene(system, settings.patience());
    this.crashes = new Crashes(scene);
    this.deadLetters = new DeadLetters(scene);
  }

  /// {@return a new system with the default settings, on the machine's time}
  ///
  /// @param name shows up in logs and failures
  public static TestSystem create(String name) {
    return create(name, settings -> settings);
  }

  /// {@return a new system}
  ///
  /// @param name shows up in logs and failures
  /// @param configure changes the default settings
  public static TestSystem create(String name, UnaryOperator<TestSettings> configure) {
    TestSystem system = new TestSystem(name, configure.apply(TestSettings.defaults()));
    system.listen();
    return system;
  }

  private void listen() {
    if (settings.toleratesCrashes()) {
      crashes.tolerateAll();
    }
    crashes.open();
    deadLetters.open();
  }

  // --- tools

  /// {@return a new probe}
  ///
  /// @param name its name at the top of the system
  /// @param <M> the type of the messages that it understands
  public <M> Probe<M> probe(String name) {
    return Probe.start(scene, name);
  }

  /// {@return a new probe, named `probe-1`, `probe-2` and so on}
  ///
  /// @param <M> the type of the messages that it understands
  public <M> Probe<M> probe() {
    return probe("probe-" + probes.incrementAndGet());
  }

  /// {@return a new gate, closed} It opens by itself when the system closes.
  ///
  /// @param name shows up in messages
  public Gate gate(String name) {
    return scene.gate(name);
  }

  /// {@return the dead letters}
  public DeadLetters deadLetters() {
    return deadLetters;
  }

  /// {@return the crashes}
  public Crashes crashes() {
    return crashes;
  }

  /// {@return a log of the events of a type, from now on}
  ///
  /// @param type which events; [SystemEvent] itself for all
  /// @param <E> the type of the events
  public <E extends SystemEvent> EventLog<E> record(Class<E> type) {
    return new EventLog<>(scene, type, type.getSimpleName() + " event", Texts::of).open();
  }

  /// {@return the actors that live now, drawn as a tree, for a person to read}
  public String tree() {
    return ActorTree.of(system);
  }

  // --- waiting

  /// Waits until a condition holds, as [Await#until(String, Await.Condition)], but with the
  /// patience of this system; and if it fails, it tells what the actors were doing.
  ///
  /// @param description what is waited for, as in "waited until …"
  /// @param condition looks whether it is so
  public void await(String description, Await.Condition condition) {
    scene.await(description, condition);
  }

  /// Waits until actors have ended.
  ///
  /// @param refs the actors
  public void awaitStopped(ActorRef<?>... refs) {
    for (ActorRef<?> ref : refs) {
      scene.awaitEnd(ref);
    }
  }

  /// Waits until all actors are at rest: each one waits for a message, and there is none for it.
  /// Then all that was sent before, and all that was sent in consequence, is handled. Under virtual
  /// time, timers that are due at the present instant are run, too.
  ///
  /// That is so until something comes from outside: another thread, or time. It also waits until
  /// all that listens to events by [#onEvent(Class, Consumer)] was told of what has happened.
  ///
  /// An actor that waits within its own code, for an answer, a lock or a socket, is not at rest,
  /// and neither is one that stops; an actor that waits for its restart is.
  ///
  /// @param busy actors that need not be at rest; those that wait at a [gate][#gate(String)] of
  ///   this system need not be named
  /// @throws ExpectationError if they are not in time; it tells which ones
  public void settle(ActorRef<?>... busy) {
    scene.settle(busy);
  }

  // --- virtual time

  /// {@return the virtual clock}
  ///
  /// @throws IllegalStateException if the system runs on the machine's time
  public VirtualTime time() {
    return scene
        .time()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The system \"%s\" runs on the machine's time; make it with withVirtualTime(), or with @OnVirtualTime if the extension makes it"
                        .formatted(name())));
  }

  /// Moves the virtual clock as if the actors took no time: lets them [come to rest][#settle]
  /// before, at each instant on the way at which something is due, and at the end. So timers that
  /// actors set on the way are honoured, and ticks are handled one by one.
  ///
  /// It waits for actors that are busy. If one of them waits for time itself, as within an ask,
  /// name it.
  ///
  /// @param by how far
  /// @param busy actors that need not be at rest; those that wait at a [gate][#gate(String)] of
  ///   this system need not be named
  /// @throws IllegalStateException if the system runs on the machine's time
  public void advance(Duration by, ActorRef<?>... busy) {
    VirtualTime time = time();
    if (by.isNegative()) {
      throw new IllegalArgumentException("Time does not run backwards, not even by " + by);
    }
    Duration target = time.elapsed().plus(by);
    settle(busy);
    while (true) {
      Optional<Duration> next = time.untilNext().map(time.elapsed()::plus);
      if (next.isEmpty() || next.get().compareTo(target) > 0) {
        time.advanceTo(target);
        settle(busy);
        return;
      }
      time.advanceTo(next.get());
      settle(busy);
    }
  }

  /// Moves the virtual clock to the next instant at which something is due, and lets the actors
  /// come to rest before and after.
  ///
  /// @param busy as for [#advance(Duration, ActorRef...)]
  /// @return how far that was, or empty if nothing was due at any time
  /// @throws IllegalStateException if the system runs on the machine's time
  public Optional<Duration> advanceToNext(ActorRef<?>... busy) {
    settle(busy);
    Optional<Duration> moved = time().advanceToNext();
    settle(busy);
    return moved;
  }

  // --- the end

  /// Opens all gates and closes the system. Under virtual time, actors that do not end by
  /// themselves within the patience of this system are made to, by moving the clock over their stop
  /// timeouts.
  ///
  /// @throws ExpectationError if an actor crashed, and the test did not expect it
  /// @throws IllegalStateException if called by an actor of the system
  @Override
  public void close() {
    scene.openGates();
    try (Usher _ = usher()) {
      system.close();
    }
    if (checked.compareAndSet(false, true)) {
      crashes.requireExpected(name());
    }
  }

  private Usher usher() {
    return scene
        .time()
        .map(time -> Usher.start(time, settings.patience(), system.settings().shutdownTimeout()))
        .orElseGet(Usher::idle);
  }

  // --- a system like any other

  @Override
  public String name() {
    return system.name();
  }

  @Override
  public SystemSettings settings() {
    return system.settings();
  }

  @Override
  public <M> ActorRef<M> spawn(String name, Actor<M> actor) {
    return system.spawn(name, actor);
  }

  @Override
  public <M> ActorRef<M> spawn(Actor<M> actor) {
    return system.spawn(actor);
  }

  @Override
  public <M> ActorRef<M> actor(ActorType<M> type, String name) {
    return system.actor(type, name);
  }

  @Override
  public <M> ActorRef<M> via(
      String shownName, Supplier<? extends Optional<? extends ActorRef<M>>> lookup) {
    return system.via(shownName, lookup);
  }

  @Override
  public ActorScope scope() {
    return system.scope();
  }

  @Override
  public Optional<ActorRef<?>> find(String path) {
    return system.find(path);
  }

  @Override
  public <E extends SystemEvent> Cancellable subscribe(
      Class<E> type, ActorRef<? super E> subscriber) {
    return system.subscribe(type, subscriber);
  }

  @Override
  public <E extends SystemEvent> Cancellable onEvent(Class<E> type, Consumer<? super E> listener) {
    Objects.requireNonNull(listener, "listener");
    return scene.listen(type, listener);
  }

  @Override
  public Counters counters() {
    return system.counters();
  }

  @Override
  public ActorSnapshot snapshot() {
    return system.snapshot();
  }

  @Override
  public void terminate() {
    system.terminate();
  }

  @Override
  public boolean awaitTermination(Duration timeout) throws InterruptedException {
    return system.awaitTermination(timeout);
  }

  @Override
  public boolean isTerminated() {
    return system.isTerminated();
  }
}
