package dev.talma.otp;

import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.ReplyTo;
import dev.talma.Request;
import dev.talma.Signal;
import dev.talma.TaskResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs a [GenStateMachine] as a server whose state is that of the machine with its data: makes
/// events of messages, and does what the machine gives.
///
/// What is to come before the next message (inserted and postponed events, calls of entered states,
/// time-outs of no time) goes into [Ahead], and the server takes it from there, one at a time.
final class MachineServer<M, S, D> extends GenServer<M, StateAndData<S, D>> {
  private final GenStateMachine<M, S, D> machine;
  private boolean enters;
  private @Nullable Ahead<M> ahead;
  private @Nullable Timeouts<M> timeouts;
  private @Nullable Consumer<Object> replied;

  MachineServer(GenStateMachine<M, S, D> machine) {
    this.machine = machine;
  }

  @Override
  void bind(Context<M> ctx, TaskDesk<M> desk) {
    super.bind(ctx, desk);
    machine.bind(ctx, desk);
  }

  @Override
  void attach(Ahead<M> queue, Consumer<Object> told) {
    ahead = queue;
    timeouts = new Timeouts<>(ctx(), queue);
    replied = told;
  }

  @Override
  Class<?> behaviour() {
    return machine.getClass();
  }

  // --- the beginning and the end

  @Override
  protected InitResult<StateAndData<S, D>> init() throws Exception {
    enters = machine.stateEnter();
    return switch (Objects.requireNonNull(machine.init(), () -> gaveNull("init"))) {
      case MachineInit.Ok<S, D>(S state, D data, List<Action> actions) -> {
        take(actions, "init", false, true);
        if (enters) {
          ahead().addFirst(new Event.Enter<>(state));
        }
        yield ok(new StateAndData<>(state, data));
      }
      case MachineInit.Ignore<S, D>() -> ignore();
      case MachineInit.Stop<S, D>(ExitReason reason) -> stopInit(reason);
    };
  }

  @Override
  protected void terminate(ExitReason reason, StateAndData<S, D> now) throws Exception {
    machine.terminate(reason, now.state(), now.data());
  }

  // --- events

  @Override
  protected CallResult<StateAndData<S, D>> handleCall(Request<M, ?> request, StateAndData<S, D> now)
      throws Exception {
    return switch (handle(new Event.Call<>(request), now)) {
      case NoReply<StateAndData<S, D>> next -> next;
      case Stop<StateAndData<S, D>> stop -> stop;
    };
  }

  @Override
  protected CastResult<StateAndData<S, D>> handleCast(M message, StateAndData<S, D> now)
      throws Exception {
    return handle(new Event.Cast<>(message), now);
  }

  @Override
  protected CastResult<StateAndData<S, D>> handleInfo(M message, StateAndData<S, D> now)
      throws Exception {
    return handle(new Event.Info<>(message), now);
  }

  @Override
  protected CastResult<StateAndData<S, D>> handleSignal(Signal signal, StateAndData<S, D> now)
      throws Exception {
    return handle(new Event.Signal<>(signal), now);
  }

  @Override
  protected CastResult<StateAndData<S, D>> handleTaskEnd(
      ActorRef<?> task, TaskResult<?> result, StateAndData<S, D> now) throws Exception {
    return handle(new Event.TaskEnd<>(task, result), now);
  }

  @Override
  Event<M> fired(TimeoutKey key) {
    return timeouts().fired(key);
  }

  @Override
  CastResult<StateAndData<S, D>> handleOwn(Event<M> event, StateAndData<S, D> now)
      throws Exception {
    return handle(event, now);
  }

  private CastResult<StateAndData<S, D>> handle(Event<M> event, StateAndData<S, D> now)
      throws Exception {
    if (!(event instanceof Event.Enter<M>)) {
      timeouts().cancel(TimeoutKey.EVENT);
    }
    Transition<S, D> transition = machine.handleEvent(event, now.state(), now.data());
    switch (Objects.requireNonNull(transition, () -> gaveNull("handleEvent"))) {
      case Transition.NextState<S, D>(S state, var data, var actions) -> {
        return go(event, now, with(now, state, data.orElse(now.data())), false, actions);
      }
      case Transition.KeepState<S, D>(var data, var actions) -> {
        return go(event, now, with(now, now.state(), data.orElse(now.data())), false, actions);
      }
      case Transition.RepeatState<S, D>(var data, var actions) -> {
        return go(event, now, with(now, now.state(), data.orElse(now.data())), true, actions);
      }
      case Transition.Stop<S, D>(ExitReason reason, var data, var replies) -> {
        replies.forEach(this::answer);
        return stop(reason, with(now, now.state(), data.orElse(now.data())));
      }
    }
  }

  /// The same object if nothing changes: then there is no new state to tell of.
  private static <S, D> StateAndData<S, D> with(StateAndData<S, D> now, S state, D data) {
    return state == now.state() && data == now.data() ? now : new StateAndData<>(state, data);
  }

  private NoReply<StateAndData<S, D>> go(
      Event<M> event,
      StateAndData<S, D> now,
      StateAndData<S, D> next,
      boolean repeats,
      List<Action> actions) {
    boolean changes = !next.state().equals(now.state());
    if (event instanceof Event.Enter<M> && changes) {
      throw refused("went on to " + next.state(), "a call for a state that is being entered");
    }
    take(actions, event, changes, !(event instanceof Event.Enter<M>));
    if (enters && (changes || repeats)) {
      ahead().addFirst(new Event.Enter<>(now.state()));
    }
    return noReply(next);
  }

  // --- actions

  /// @param cause the event, or a word for what else has led to the actions
  /// @param mayInsert whether events may be inserted
  private void take(List<Action> actions, Object cause, boolean changes, boolean mayInsert) {
    boolean postpones = false;
    List<Event<M>> inserted = new ArrayList<>(0);
    List<TransitionAction.Timing> timings = new ArrayList<>(0);
    for (Action action : actions) {
      switch (action) {
        case Action.Reply reply -> answer(reply);
        case TransitionAction.Postpone() -> {
          if (!(cause instanceof Event<?>) || cause instanceof Event.Enter<?>) {
            throw refused("postponed", "what is no event: " + cause);
          }
          postpones = true;
        }
        case TransitionAction.NextEvent(Object message) -> {
          if (!mayInsert) {
            throw refused("inserted an event", "a call for a state that is being entered");
          }
          inserted.add(new Event.Internal<>(ofProtocol(message)));
        }
        case TransitionAction.Timing timing -> timings.add(timing);
        case TransitionAction.Hibernate() -> {}
      }
    }
    if (postpones) {
      ahead().postpone(again((Event<?>) cause));
    }
    if (changes) {
      timeouts().cancel(TimeoutKey.STATE);
      ahead().retry();
    }
    ahead().addFirst(inserted);
    timings.forEach(timeouts()::act);
  }

  private IllegalStateException refused(String what, String where) {
    return new IllegalStateException(
        self() + " (" + machine.getClass().getName() + ") " + what + " in " + where);
  }

  @SuppressWarnings("unchecked") // GenStateMachine.nextEvent took nothing else
  private M ofProtocol(Object message) {
    return (M) message;
  }

  /// A message is kept with its sender and the right to answer it.
  private Object again(Event<?> event) {
    return switch (event) {
      case Event.Call<?> _, Event.Cast<?> _, Event.Info<?> _ -> ctx().hold();
      default -> event;
    };
  }

  @SuppressWarnings("unchecked") // GenStateMachine.reply has seen to it that the value fits
  private void answer(Action.Reply reply) {
    if (reply.to instanceof ReplyTo<?> later) {
      ((ReplyTo<Object>) later).reply(reply.value);
    } else {
      ctx().reply((Request<M, Object>) reply.to, reply.value);
    }
    Objects.requireNonNull(replied).accept(reply.value);
  }

  // --- parts

  private Ahead<M> ahead() {
    return Objects.requireNonNull(ahead);
  }

  private Timeouts<M> timeouts() {
    return Objects.requireNonNull(timeouts);
  }

  private String gaveNull(String callback) {
    return machine.getClass().getName() + "." + callback + " gave null";
  }
}
