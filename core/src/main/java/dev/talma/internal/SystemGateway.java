package dev.talma.internal;

import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.ActorType;
import dev.talma.DeadLetter;
import dev.talma.ExitReason;
import dev.talma.SystemSettings;
import dev.talma.remote.EndListener;
import dev.talma.remote.Extension;
import dev.talma.remote.Gateway;
import dev.talma.remote.Handle;
import dev.talma.remote.Parcel;
import dev.talma.remote.PendingReply;
import dev.talma.remote.Route;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The gateway of one system.
public final class SystemGateway implements Gateway {
  private final LocalSystem system;

  private SystemGateway(LocalSystem system) {
    this.system = system;
  }

  /// {@return the gateway of a new system}
  public static Gateway open(
      String name, SystemSettings settings, Function<? super Gateway, ? extends Extension> extend) {
    LocalSystem system = new LocalSystem(name, settings);
    SystemGateway gateway = new SystemGateway(system);
    system.extend(extend.apply(gateway));
    return gateway;
  }

  @Override
  public ActorSystem local() {
    return system;
  }

  /// The calling thread is about to wait.
  public static void aboutToBlock() {
    Dispatcher.aboutToBlock();
  }

  @Override
  public boolean isInside() {
    Cell<?> caller = Runner.currentCell();
    return caller != null && caller.system == system;
  }

  @Override
  public <M> Handle<M> ref(String path, Route route) {
    return new RemoteRef<>(system, path, route);
  }

  @Override
  public boolean isLocal(ActorRef<?> ref) {
    return Addressee.of(ref) instanceof Cell<?> cell && cell.system == system;
  }

  @Override
  public ActorRef<?> resolve(ActorRef<?> ref) {
    return Addressee.of(ref);
  }

  @Override
  public Optional<Route> route(ActorRef<?> ref) {
    return Addressee.of(ref) instanceof RemoteRef<?> remote
        ? Optional.of(remote.route())
        : Optional.empty();
  }

  @Override
  public Optional<Extension> home(ActorRef<?> ref) {
    return Addressee.of(ref).system.extension();
  }

  @Override
  public long number(ActorRef<?> ref) {
    return Addressee.local(ref).id;
  }

  @Override
  public boolean send(
      ActorRef<?> target, Object message, Optional<ActorRef<?>> sender, boolean isSystem) {
    @Nullable ActorRef<?> from = sender.orElse(null);
    return Addressee.local(target)
        .take(isSystem ? new Envelope.OfSystem(message, from) : new Envelope(message, from), true);
  }

  @Override
  public boolean deliver(ActorRef<?> target, Parcel parcel) {
    return ((Envelope) parcel).enter(Addressee.local(target), true);
  }

  @Override
  public boolean ask(
      ActorRef<?> target,
      Object request,
      Optional<ActorRef<?>> sender,
      boolean isSystem,
      long nanosLeft,
      PendingReply.Outcome outcome) {
    Cell<?> cell = Addressee.local(target);
    @Nullable ActorRef<?> from = sender.orElse(null);
    RemoteAsk ask = new RemoteAsk(system, request, cell, nanosLeft, outcome);
    return cell.take(
        isSystem
            ? new AskEnvelope.OfSystem(request, from, ask)
            : new AskEnvelope(request, from, ask),
        true);
  }

  @Override
  public void deadLetter(
      ActorRef<?> target, Object message, Optional<ActorRef<?>> sender, DeadLetter.Reason reason) {
    system.deadLetter(Addressee.of(target), new Envelope(message, sender.orElse(null)), reason);
  }

  @Override
  public Runnable watch(ActorRef<?> target, EndListener listener) {
    Cell<?> cell = Addressee.local(target);
    Runnable callback = () -> tell(cell, listener);
    if (!cell.onEnd(callback)) {
      callback.run();
    }
    return () -> cell.offEnd(callback);
  }

  private static void tell(Cell<?> cell, EndListener listener) {
    if (cell.move() == null) {
      listener.ended(cell.endReason());
    } else {
      listener.departed();
    }
  }

  @Override
  public boolean link(ActorRef<?> target, ActorRef<?> other) {
    Cell<?> cell = Addressee.local(target);
    Addressee<?> remote = Addressee.of(other);
    // both ends, so that the loss of the other one's node is told here
    boolean _ = remote.relations().link(cell);
    if (cell.linkedBy(remote)) {
      return true;
    }
    boolean _ = remote.relations().unlink(cell);
    return false;
  }

  @Override
  public void refuseLink(ActorRef<?> other, ActorRef<?> target) {
    Addressee<?> ended = Addressee.of(target);
    ExitReason reason = ended instanceof Cell<?> cell ? cell.endOfLink() : ExitReason.noProcess();
    Addressee.of(other).deliver(new SystemSignal.LinkExit(ended, reason));
  }

  @Override
  public void unlink(ActorRef<?> target, ActorRef<?> other) {
    Cell<?> cell = Addressee.local(target);
    Addressee<?> remote = Addressee.of(other);
    boolean _ = cell.relations().unlink(remote);
    boolean _ = remote.relations().unlink(cell);
  }

  @Override
  public void exit(ActorRef<?> target, ActorRef<?> other, ExitReason reason) {
    Cell<?> cell = Addressee.local(target);
    Addressee<?> remote = Addressee.of(other);
    boolean _ = remote.relations().unlink(cell);
    cell.deliver(new SystemSignal.LinkExit(remote, reason)); // which ends the link there
  }

  @Override
  public Optional<Name> named(ActorRef<?> ref) {
    return system
        .typedActors()
        .nameOf(Addressee.local(ref))
        .map(
            name -> {
              int colon = name.indexOf(':');
              return new Name(name.substring(0, colon), name.substring(colon + 1));
            });
  }

  @Override
  public <M> Optional<ActorRef<M>> find(ActorType<M> type, String name) {
    return system.typedActors().find(type, name);
  }

  @Override
  public <M> ActorRef<M> start(ActorType<M> type, String name, Optional<Object> state) {
    return system.typedActors().get(type, name, state);
  }

  @Override
  public void askIdle(ActorRef<?> target, long nanos, Consumer<? super Boolean> answer) {
    Addressee.local(target).deliver(new SystemSignal.IdleQuestion(nanos, answer));
  }

  @Override
  public void learn(ActorType<?> type) {
    system.typedActors().learn(type);
  }

  @Override
  public void depart(
      ActorRef<?> target,
      ActorRef<?> successor,
      ActorRef<?> heir,
      String detail,
      Consumer<? super Optional<Object>> onState) {
    Addressee.local(target)
        .depart(
            new Move(
                ExitReason.shutdown(detail), Addressee.of(successor), Addressee.of(heir), onState));
  }
}
