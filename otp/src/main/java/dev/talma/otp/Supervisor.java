package dev.talma.otp;

import dev.talma.Actor;
import dev.talma.ActorOwner;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.Context;
import dev.talma.Request;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Starts children, restarts those that end, and stops them: the behaviour `supervisor` of
/// Erlang/OTP. What belongs together is declared as a tree of supervisors, and what goes wrong is
/// put right at the lowest place that can.
///
/// {@snippet :
/// var shop =
///     Supervisor.start(
///         system,
///         "shop",
///         Supervisor.spec(Strategy.ONE_FOR_ONE)
///             .intensity(3, Duration.ofSeconds(5))
///             .child(COUNTER)
///             .child(CARTS)
///             .child(DB));
/// }
///
/// *Start*: in the order of the specs, each one when the one before has started. If one fails,
/// those that were started are stopped, the last one first, and the start fails with a
/// [StartFailedException] that says which child it was, and why.
///
/// *Restart*: see [Strategy] and [RestartType]. Those that have to be restarted together are
/// stopped first, the last started one first, each waited for, and then all are started in order. A
/// start that fails then counts as one more restart, and is tried again when the messages that wait
/// have had their turn. Beyond the [limit][SupervisorSpec#intensity(int, Duration)] the supervisor
/// stops its children and ends as shutdown.
///
/// *Stop*: the last started child first, each with its [Shutdown]. Whoever owns the supervisor
/// waits for it as long as that takes, except for a system that closes.
///
/// *A child's reference* is another one after each restart. [#child(ActorSystem, ActorRef,
/// ChildSpec)] gives one that always means the present child.
///
/// *Threading*: the methods may be called from every thread. The supervisor handles one thing after
/// the other, and waits for the starts and stops of its children: a child that calls its own
/// supervisor from its `init` or clean-up waits for itself.
///
/// Source: the reference manual of `supervisor` (Erlang/OTP).
public final class Supervisor {

  /// What a supervisor understands; sent by the methods of this class.
  public sealed interface Message permits SupervisorMessage {}

  private Supervisor() {}

  // --- declaring and starting

  /// {@return a supervisor without children yet, declared}
  ///
  /// @param strategy whom to restart
  public static SupervisorSpec spec(Strategy strategy) {
    return new SupervisorSpec(
        strategy, RestartLimit.USUAL, AutoShutdown.NEVER, Optional.empty(), List.of());
  }

  /// Starts a supervisor and waits until all its children have started.
  ///
  /// @param owner who owns it: a system, a context or a scope
  /// @param name its name among the owner's actors
  /// @param spec its strategy and children
  /// @return the reference
  /// @throws StartFailedException if a child does not start; nothing is left then
  /// @throws IllegalArgumentException if the spec makes no sense; nothing was started
  public static ActorRef<Message> start(ActorOwner owner, String name, SupervisorSpec spec) {
    return Start.orThrow(name, tryStart(owner, name, spec));
  }

  /// As [#start(ActorOwner, String, SupervisorSpec)], and gives what came of it.
  ///
  /// @param owner who owns it
  /// @param name its name among the owner's actors
  /// @param spec its strategy and children
  /// @return what came of it
  /// @throws IllegalArgumentException if the spec makes no sense; nothing was started
  public static StartResult<Message> tryStart(ActorOwner owner, String name, SupervisorSpec spec) {
    Objects.requireNonNull(name, "name");
    spec.check();
    return Start.startAs(note -> recipe(spec, note), actor -> owner.spawn(name, actor));
  }

  /// {@return an actor that runs a supervisor} To spawn it where actors are spawned.
  /// [#start(ActorOwner, String, SupervisorSpec)] also waits for the children.
  ///
  /// @param spec its strategy and children
  /// @throws IllegalArgumentException if the spec makes no sense
  public static Actor<Message> actor(SupervisorSpec spec) {
    spec.check();
    return recipe(spec, new Start.Note());
  }

  static Actor<Message> recipe(SupervisorSpec spec, Start.Note note) {
    return Start.<Message>actor(() -> new SupervisorServer(spec), note).stopTimeout(Start.FOREVER);
  }

  // --- finding children

  /// {@return a reference to a child that stays good when the child is restarted} It finds the
  /// present child by its path at each use, so it does not wait, and can be made before the child
  /// runs. While there is none, it is a reference to an actor that has ended. See
  /// [ActorSystem#via(String, java.util.function.Supplier)].
  ///
  /// {@snippet :
  /// ActorRef<Counter.Message> counter = Supervisor.child(system, shop, COUNTER);
  /// }
  ///
  /// @param system the system
  /// @param supervisor the supervisor; one that was found in this way will do
  /// @param child the spec of the child, for its id and the type of its messages
  /// @param <M> the type of the messages
  public static <M> ActorRef<M> child(
      ActorSystem system, ActorRef<?> supervisor, ChildSpec<M> child) {
    return Lookup.below(system, supervisor.path(), child);
  }

  /// {@return a reference to another child of the same supervisor, for use by a child} As
  /// [#child(ActorSystem, ActorRef, ChildSpec)]. Where children need each other, declare them in
  /// that order.
  ///
  /// {@snippet :
  /// ActorRef<Counter.Message> counter = Supervisor.sibling(ctx, Shop.COUNTER);
  /// }
  ///
  /// @param ctx the context of the child that looks for it
  /// @param sibling the spec of the other child
  /// @param <M> the type of its messages
  public static <M> ActorRef<M> sibling(Context<?> ctx, ChildSpec<M> sibling) {
    String own = ctx.self().path();
    return Lookup.below(ctx.system(), own.substring(0, own.lastIndexOf('/')), sibling);
  }

  // --- at run time

  /// {@return the children, in the order of their specs}
  ///
  /// @param supervisor whose
  /// @throws dev.talma.AskException if it does not answer in time, 5 s unless the system's settings
  ///   say otherwise, or has ended
  public static List<ChildInfo> whichChildren(ActorRef<Message> supervisor) {
    return supervisor.ask(new SupervisorMessage.WhichChildren());
  }

  /// {@return the children in numbers}
  ///
  /// @param supervisor whose
  /// @throws dev.talma.AskException as for [#whichChildren(ActorRef)]
  public static ChildCounts countChildren(ActorRef<Message> supervisor) {
    return supervisor.ask(new SupervisorMessage.CountChildren());
  }

  /// Adds a child after those that are there, starts it, and waits until it has started.
  ///
  /// @param supervisor to whom
  /// @param child the child
  /// @param <M> the type of its messages
  /// @return the actor
  /// @throws StartFailedException if it does not start; then it is not added. If its `init` said
  ///   ignore it is added all the same, unless it is temporary
  /// @throws ChildException if there is a child of that id
  /// @throws IllegalArgumentException if the child is significant and the supervisor has no
  ///   auto-shutdown, or it makes no sense for other reasons
  public static <M> ActorRef<M> startChild(ActorRef<Message> supervisor, ChildSpec<M> child) {
    return Start.orThrow(child.id(), tryStartChild(supervisor, child));
  }

  /// As [#startChild(ActorRef, ChildSpec)], and gives what came of the start.
  ///
  /// @param supervisor to whom
  /// @param child the child
  /// @param <M> the type of its messages
  /// @return what came of it
  /// @throws ChildException if there is a child of that id
  /// @throws IllegalArgumentException if it makes no sense
  public static <M> StartResult<M> tryStartChild(ActorRef<Message> supervisor, ChildSpec<M> child) {
    return ask(supervisor, new SupervisorMessage.StartChild(child)).started();
  }

  /// Ends a child and waits until it is gone, as its [Shutdown] says. It is not restarted; unless
  /// it is temporary, it can be started again by [#restartChild(ActorRef, String)], and will be
  /// when it is restarted together with a sibling. If it does not run, nothing happens, except that
  /// a restart which is due is called off.
  ///
  /// @param supervisor whose child
  /// @param id which one
  /// @throws ChildException if there is no such child
  public static void terminateChild(ActorRef<Message> supervisor, String id) {
    ask(supervisor, new SupervisorMessage.TerminateChild(id)).done();
  }

  /// Starts a child again that does not run, and waits until it has started.
  ///
  /// @param supervisor whose child
  /// @param id which one
  /// @return the actor
  /// @throws StartFailedException if it does not start, or its `init` said ignore
  /// @throws ChildException if there is no such child, or it runs, or is to be restarted
  public static ActorRef<?> restartChild(ActorRef<Message> supervisor, String id) {
    return Start.orThrow(id, tryRestartChild(supervisor, id));
  }

  /// As [#restartChild(ActorRef, String)], and gives what came of the start.
  ///
  /// @param supervisor whose child
  /// @param id which one
  /// @return what came of it
  /// @throws ChildException if there is no such child, or it runs, or is to be restarted
  public static StartResult<?> tryRestartChild(ActorRef<Message> supervisor, String id) {
    return ask(supervisor, new SupervisorMessage.RestartChild(id)).started();
  }

  /// Forgets a child that does not run.
  ///
  /// @param supervisor whose child
  /// @param id which one
  /// @throws ChildException if there is no such child, or it runs, or is to be restarted
  public static void deleteChild(ActorRef<Message> supervisor, String id) {
    ask(supervisor, new SupervisorMessage.DeleteChild(id)).done();
  }

  private static Answer ask(ActorRef<Message> supervisor, Request<Message, Answer> request) {
    return supervisor.ask(request, Start.FOREVER);
  }
}
