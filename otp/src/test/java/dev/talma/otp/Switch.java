package dev.talma.otp;

import dev.talma.Request;
import java.time.Duration;

/// The machine of the documentation.
final class Switch extends GenStateMachine<Switch.Message, Switch.State, Integer> {
  sealed interface Message {
    record Push() implements Message, Request<Message, State> {}
  }

  enum State {
    OFF,
    ON
  }

  @Override
  protected MachineInit<State, Integer> init() {
    return ok(State.OFF, 0); // how often it was switched on
  }

  @Override
  protected Transition<State, Integer> handleEvent(
      Event<Message> event, State state, Integer count) {
    return switch (event) {
      case Event.Call(Message.Push push) when state == State.OFF ->
          nextState(
              State.ON, count + 1, reply(push, State.ON), stateTimeout(Duration.ofMinutes(5)));
      case Event.Call(Message.Push push) -> nextState(State.OFF, reply(push, State.OFF));
      case Event.StateTimeout<Message> _ -> nextState(State.OFF);
      default -> unexpected(event);
    };
  }
}
