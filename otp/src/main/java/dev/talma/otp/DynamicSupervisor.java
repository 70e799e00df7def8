package dev.talma.otp;

import dev.talma.Actor;
import dev.talma.ActorOwner;
import dev.talma.ActorRef;
import dev.talma.Down;
import dev.talma.ExitReason;
import dev.talma.Request;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// A supervisor for children that come and go: sessions, connections, jobs. It starts without any,
/// and there may be very many. The behaviour `DynamicSupervisor` of Elixir, and what OTP calls
/// simple-one-for-one.
///
/// {@snippet :
/// var sessions =
///     DynamicSupervisor.start(system, "sessions", DynamicSupervisor.spec().maxChildren(10_000));
/// ActorRef<Counter.Message> session =
///     DynamicSupervisor.startChild(sessions, COUNTER.restart(RestartType.TEMPORARY));
/// DynamicSupervisor.terminateChild(sessions, session);
/// }
///
/// Other than with a [Supervisor], each child is restarted alone, ids need not be unique (the
/// second child of an id gets a name that the system makes up), a child that has ended for good is
/// forgotten, and at the end all children are stopped together, each with its own [Shutdown].
///
/// *Threading*: the methods may be called from every thread. The supervisor handles one thing after
/// the other, and waits for the starts of its children: keep their `init` short, and leave long
/// work to `handleContinue`.
///
/// Source: the documentation of `DynamicSupervisor` (Elixir).
public final class DynamicSupervisor extends GenServer<DynamicSupervisor.Message, Object> {

  /// What a dynamic supervisor understands; sent by the methods of this class.
  public sealed interface Message permits DynamicMessage {}

  private final DynamicSupervisorSpec spec;
  private final RestartHistory history;

  private DynamicSupervisor(DynamicSupervisorSpec spec) {
    this.spec = spec;
    this.history = new RestartHistory(spec.limit());
  }

  // --- declaring and starting

  /// {@return a dynamic supervisor, declared}
  public static DynamicSupervisorSpec spec() {
    return new DynamicSupervisorSpec(RestartLimit.USUAL, OptionalInt.empty(), Optional.empty());
  }

  /// Starts a dynamic supervisor.
  ///
  /// @param owner who owns it: a system, a context or a scope
  /// @param name its name among the owner's actors
  /// @param spec its limits
  /// @return the reference
  public static ActorRef<Message> start(ActorOwner owner, String name, DynamicSupervisorSpec spec) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(spec, "spec");
    return Start.orThrow(
        name, Start.startAs(note -> recipe(spec, note), actor -> owner.spawn(name, actor)));
  }

  /// {@return an actor that runs a dynamic supervisor} To spawn it where actors are spawned.
  ///
  /// @param spec its limits
  public static Actor<Message> actor(DynamicSupervisorSpec spec) {
    Objects.requireNonNull(spec, "spec");
    return recipe(spec, new Start.Note());
  }

  static Actor<Message> recipe(DynamicSupervisorSpec spec, Start.Note note) {
    return Start.<Message>actor(() -> new DynamicSupervisor(spec), note)
        .stopTimeout(Start.FOREVER)
        .stopsChildrenTogether();
  }

  // --- at run time

  /// Starts a child and waits until it has started.
  ///
  /// @param supervisor who owns it
  /// @param child the child
  /// @param <M> the type of its messages
  /// @return the actor
  /// @throws StartFailedException if it does not start, or its `init` said ignore; nothing is left
  /// @throws ChildException if there are as many children as there may be
  /// @throws IllegalArgumentException if the child is significant
  public static <M> ActorRef<M> startChild(ActorRef<Message> supervisor, ChildSpec<M> child) {
    return Start.orThrow(child.id(), tryStartChild(supervisor, child));
  }

  /// As [#startChild(ActorRef, ChildSpec)], and gives what came of the start.
  ///
  /// @param supervisor who owns it
  /// @param child the child
  /// @param <M> the type of its messages
  /// @return what came of it
  /// @throws ChildException if there are as many children as there may be
  /// @throws IllegalArgumentException if the child is significant
  public static <M> StartResult<M> tryStartChild(ActorRef<Message> supervisor, ChildSpec<M> child) {
    return supervisor.ask(new DynamicMessage.StartChild(child), Start.FOREVER).started();
  }

  /// Ends a child, as its [Shutdown] says, and waits until it is gone. It is forgotten.
  ///
  /// @param supervisor whose child
  /// @param child which one
  /// @throws ChildException if that is none of its children now
  public static void terminateChild(ActorRef<Message> supervisor, ActorRef<?> child) {
    supervisor.ask(new DynamicMessage.TerminateChild(child), Start.FOREVER).done();
  }

  /// {@return the children, in the order of their first start}
  ///
  /// @param supervisor whose
  /// @throws dev.talma.AskException if it does not answer in time, 5 s unless the system's settings
  ///   say otherwise, or has ended
  public static List<ChildInfo> whichChildren(ActorRef<Message> supervisor) {
    return supervisor.ask(new DynamicMessage.WhichChildren());
  }

  /// {@return the children in numbers}
  ///
  /// @param supervisor whose
  /// @throws dev.talma.AskException as for [#whichChildren(ActorRef)]
  public static ChildCounts countChildren(ActorRef<Message> supervisor) {
    return supervisor.ask(new DynamicMessage.CountChildren());
  }

  // --- the server

  @Override
  protected InitResult<Object> init() {
    return ok(new Nursery<Message>(ctx(), DynamicMessage.Ended::new));
  }

  @Override
  protected CallResult<Object> handleCall(Request<Message, ?> request, Object state)
      throws InterruptedException {
    Nursery<Message> children = children(state);
    return switch (request) {
      case DynamicMessage.WhichChildren which -> reply(which, children.infos(), state);
      case DynamicMessage.CountChildren count -> reply(count, children.counts(), state);
      case DynamicMessage.StartChild start -> reply(start, add(start.spec(), children), state);
      case DynamicMessage.TerminateChild end -> reply(end, end(end.child(), children), state);
      default -> unexpected(request);
    };
  }

  @Override
  protected CastResult<Object> handleInfo(Message message, Object state) throws Exception {
    Nursery<Message> children = children(state);
    return switch (message) {
      case DynamicMessage.Ended(Down(ActorRef<?> ref, ExitReason reason)) -> {
        Optional<Child> child = children.ended(ref);
        if (child.isEmpty()) {
          yield noReply(state);
        } else if (child.get().spec.restart().restartsAfter(reason)) {
          yield restart(child.get(), reason, children);
        }
        children.drop(child.get());
        yield noReply(state);
      }
      case DynamicMessage.StartNow(Child child) -> startAgain(child, children);
      case DynamicMessage.TryAgain(Child child, ExitReason reason) ->
          restart(child, reason, children);
      default -> super.handleInfo(message, state);
    };
  }

  @SuppressWarnings("unchecked") // the state of this server is never anything else
  private static Nursery<Message> children(Object state) {
    return (Nursery<Message>) state;
  }

  private Answer add(ChildSpec<?> wanted, Nursery<Message> children) throws InterruptedException {
    if (wanted.significance()) {
      return new Answer.Invalid(
          "The child \""
              + wanted.id()
              + "\" is significant, and a dynamic supervisor has no auto-shutdown");
    }
    if (spec.most().isPresent() && children.count() >= spec.most().getAsInt()) {
      return new Answer.Refused(
          ChildException.Problem.MAX_CHILDREN,
          self() + " has " + children.count() + " children and may not have more");
    }
    Child child = children.add(wanted);
    StartResult<?> result = children.start(child);
    if (!(result instanceof StartResult.Started<?>)) {
      children.drop(child);
    }
    if (result instanceof StartResult.Failed<?>(ExitReason reason)) {
      SupervisorLog.startFailed(self(), child, reason);
    }
    return new Answer.Tried(result);
  }

  private Answer end(ActorRef<?> ref, Nursery<Message> children) throws InterruptedException {
    Child child = children.byRef(ref);
    if (child == null) {
      return Answer.unknown(self(), ref);
    }
    children.stop(child);
    children.drop(child);
    return Answer.Done.INSTANCE;
  }

  private CastResult<Object> restart(Child child, ExitReason reason, Nursery<Message> children)
      throws InterruptedException {
    long now = children.now();
    if (!history.allows(now)) {
      SupervisorLog.givesUp(self(), child, reason, spec.limit());
      return stop(ExitReason.shutdown(), children);
    }
    Duration delay = child.delay(spec.restartBackoff(), now);
    SupervisorLog.restarting(self(), child, reason, 1, delay);
    child.waitsFor(new Child.Ticket());
    if (delay.isZero()) {
      return startAgain(child, children);
    }
    var _ = ctx().schedule(new DynamicMessage.StartNow(child), delay);
    return noReply(children);
  }

  private CastResult<Object> startAgain(Child child, Nursery<Message> children)
      throws InterruptedException {
    switch (children.start(child)) {
      case StartResult.Started<?> _ -> {}
      case StartResult.Ignored<?> _ -> children.drop(child);
      case StartResult.Failed<?>(ExitReason reason) -> {
        SupervisorLog.startFailed(self(), child, reason);
        self().send(new DynamicMessage.TryAgain(child, reason));
      }
    }
    return noReply(children);
  }
}
