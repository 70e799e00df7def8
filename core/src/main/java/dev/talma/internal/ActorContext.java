package dev.talma.internal;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorScope;
import dev.talma.ActorSystem;
import dev.talma.Cancellable;
import dev.talma.Context;
import dev.talma.Down;
import dev.talma.Exit;
import dev.talma.ExitReason;
import dev.talma.Held;
import dev.talma.Monitor;
import dev.talma.ReplyTo;
import dev.talma.Request;
import dev.talma.Signal;
import dev.talma.SystemMessage;
import dev.talma.SystemRequest;
import dev.talma.TalmaException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What one actor can do, checked and passed to where it is done.
final class ActorContext<M> implements Context<M> {
  private final Conduct<M> cell;

  ActorContext(Conduct<M> cell) {
    this.cell = cell;
  }

  @Override
  public ActorRef<M> self() {
    return cell;
  }

  @Override
  public ActorSystem system() {
    return cell.system.shown();
  }

  @Override
  public Optional<ActorRef<?>> sender() {
    cell.requireSelf("Context.sender");
    Envelope latest = cell.latest();
    return latest == null ? Optional.empty() : Optional.ofNullable(latest.sender);
  }

  // --- answering

  @Override
  public <R> void reply(Request<M, R> request, R value) {
    cell.requireSelf("Context.reply");
    Answers.answer(cell, request, value);
  }

  @Override
  public <R> void replySystem(SystemRequest<R> request, R value) {
    cell.requireSelf("Context.replySystem");
    Answers.answer(cell, request, value);
  }

  @Override
  public <R> ReplyTo<R> replyTo(Request<M, R> request) {
    cell.requireSelf("Context.replyTo");
    return Answers.defer(cell, request);
  }

  @Override
  public <R> ReplyTo<R> replyToSystem(SystemRequest<R> request) {
    cell.requireSelf("Context.replyToSystem");
    return Answers.defer(cell, request);
  }

  @Override
  public boolean isAsked() {
    cell.requireSelf("Context.isAsked");
    return cell.latest() instanceof AskEnvelope;
  }

  @Override
  public <T> void forward(T message, ActorRef<? super T> target) {
    cell.requireSelf("Context.forward");
    Objects.requireNonNull(message, "message");
    Answers.forward(cell, message, Addressee.of(target));
  }

  @Override
  public Optional<Duration> timeLeft() {
    cell.requireSelf("Context.timeLeft");
    return cell.latest() instanceof AskEnvelope ask
        ? new Deferral<>(ask.pending).timeLeft()
        : Optional.empty();
  }

  @Override
  public Held<M> hold() {
    cell.requireSelf("Context.hold");
    Envelope latest = cell.latest();
    if (latest == null) {
      throw new IllegalStateException(cell + " is handling no message that could be held");
    }
    if (latest instanceof AskEnvelope ask && !ask.isOpen()) {
      throw new IllegalStateException(
          cell
              + " has answered, deferred or forwarded this "
              + latest.message.getClass().getName()
              + " already and cannot hold it");
    }
    if (cell.received == latest) {
      cell.received = null;
    } else {
      cell.current = null;
    }
    HeldMessage<M> held = new HeldMessage<>(cell, latest);
    cell.belongings().held.add(held);
    return held;
  }

  @Override
  public void handOver(Object state) {
    cell.requireSelf("Context.handOver");
    Objects.requireNonNull(state, "state");
    if (cell.move() != null) {
      cell.belongings().handedOver = state;
    }
  }

  @Override
  public <S> Optional<S> handedOver(Class<S> type) {
    cell.requireSelf("Context.handedOver");
    Belongings has = cell.belongingsIfAny();
    Object state = has == null ? null : has.received;
    if (state == null) {
      return Optional.empty();
    }
    if (!type.isInstance(state)) {
      throw new IllegalArgumentException(
          "The state that was handed over to "
              + cell
              + " is a "
              + state.getClass().getName()
              + " and no "
              + type.getName());
    }
    return Optional.of(type.cast(state));
  }

  // --- children

  @Override
  public <C> ActorRef<C> spawn(String name, Actor<C> actor) {
    return start("Context.spawn", Names.check(name), actor, child -> {});
  }

  @Override
  public <C> ActorRef<C> spawn(Actor<C> actor) {
    return start("Context.spawn", null, actor, child -> {});
  }

  @Override
  public <C> ActorRef<C> spawnLinked(String name, Actor<C> actor) {
    return start("Context.spawnLinked", Names.check(name), actor, this::bind);
  }

  @Override
  public <C> ActorRef<C> spawnLinked(Actor<C> actor) {
    return start("Context.spawnLinked", null, actor, this::bind);
  }

  @Override
  public <C> ActorRef<C> spawnMonitored(
      String name, Actor<C> actor, Function<? super Down, ? extends M> onDown) {
    return startMonitored(Names.check(name), actor, onDown);
  }

  @Override
  public <C> ActorRef<C> spawnMonitored(
      Actor<C> actor, Function<? super Down, ? extends M> onDown) {
    return startMonitored(null, actor, onDown);
  }

  private <C> ActorRef<C> startMonitored(
      @Nullable String name, Actor<C> actor, Function<? super Down, ? extends M> onDown) {
    Objects.requireNonNull(onDown, "onDown");
    return start(
        "Context.spawnMonitored", name, actor, child -> new Watch(cell, child, onDown).begin());
  }

  private <C> ActorRef<C> start(
      String what, @Nullable String name, Actor<C> actor, Consumer<Cell<?>> beforeStart) {
    cell.requireSelf(what);
    return cell.system.start(cell, name, actor, beforeStart);
  }

  @Override
  public List<ActorRef<?>> children() {
    cell.requireSelf("Context.children");
    return cell.childList().stream()
        .filter(child -> !child.isScope())
        .<ActorRef<?>>map(child -> child)
        .toList();
  }

  @Override
  public ActorScope scope() {
    cell.requireSelf("Context.scope");
    return cell.system.scopeIn(cell);
  }

  @Override
  public void stop() {
    cell.requireSelf("Context.stop");
    end(ExitReason.shutdown());
  }

  @Override
  public void stop(ExitReason reason) {
    cell.requireSelf("Context.stop");
    switch (Objects.requireNonNull(reason, "reason")) {
      case ExitReason.Normal normal -> end(normal);
      case ExitReason.Shutdown shutdown -> end(shutdown);
      default ->
          throw new IllegalArgumentException(
              "An actor stops itself as normal or shutdown, not as "
                  + Texts.of(reason)
                  + "; to crash, throw, and to be killed, call self().kill()");
    }
  }

  private void end(ExitReason reason) {
    if (cell.ending == null) {
      cell.ending = reason;
    }
  }

  // --- time

  @Override
  public Cancellable schedule(M message, Duration delay) {
    return once(message, delay, null);
  }

  @Override
  public Cancellable schedule(M message, Duration delay, ActorRef<?> sender) {
    return once(message, delay, Objects.requireNonNull(sender, "sender"));
  }

  @Override
  public Cancellable scheduleEvery(M message, Duration period) {
    return every(message, period, null);
  }

  @Override
  public Cancellable scheduleEvery(M message, Duration period, ActorRef<?> sender) {
    return every(message, period, Objects.requireNonNull(sender, "sender"));
  }

  private Cancellable once(M message, Duration delay, @Nullable ActorRef<?> sender) {
    cell.requireSelf("Context.schedule");
    Objects.requireNonNull(message, "message");
    long nanos = Nanos.notNegative(delay, "The delay");
    return new Timer(cell, message, sender, 0).start(nanos);
  }

  private Cancellable every(M message, Duration period, @Nullable ActorRef<?> sender) {
    cell.requireSelf("Context.scheduleEvery");
    Objects.requireNonNull(message, "message");
    long nanos = Nanos.positive(period, "The period");
    return new Timer(cell, message, sender, nanos).start(nanos);
  }

  // --- monitors and links

  @Override
  public Monitor monitor(ActorRef<?> target, Function<? super Down, ? extends M> onDown) {
    cell.requireSelf("Context.monitor");
    return watch(Addressee.of(target), Objects.requireNonNull(onDown, "onDown"));
  }

  @Override
  public Monitor monitor(ActorRef<?> target) {
    cell.requireSelf("Context.monitor");
    requireSignalHandler("monitor(target)", "monitor(target, onDown)");
    return watch(Addressee.of(target), null);
  }

  private Monitor watch(Addressee<?> target, @Nullable Function<? super Down, ?> mapping) {
    Watch watch = new Watch(cell, target, mapping);
    watch.begin();
    return watch;
  }

  @Override
  public void link(ActorRef<?> other) {
    cell.requireSelf("Context.link");
    Addressee<?> target = linked(other);
    if (target != cell) {
      bind(target);
    }
  }

  /// A link is by the reference of this system, which is the one that its end is told by.
  private Addressee<?> linked(ActorRef<?> other) {
    return Addressee.of(other).knownTo(cell.system);
  }

  private void bind(Addressee<?> other) {
    boolean isNew = !cell.relations().isLinked(other);
    cell.relations().link(other);
    boolean lives;
    try {
      lives = other.linkedBy(cell);
    } catch (TalmaException notLinked) {
      if (isNew) {
        cell.relations().unlink(other);
      }
      throw notLinked;
    }
    if (!lives) {
      cell.deliver(new SystemSignal.LinkExit(other, ExitReason.noProcess()));
    }
  }

  @Override
  public void unlink(ActorRef<?> other) {
    cell.requireSelf("Context.unlink");
    Addressee<?> target = linked(other);
    cell.relations().unlink(target);
    target.unlinkedBy(cell);
  }

  @Override
  public void trapExits(Function<? super Exit, ? extends M> onExit) {
    cell.requireSelf("Context.trapExits");
    cell.belongings().exitMapping = Objects.requireNonNull(onExit, "onExit");
    cell.belongings().trapsExits = true;
  }

  @Override
  public void trapExits() {
    cell.requireSelf("Context.trapExits");
    requireSignalHandler("trapExits()", "trapExits(onExit)");
    cell.belongings().exitMapping = null;
    cell.belongings().trapsExits = true;
  }

  @Override
  public void onSignal(Consumer<? super Signal> handler) {
    cell.requireSelf("Context.onSignal");
    cell.belongings().signalHandler = Objects.requireNonNull(handler, "handler");
  }

  @Override
  public void onSystemMessage(Predicate<? super SystemMessage> handler) {
    cell.requireSelf("Context.onSystemMessage");
    cell.belongings().systemHandler = Objects.requireNonNull(handler, "handler");
  }

  private void requireSignalHandler(String call, String alternative) {
    if (cell.belongings().signalHandler == null) {
      throw new IllegalStateException(
          call
              + " gives signals to the function set by ctx.onSignal, and none is set in "
              + cell
              + "; set one before, or use "
              + alternative);
    }
  }
}
