package dev.talma.otp;

import dev.talma.ExitReason;
import dev.talma.ReplyTo;
import dev.talma.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A server whose reaction to an event depends on the state it is in: the behaviour `gen_statem`
/// of Erlang/OTP. Beside the state it has data, as a [GenServer] has. You write one callback that
/// takes an event, the state and the data, and says where to go and what else to do.
///
/// {@snippet :
/// final class Switch extends GenStateMachine<Switch.Message, Switch.State, Integer> {
///   sealed interface Message {
///     record Push() implements Message, Request<Message, State> {}
///   }
///
///   enum State {
///     OFF,
///     ON
///   }
///
///   @Override
///   protected MachineInit<State, Integer> init() {
///     return ok(State.OFF, 0); // how often it was switched on
///   }
///
///   @Override
///   protected Transition<State, Integer> handleEvent(
///       Event<Message> event, State state, Integer count) {
///     return switch (event) {
///       case Event.Call(Message.Push push) when state == State.OFF ->
///           nextState(
///               State.ON,
///               count + 1,
///               reply(push, State.ON),
///               stateTimeout(Duration.ofMinutes(5)));
///       case Event.Call(Message.Push push) -> nextState(State.OFF, reply(push, State.OFF));
///       case Event.StateTimeout<Message> _ -> nextState(State.OFF);
///       default -> unexpected(event);
///     };
///   }
/// }
/// }
///
/// {@snippet :
/// var light = GenStateMachine.start(system, "light", Switch::new);
/// Switch.State on = GenStateMachine.call(light, new Switch.Message.Push());
/// }
///
/// *Ordering*: what a callback gives takes effect in this order. Replies are sent, as they stand
/// among the actions. The event is postponed, if that was said. If the state changes, its time-out
/// is called off, and all postponed events come next, the oldest first. Inserted events come before
/// them. Time-outs are set. If states are to be [entered][#stateEnter()], and the state has changed
/// or is repeated, the call for that comes before all of these. Time-outs of no time come last, and
/// then what waits in the mailbox.
///
/// *Threading*, *Failure*: as for [GenServer]. A callback that throws is a crash: [#terminate] gets
/// the state and data before it; of a call for a state that is being entered, that state. Postponed
/// messages keep their senders and their callers: they become dead letters with the machine, and
/// come again if its supervision restarts it.
///
/// Source: the reference manual of `gen_statem` (Erlang/OTP), callback mode `handle_event_function`.
/// Other than there, a mistake is an error where it is made: to postpone in `init`, or to postpone
/// a call that is answered.
///
/// @param <M> the type of the messages, usually a sealed interface
/// @param <S> the type of the states, usually an enum or a sealed interface of records; compared
///   with `equals`
/// @param <D> the type of the data, usually a record
public abstract non-sealed class GenStateMachine<M, S, D> extends Server<M> {

  /// For subclasses.
  protected GenStateMachine() {}

  // --- callbacks

  /// Begins. Whoever starts the machine waits for this.
  ///
  /// @return [#ok(Object, Object, Action...)], [#ignore()] or [#stopInit(ExitReason)]
  /// @throws Exception as it likes; the start has failed then
  protected abstract MachineInit<S, D> init() throws Exception;

  /// Reacts to an event.
  ///
  /// @param event what has happened
  /// @param state the state
  /// @param data the data
  /// @return what [#nextState], [#keepState], [#repeatState], [#stop] and their like give
  /// @throws Exception as it likes; that is a crash
  protected abstract Transition<S, D> handleEvent(Event<M> event, S state, D data)
      throws Exception;

  /// {@return whether [#handleEvent] is called with [Event.Enter] when a state is entered: the first
  /// one, one that another has led to, and one that is repeated} Asked once, before `init`. Unless
  /// overridden, it is not.
  ///
  /// That call cannot go to another state, postpone or insert events; the rest it can, as if it had
  /// been the callback before.
  protected boolean stateEnter() {
    return false;
  }

  /// Cleans up, when the machine ends in an orderly way or has crashed; not when it is killed, and
  /// not when `init` has failed.
  ///
  /// @param reason why it ends
  /// @param state the state; after a crash, the one before the callback that crashed
  /// @param data the data, likewise
  /// @throws Exception as it likes; that is logged and changes nothing
  protected void terminate(ExitReason reason, S state, D data) throws Exception {}

  // --- what init gives

  /// {@return the machine runs}
  ///
  /// @param state the first state
  /// @param data the first data
  /// @param actions what else to do; not [#postpone()]
  protected final MachineInit<S, D> ok(S state, D data, Action... actions) {
    return new MachineInit.Ok<>(state, data, List.of(actions));
  }

  /// {@return the machine is not needed; it ends as normal}
  protected final MachineInit<S, D> ignore() {
    return new MachineInit.Ignore<>();
  }

  /// {@return the machine cannot run}
  ///
  /// @param reason why
  protected final MachineInit<S, D> stopInit(ExitReason reason) {
    return new MachineInit.Stop<>(reason);
  }

  // --- what handleEvent gives

  /// {@return the machine goes to a state and keeps its data}
  ///
  /// @param state the next state; if it equals the present one, that is [#keepStateAndData]
  /// @param actions what else to do
  protected final Transition<S, D> nextState(S state, Action... actions) {
    return new Transition.NextState<>(state, Optional.empty(), List.of(actions));
  }

  /// {@return the machine goes to a state, with other data}
  ///
  /// @param state the next state; if it equals the present one, that is [#keepState]
  /// @param data the next data
  /// @param actions what else to do
  protected final Transition<S, D> nextState(S state, D data, Action... actions) {
    return new Transition.NextState<>(state, Optional.of(data), List.of(actions));
  }

  /// {@return the machine stays in its state, with other data}
  ///
  /// @param data the next data
  /// @param actions what else to do
  protected final Transition<S, D> keepState(D data, Action... actions) {
    return new Transition.KeepState<>(Optional.of(data), List.of(actions));
  }

  /// {@return the machine stays as it is}
  ///
  /// @param actions what else to do
  protected final Transition<S, D> keepStateAndData(Action... actions) {
    return new Transition.KeepState<>(Optional.empty(), List.of(actions));
  }

  /// {@return the machine stays in its state, with other data, and enters it again}
  ///
  /// @param data the next data
  /// @param actions what else to do
  protected final Transition<S, D> repeatState(D data, Action... actions) {
    return new Transition.RepeatState<>(Optional.of(data), List.of(actions));
  }

  /// {@return the machine stays as it is, and enters its state again}
  ///
  /// @param actions what else to do
  protected final Transition<S, D> repeatStateAndData(Action... actions) {
    return new Transition.RepeatState<>(Optional.empty(), List.of(actions));
  }

  /// {@return the machine ends}
  ///
  /// @param reason why; [ExitReason.Crashed] is a crash
  protected final Transition<S, D> stop(ExitReason reason) {
    return new Transition.Stop<>(reason, Optional.empty(), List.of());
  }

  /// {@return the machine ends}
  ///
  /// @param reason why; [ExitReason.Crashed] is a crash
  /// @param data the data that `terminate` gets
  protected final Transition<S, D> stop(ExitReason reason, D data) {
    return new Transition.Stop<>(reason, Optional.of(data), List.of());
  }

  /// {@return callers get their answers, and the machine ends}
  ///
  /// @param reason why; [ExitReason.Crashed] is a crash
  /// @param replies the answers
  protected final Transition<S, D> stopAndReply(ExitReason reason, Action.Reply... replies) {
    return new Transition.Stop<>(reason, Optional.empty(), List.of(replies));
  }

  /// {@return callers get their answers, and the machine ends}
  ///
  /// @param reason why; [ExitReason.Crashed] is a crash
  /// @param data the data that `terminate` gets
  /// @param replies the answers
  protected final Transition<S, D> stopAndReply(
      ExitReason reason, D data, Action.Reply... replies) {
    return new Transition.Stop<>(reason, Optional.of(data), List.of(replies));
  }

  // --- actions

  /// {@return the caller gets its answer}
  ///
  /// @param request the request that is answered: the one that is being handled. To answer later,
  ///   take [#replyTo(Request)] of it, or postpone it
  /// @param value the answer
  /// @param <R> the type of the answer
  protected final <R> Action.Reply reply(Request<M, R> request, R value) {
    return new Action.Reply(request, value);
  }

  /// {@return a caller gets its answer that has waited for it} The same as [ReplyTo#reply(Object)],
  /// but seen by [Sys].
  ///
  /// @param caller the right to answer
  /// @param value the answer
  /// @param <R> the type of the answer
  protected static <R> Action.Reply reply(ReplyTo<R> caller, R value) {
    return new Action.Reply(caller, value);
  }

  /// {@return this event comes again after the next change of the state, before newer ones} One
  /// that changes the state right now counts.
  protected static Action postpone() {
    return TransitionAction.Postpone.INSTANCE;
  }

  /// {@return [#handleEvent] gets an [Event.Internal] before all that waits} Several come in the
  /// order in which they are given.
  ///
  /// @param message what it gets
  protected final Action nextEvent(M message) {
    return new TransitionAction.NextEvent(message);
  }

  /// {@return [#handleEvent] gets an [Event.StateTimeout] if the state lasts that long} A change of
  /// the state calls it off; setting it again replaces it.
  ///
  /// @param time how long; with zero it comes before what waits in the mailbox
  /// @throws IllegalArgumentException if the time is negative
  protected static Action stateTimeout(Duration time) {
    return stateTimeout(time, time);
  }

  /// As [#stateTimeout(Duration)], with something to know it by.
  ///
  /// @param time how long
  /// @param content what the event tells
  /// @return the action
  protected static Action stateTimeout(Duration time, Object content) {
    return new TransitionAction.SetTimeout(TimeoutKey.STATE, time, content);
  }

  /// {@return the state's time-out tells something else when it comes} If none is set, it comes at
  /// once, as one of no time.
  ///
  /// @param content what the event tells
  protected static Action updateStateTimeout(Object content) {
    return new TransitionAction.UpdateTimeout(TimeoutKey.STATE, content);
  }

  /// {@return the state's time-out does not come} Nothing happens if none is set.
  protected static Action cancelStateTimeout() {
    return new TransitionAction.CancelTimeout(TimeoutKey.STATE);
  }

  /// {@return [#handleEvent] gets an [Event.EventTimeout] if no event comes for that long} Any event
  /// calls it off: also one that was inserted or postponed, and another time-out.
  ///
  /// @param time how long; with zero it comes before what waits in the mailbox
  /// @throws IllegalArgumentException if the time is negative
  protected static Action eventTimeout(Duration time) {
    return eventTimeout(time, time);
  }

  /// As [#eventTimeout(Duration)], with something to know it by.
  ///
  /// @param time how long
  /// @param content what the event tells
  /// @return the action
  protected static Action eventTimeout(Duration time, Object content) {
    return new TransitionAction.SetTimeout(TimeoutKey.EVENT, time, content);
  }

  /// {@return [#handleEvent] gets an [Event.Timeout] after that time} Neither events nor changes of
  /// the state call it off; setting one of the same name again replaces it.
  ///
  /// @param name its name, any value; compared with `equals`
  /// @param time how long; with zero it comes before what waits in the mailbox
  /// @throws IllegalArgumentException if the time is negative
  protected static Action timeout(Object name, Duration time) {
    return timeout(name, time, time);
  }

  /// As [#timeout(Object, Duration)], with something to know it by.
  ///
  /// @param name its name
  /// @param time how long
  /// @param content what the event tells
  /// @return the action
  protected static Action timeout(Object name, Duration time, Object content) {
    return new TransitionAction.SetTimeout(TimeoutKey.named(name), time, content);
  }

  /// {@return a time-out tells something else when it comes} If it is not set, it comes at once, as
  /// one of no time.
  ///
  /// @param name its name
  /// @param content what the event tells
  protected static Action updateTimeout(Object name, Object content) {
    return new TransitionAction.UpdateTimeout(TimeoutKey.named(name), content);
  }

  /// {@return a time-out does not come} Nothing happens if it is not set.
  ///
  /// @param name its name
  protected static Action cancelTimeout(Object name) {
    return new TransitionAction.CancelTimeout(TimeoutKey.named(name));
  }

  /// {@return the machine expects to be idle for long} Here only for those who know it from OTP: an
  /// idle machine holds no thread and no stack in any case.
  protected static Action hibernate() {
    return TransitionAction.Hibernate.INSTANCE;
  }
}
