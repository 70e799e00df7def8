package dev.talma.internal;

import dev.talma.ActorRef;
import dev.talma.ExitReason;
import dev.talma.Request;
import dev.talma.SystemMessage;
import dev.talma.SystemRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// A reference that finds its actor anew at each use.
///
/// @param <M> the type of the messages
final class ViaRef<M> implements ActorRef<M> {
  private final LocalSystem system;
  private final String name;
  private final Supplier<? extends Optional<? extends ActorRef<M>>> lookup;

  ViaRef(
      LocalSystem system, String name, Supplier<? extends Optional<? extends ActorRef<M>>> lookup) {
    this.system = system;
    this.name = Objects.requireNonNull(name, "name");
    this.lookup = Objects.requireNonNull(lookup, "lookup");
  }

  /// {@return who is meant at this moment; an actor that has ended if there is nobody}
  ActorRef<M> target() {
    Optional<? extends ActorRef<M>> found = found();
    return found.isPresent() ? found.get() : system.ended(name);
  }

  private Optional<? extends ActorRef<M>> found() {
    return Objects.requireNonNull(lookup.get(), () -> "what the lookup of " + this + " gave");
  }

  @Override
  public void send(M message) {
    target().send(message);
  }

  @Override
  public void send(M message, ActorRef<?> sender) {
    target().send(message, sender);
  }

  @Override
  public <R> R ask(Request<M, R> request) {
    return target().ask(request);
  }

  @Override
  public <R> R ask(Request<M, R> request, Duration timeout) {
    return target().ask(request, timeout);
  }

  @Override
  public <R> CompletableFuture<R> askAsync(Request<M, R> request) {
    return target().askAsync(request);
  }

  @Override
  public <R> CompletableFuture<R> askAsync(Request<M, R> request, Duration timeout) {
    return target().askAsync(request, timeout);
  }

  @Override
  public void sendSystem(SystemMessage message) {
    target().sendSystem(message);
  }

  @Override
  public <R> R askSystem(SystemRequest<R> request, Duration timeout) {
    return target().askSystem(request, timeout);
  }

  @Override
  public <R> CompletableFuture<R> askSystemAsync(SystemRequest<R> request, Duration timeout) {
    return target().askSystemAsync(request, timeout);
  }

  @Override
  public void stop(ExitReason reason) {
    target().stop(reason);
  }

  @Override
  public void kill() {
    target().kill();
  }

  @Override
  public boolean isAlive() {
    return found().map(ActorRef::isAlive).orElse(false);
  }

  @Override
  public boolean isEnding() {
    return lookup.get().map(ActorRef::isEnding).orElse(true);
  }

  @Override
  public Optional<ExitReason> exitReason() {
    return target().exitReason();
  }

  @Override
  public boolean awaitTermination(Duration timeout) throws InterruptedException {
    return target().awaitTermination(timeout);
  }

  @Override
  public String name() {
    return found().map(ActorRef::name).orElse(name);
  }

  @Override
  public String path() {
    return found().map(ActorRef::path).orElse("/" + name);
  }

  @Override
  public int waiting() {
    return found().map(ActorRef::waiting).orElse(0);
  }

  @Override
  public String toString() {
    return system.name() + ":via " + name;
  }
}
