package dev.talma.otp;

import dev.talma.ActorOwner;
import dev.talma.ActorRef;
import dev.talma.ExitReason;
import dev.talma.Request;
import dev.talma.Signal;
import dev.talma.TaskResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What a server of a test does: for each line of its log, what it gives. A line is how a message
/// came and its text, as in `call x`, `cast x`, `timeout`; the state is a text.
final class Lab {
  sealed interface Msg {
    record Say(String text) implements Msg {}

    record Ask(String text) implements Msg, Request<Msg, String> {}
  }

  interface Answering {
    CallResult<String> to(Server s, Msg.Ask ask, String state) throws Exception;
  }

  interface Reaction {
    CastResult<String> to(Server s, String state) throws Exception;
  }

  interface Beginning {
    InitResult<String> of(Server s) throws Exception;
  }

  final List<String> log = Collections.synchronizedList(new ArrayList<>());
  final List<String> ends = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Answering> calls = new HashMap<>();
  private final Map<String, Reaction> reactions = new HashMap<>();
  private Beginning beginning = s -> GenServer.ok("0");

  Lab call(String text, Answering answering) {
    calls.put(text, answering);
    return this;
  }

  Lab on(String line, Reaction reaction) {
    reactions.put(line, reaction);
    return this;
  }

  Lab init(Beginning init) {
    beginning = init;
    return this;
  }

  ActorRef<Msg> start(ActorOwner owner) {
    return GenServer.start(owner, "server", server());
  }

  Supplier<Server> server() {
    return () -> new Server(this);
  }

  static Msg.Say say(String text) {
    return new Msg.Say(text);
  }

  static Msg.Ask ask(String text) {
    return new Msg.Ask(text);
  }

  static final class Server extends GenServer<Msg, String> {
    private final Lab lab;

    Server(Lab lab) {
      this.lab = lab;
    }

    private CastResult<String> react(String line, String state) throws Exception {
      lab.log.add(line);
      Reaction reaction = lab.reactions.get(line);
      return reaction == null ? noReply(state) : reaction.to(this, state);
    }

    private static String text(Msg message) {
      return switch (message) {
        case Msg.Say(String text) -> text;
        case Msg.Ask(String text) -> text;
      };
    }

    @Override
    protected InitResult<String> init() throws Exception {
      lab.log.add("init");
      return lab.beginning.of(this);
    }

    @Override
    protected CallResult<String> handleCall(Request<Msg, ?> request, String state)
        throws Exception {
      if (!(request instanceof Msg.Ask ask)) {
        return unexpected(request);
      }
      lab.log.add("call " + ask.text());
      Answering answering = lab.calls.get(ask.text());
      return answering == null ? reply(ask, state, state) : answering.to(this, ask, state);
    }

    @Override
    protected CastResult<String> handleCast(Msg message, String state) throws Exception {
      return react("cast " + text(message), state);
    }

    @Override
    protected CastResult<String> handleInfo(Msg message, String state) throws Exception {
      return react("info " + text(message), state);
    }

    @Override
    protected CastResult<String> handleContinue(Msg message, String state) throws Exception {
      return react("continue " + text(message), state);
    }

    @Override
    protected CastResult<String> handleTimeout(String state) throws Exception {
      return react("timeout", state);
    }

    @Override
    protected CastResult<String> handleSignal(Signal signal, String state) throws Exception {
      return react(
          "signal " + signal.getClass().getSimpleName() + " " + signal.ref().name(), state);
    }

    @Override
    protected CastResult<String> handleTaskEnd(ActorRef<?> task, TaskResult<?> result, String state)
        throws Exception {
      return react(
          switch (result) {
            case TaskResult.Success<?>(Object value) -> "task " + value;
            case TaskResult.Failure<?>(ExitReason reason) ->
                "task failed " + reason.getClass().getSimpleName();
          },
          state);
    }

    @Override
    protected void terminate(ExitReason reason, String state) {
      lab.ends.add(reason.getClass().getSimpleName() + " " + state);
    }
  }
}
