package dev.talma.otp;

import dev.talma.Actor;
import dev.talma.ActorOwner;
import dev.talma.ActorRef;
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
public final class DynamicSupervisor {

  /// What a dynamic supervisor understands; sent by the methods of this class.
  public sealed interface Message permits DynamicMessage {}

  private DynamicSupervisor() {}

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
    return Start.<Message>actor(() -> new DynamicServer(spec), note)
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
  /// @param child which one; for one that waits for its restart, which is called off then, the
  ///   reference that it had
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
}
