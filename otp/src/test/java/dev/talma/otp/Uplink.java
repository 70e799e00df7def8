package dev.talma.otp;

import dev.talma.ExitReason;
import dev.talma.Request;
import dev.talma.TaskResult;
import java.time.Duration;
import java.util.concurrent.Callable;

/// The machine of the page on state machines: a line to somewhere that is dialed when it is needed
/// and hung up when it is not.
// @start region=uplink-protocol
final class Uplink extends GenStateMachine<Uplink.Message, Uplink.State, Integer> {
  sealed interface Message {
    /// Answered with how many lines were sent so far.
    record Send(String line) implements Message, Request<Message, Integer> {}

    record HangUp() implements Message {}
  }

  sealed interface State {
    record Down() implements State {}

    record Dialing(int attempt) implements State {}

    record Waiting(int attempt) implements State {}

    record Up() implements State {}
  }

  private final Callable<String> dial;

  Uplink(Callable<String> dial) {
    this.dial = dial;
  }

  @Override
  protected MachineInit<State, Integer> init() {
    return ok(new State.Down(), 0);
  }

  // @end region=uplink-protocol

  @Override
  protected boolean stateEnter() {
    return true;
  }

  @Override
  protected Transition<State, Integer> handleEvent(
      Event<Message> event, State state, Integer sent) {
    return switch (state) {
      case State.Down() -> down(event);
      case State.Dialing(int attempt) -> dialing(event, attempt);
      case State.Waiting(int attempt) -> waiting(event, attempt);
      case State.Up() -> up(event, sent);
    };
  }

  private Transition<State, Integer> down(Event<Message> event) {
    return switch (event) {
      case Event.Call(Message.Send _) -> nextState(new State.Dialing(1), postpone());
      default -> keepStateAndData();
    };
  }

  private Transition<State, Integer> dialing(Event<Message> event, int attempt) {
    return switch (event) {
      case Event.Enter<Message> _ -> {
        var _ = startTask(dial);
        yield keepStateAndData();
      }
      case Event.TaskEnd(var _, TaskResult.Success<?> _) -> nextState(new State.Up());
      case Event.TaskEnd(var _, TaskResult.Failure<?> _) when attempt == 3 ->
          stop(ExitReason.shutdown("nobody answers"));
      case Event.TaskEnd(var _, TaskResult.Failure<?> _) -> nextState(new State.Waiting(attempt));
      default -> keepStateAndData(postpone());
    };
  }

  private Transition<State, Integer> waiting(Event<Message> event, int attempt) {
    return switch (event) {
      case Event.Enter<Message> _ -> keepStateAndData(stateTimeout(Duration.ofSeconds(attempt)));
      case Event.StateTimeout<Message> _ -> nextState(new State.Dialing(attempt + 1));
      default -> keepStateAndData(postpone());
    };
  }

  private Transition<State, Integer> up(Event<Message> event, int sent) {
    return switch (event) {
      case Event.Enter<Message> _ -> keepStateAndData(eventTimeout(Duration.ofMinutes(1)));
      case Event.Call(Message.Send send) ->
          keepState(sent + 1, reply(send, sent + 1), eventTimeout(Duration.ofMinutes(1)));
      case Event.Cast(Message.HangUp()), Event.EventTimeout<Message> _ ->
          nextState(new State.Down());
      default -> unexpected(event);
    };
  }
}
