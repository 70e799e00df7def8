package dev.talma.internal;

import dev.talma.ActorRef;
import dev.talma.Request;
import dev.talma.SystemMessage;
import dev.talma.SystemRequest;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Whom one can write to, and be linked to or watch: an actor of this system, or one elsewhere.
abstract sealed class Addressee<M> implements ActorRef<M> permits TreeNode, RemoteRef {
  private static final VarHandle RELATIONS;

  static {
    try {
      RELATIONS =
          MethodHandles.lookup().findVarHandle(Addressee.class, "relations", Relations.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final LocalSystem system;
  private volatile @Nullable Relations relations;

  Addressee(LocalSystem system) {
    this.system = system;
  }

  /// {@return what is behind a reference}
  static Addressee<?> of(ActorRef<?> ref) {
    Objects.requireNonNull(ref, "the reference");
    if (ref instanceof Addressee<?> addressee) {
      return addressee;
    }
    if (ref instanceof ViaRef<?> via) {
      return of(via.target());
    }
    throw new IllegalArgumentException(
        ref + " is a " + ref.getClass().getName() + ", which is no reference made by Talma");
  }

  /// {@return the actor of this system that is behind a reference}
  static Cell<?> local(ActorRef<?> ref) {
    if (of(ref) instanceof Cell<?> cell) {
      return cell;
    }
    throw new IllegalArgumentException(ref + " is no actor of this system");
  }

  // --- messages

  /// Takes a message or a signal, or settles it.
  abstract void deliver(Envelope envelope);

  @Override
  public final void send(M message) {
    deliver(new Envelope(message(message), Runner.currentCell()));
  }

  @Override
  public final void send(M message, ActorRef<?> sender) {
    deliver(new Envelope(message(message), Objects.requireNonNull(sender, "sender")));
  }

  private <T> T message(T message) {
    if (message == null) {
      throw new NullPointerException(
          "The message to " + this + " is null, which nobody could handle; nothing was sent");
    }
    return message;
  }

  @Override
  public final <R> R ask(Request<M, R> request) {
    return Asks.blocking(this, request, system.settings().askTimeout());
  }

  @Override
  public final <R> R ask(Request<M, R> request, Duration timeout) {
    return Asks.blocking(this, request, timeout);
  }

  @Override
  public final <R> CompletableFuture<R> askAsync(Request<M, R> request) {
    return Asks.async(this, request, system.settings().askTimeout());
  }

  @Override
  public final <R> CompletableFuture<R> askAsync(Request<M, R> request, Duration timeout) {
    return Asks.async(this, request, timeout);
  }

  @Override
  public final void sendSystem(SystemMessage message) {
    deliver(new Envelope.OfSystem(message(message), Runner.currentCell()));
  }

  @Override
  public final <R> R askSystem(SystemRequest<R> request, Duration timeout) {
    return Asks.blocking(this, request, timeout);
  }

  @Override
  public final <R> CompletableFuture<R> askSystemAsync(SystemRequest<R> request, Duration timeout) {
    return Asks.async(this, request, timeout);
  }

  // --- relations

  final Relations relations() {
    Relations there = relations;
    if (there != null) {
      return there;
    }
    Relations made = new Relations();
    return RELATIONS.compareAndSet(this, null, made) ? made : Objects.requireNonNull(relations);
  }

  /// {@return the relations, if there are any; if not, they are closed from now on}
  final @Nullable Relations relationsAtEnd() {
    return RELATIONS.compareAndSet(this, null, Relations.CLOSED) ? null : relations;
  }

  /// {@return the relations, if there are any; from now on it has others}
  final @Nullable Relations exchangeRelations(@Nullable Relations others) {
    return (Relations) RELATIONS.getAndSet(this, others);
  }

  /// {@return as whom a system knows this one, whose reference may be of another system}
  Addressee<?> knownTo(LocalSystem other) {
    return this;
  }

  /// Another one links itself to this one. False if this one has ended.
  boolean linkedBy(Addressee<?> other) {
    return relations().link(other);
  }

  /// Another one ends its link.
  void unlinkedBy(Addressee<?> other) {
    relations().unlink(other);
  }

  /// An actor here begins to watch this one. False if this one has ended.
  boolean watchedBy(Watch watch) {
    return relations().watch(watch);
  }

  /// An actor here ends its watch.
  void unwatchedBy(Watch watch) {
    relations().unwatch(watch);
  }

  /// False if it has ended; then the callback is not called.
  boolean onEnd(Runnable callback) {
    return relations().onEnd(callback);
  }

  void offEnd(Runnable callback) {
    relations().offEnd(callback);
  }

  @Override
  public final boolean awaitTermination(Duration timeout) throws InterruptedException {
    long nanos = Nanos.notNegative(timeout, "The timeout");
    requireOutside();
    CountDownLatch ended = new CountDownLatch(1);
    Runnable callback = ended::countDown;
    if (!onEnd(callback)) {
      return true;
    }
    Dispatcher.aboutToBlock();
    try {
      return ended.await(nanos, TimeUnit.NANOSECONDS);
    } finally {
      offEnd(callback);
    }
  }

  /// Whoever waits for its end must be neither it nor below it.
  void requireOutside() {}

  /// Whether it is an actor of this system, or one by another name.
  boolean isSame(Cell<?> cell) {
    return this == cell;
  }
}
