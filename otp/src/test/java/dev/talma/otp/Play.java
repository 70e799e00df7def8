package dev.talma.otp;

import dev.talma.ActorRef;
import dev.talma.ExitReason;
import dev.talma.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What a state machine of a test does: for each line of its log, what it gives. A line is the
/// state and the event, as in `A cast x`, `B enter A`, `A timeout name content`.
final class Play {
  sealed interface Msg {
    record Say(String text) implements Msg {}

    record Ask(String text) implements Msg, Request<Msg, String> {}
  }

  interface Reaction {
    Transition<String, Integer> to(Machine m, Event<Msg> event, int data) throws Exception;
  }

  interface Beginning {
    MachineInit<String, Integer> of(Machine m) throws Exception;
  }

  interface Ending {
    void of(ExitReason reason, String state, Integer data) throws Exception;
  }

  final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Reaction> reactions = new HashMap<>();
  private boolean enters;
  private Beginning beginning = m -> m.ok("A", 0);
  private Ending ending = (reason, state, data) -> {};

  Play on(String line, Reaction reaction) {
    reactions.put(line, reaction);
    return this;
  }

  Play entering() {
    enters = true;
    return this;
  }

  Play init(Beginning init) {
    beginning = init;
    return this;
  }

  Play terminate(Ending terminate) {
    ending = terminate;
    return this;
  }

  ActorRef<Msg> start(dev.talma.ActorOwner owner) {
    return GenStateMachine.start(owner, "machine", machine());
  }

  Supplier<Machine> machine() {
    return () -> new Machine(this);
  }

  static Msg.Say say(String text) {
    return new Msg.Say(text);
  }

  static Msg.Ask ask(String text) {
    return new Msg.Ask(text);
  }

  /// {@return the request of a call}
  static Msg.Ask asked(Event<Msg> event) {
    return event instanceof Event.Call<Msg>(Msg.Ask ask) ? ask : ask("none");
  }

  private static String text(Object message) {
    return switch (message) {
      case Msg.Say(String text) -> text;
      case Msg.Ask(String text) -> text;
      default -> message.toString();
    };
  }

  private static String line(Event<Msg> event) {
    return switch (event) {
      case Event.Call(var request) -> "call " + text(request);
      case Event.Cast(var message) -> "cast " + text(message);
      case Event.Info(var message) -> "info " + text(message);
      case Event.Internal(var message) -> "internal " + text(message);
      case Event.StateTimeout(var content) -> "state-timeout " + content;
      case Event.EventTimeout(var content) -> "event-timeout " + content;
      case Event.Timeout(var name, var content) -> "timeout " + name + " " + content;
      case Event.Signal(var signal) -> "signal " + signal.ref().name();
      case Event.TaskEnd(var task, var result) -> "task " + result;
      case Event.Enter(var old) -> "enter " + old;
    };
  }

  static final class Machine extends GenStateMachine<Msg, String, Integer> {
    private final Play play;

    Machine(Play play) {
      this.play = play;
    }

    @Override
    protected boolean stateEnter() {
      return play.enters;
    }

    @Override
    protected MachineInit<String, Integer> init() throws Exception {
      return play.beginning.of(this);
    }

    @Override
    protected Transition<String, Integer> handleEvent(Event<Msg> event, String state, Integer data)
        throws Exception {
      String line = state + " " + line(event);
      play.log.add(line);
      Reaction reaction = play.reactions.get(line);
      return reaction == null ? keepStateAndData() : reaction.to(this, event, data);
    }

    @Override
    protected void terminate(ExitReason reason, String state, Integer data) throws Exception {
      play.ending.of(reason, state, data);
    }
  }
}
