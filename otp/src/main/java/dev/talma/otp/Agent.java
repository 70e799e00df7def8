package dev.talma.otp;

import dev.talma.Actor;
import dev.talma.ActorOwner;
import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.Request;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// A state that several actors and threads share: the module `Agent` of Elixir. One gives it
/// functions, which run in it one after the other.
///
/// {@snippet :
/// Agent<Integer> stock = Agent.start(system, "stock", () -> 10);
/// stock.update(books -> books - 1);
/// int left = stock.get(books -> books);
/// }
///
/// *Threading*: every method may be called from every thread, but those that wait not from within a
/// function that runs in the same agent; that is a [dev.talma.SelfAskException]. The functions run
/// in the agent's actor: a slow one holds up all others, so work that takes long belongs to the
/// caller. The state should be a value that does not change, as others see what `get` gives.
///
/// *Failure*: a function that throws crashes the agent, and its caller gets a
/// [dev.talma.TargetStoppedException] with the cause; the state is lost, unless the agent is
/// restarted, which begins with the first one again. Other failures are those of an ask.
///
/// *Defaults*: what waits, waits for as long as an ask does, 5 s unless set.
///
/// It is a [GenServer]: [Sys] can look into it.
///
/// @param <S> the type of the state; null is none
public final class Agent<S> {
  private final ActorRef<Message<S>> ref;

  private Agent(ActorRef<Message<S>> ref) {
    this.ref = ref;
  }

  /// What an agent understands. Made by this class alone.
  ///
  /// @param <S> the type of the state
  public sealed interface Message<S> {}

  record Apply<S, R>(Function<? super S, Next<R, S>> change)
      implements Message<S>, Request<Message<S>, R> {}

  record Change<S>(UnaryOperator<S> change) implements Message<S> {}

  /// What a function gives that both answers and changes the state.
  ///
  /// @param value the answer
  /// @param state the next state
  /// @param <R> the type of the answer
  /// @param <S> the type of the state
  public record Next<R, S>(R value, S state) {
    /// Refuses null.
    public Next {
      Objects.requireNonNull(value, "value");
      Objects.requireNonNull(state, "state");
    }
  }

  // --- starting

  /// Starts an agent and waits until it has its first state.
  ///
  /// @param owner who owns it: a system, a context or a scope
  /// @param name its name among the owner's actors
  /// @param initial gives the first state; runs in the agent
  /// @param <S> the type of the state
  /// @return the agent
  /// @throws StartFailedException if that throws
  public static <S> Agent<S> start(ActorOwner owner, String name, Supplier<? extends S> initial) {
    return of(GenServer.start(owner, name, server(initial)));
  }

  /// As [#start(ActorOwner, String, Supplier)], with a name that the system makes up.
  ///
  /// @param owner who owns it
  /// @param initial gives the first state
  /// @param <S> the type of the state
  /// @return the agent
  /// @throws StartFailedException if that throws
  public static <S> Agent<S> start(ActorOwner owner, Supplier<? extends S> initial) {
    return of(GenServer.start(owner, server(initial)));
  }

  /// As [#start(ActorOwner, String, Supplier)], and links the agent to the actor that owns it.
  ///
  /// @param owner the context of the actor that owns it
  /// @param name its name among the owner's actors
  /// @param initial gives the first state
  /// @param <S> the type of the state
  /// @return the agent
  /// @throws StartFailedException if that throws
  public static <S> Agent<S> startLink(
      Context<?> owner, String name, Supplier<? extends S> initial) {
    return of(GenServer.startLink(owner, name, server(initial)));
  }

  /// {@return the actor of such an agent} To spawn it under supervision; a restart begins with the
  /// first state again. [#of(ActorRef)] makes the agent of its reference.
  ///
  /// @param initial gives the first state, at each start and restart
  /// @param <S> the type of the state
  public static <S> Actor<Message<S>> actor(Supplier<? extends S> initial) {
    return GenServer.actor(server(initial));
  }

  /// {@return such an agent as the child of a supervisor}
  ///
  /// @param id the id of the child
  /// @param initial gives the first state, at each start and restart
  /// @param <S> the type of the state
  public static <S> ChildSpec<Message<S>> childSpec(String id, Supplier<? extends S> initial) {
    return ChildSpec.server(id, server(initial));
  }

  /// {@return the agent behind a reference, such as one that a registry gives out}
  ///
  /// @param ref the reference to what [#actor(Supplier)] made
  /// @param <S> the type of the state
  public static <S> Agent<S> of(ActorRef<Message<S>> ref) {
    return new Agent<>(Objects.requireNonNull(ref, "ref"));
  }

  private static <S> Supplier<AgentServer<S>> server(Supplier<? extends S> initial) {
    Objects.requireNonNull(initial, "initial");
    return () -> new AgentServer<>(initial);
  }

  // --- using

  /// {@return what a function makes of the state}
  ///
  /// @param function runs in the agent; must not give null
  /// @param <R> the type of the answer
  public <R> R get(Function<? super S, ? extends R> function) {
    return ref.ask(reading(function));
  }

  /// As [#get(Function)], with a timeout of its own.
  ///
  /// @param function runs in the agent
  /// @param timeout how long to wait
  /// @param <R> the type of the answer
  /// @return what the function makes of the state
  public <R> R get(Function<? super S, ? extends R> function, Duration timeout) {
    return ref.ask(reading(function), timeout);
  }

  private static <S, R> Apply<S, R> reading(Function<? super S, ? extends R> function) {
    Objects.requireNonNull(function, "function");
    return new Apply<>(state -> new Next<>(function.apply(state), state));
  }

  /// Changes the state, and waits until that is done.
  ///
  /// @param change makes the next state of the present one; runs in the agent
  public void update(UnaryOperator<S> change) {
    Objects.requireNonNull(change, "change");
    boolean _ = ref.<Boolean>ask(new Apply<>(state -> new Next<>(true, change.apply(state))));
  }

  /// Changes the state and gives an answer, in one step.
  ///
  /// @param change makes the answer and the next state of the present one; runs in the agent
  /// @param <R> the type of the answer
  /// @return the answer
  public <R> R getAndUpdate(Function<? super S, Next<R, S>> change) {
    return ref.ask(new Apply<>(Objects.requireNonNull(change, "change")));
  }

  /// As [#getAndUpdate(Function)], with a timeout of its own.
  ///
  /// @param change makes the answer and the next state
  /// @param timeout how long to wait
  /// @param <R> the type of the answer
  /// @return the answer
  public <R> R getAndUpdate(Function<? super S, Next<R, S>> change, Duration timeout) {
    return ref.ask(new Apply<>(Objects.requireNonNull(change, "change")), timeout);
  }

  /// Changes the state, and does not wait.
  ///
  /// @param change makes the next state of the present one; runs in the agent
  public void cast(UnaryOperator<S> change) {
    GenServer.cast(ref, new Change<>(Objects.requireNonNull(change, "change")));
  }

  /// {@return its actor}
  public ActorRef<Message<S>> ref() {
    return ref;
  }

  /// Stops it, as normal, and waits until it has ended.
  ///
  /// @throws dev.talma.NoProcessException if it had ended before
  public void stop() {
    GenServer.stop(ref);
  }

  /// {@return the reference}
  @Override
  public String toString() {
    return "agent " + ref;
  }
}
