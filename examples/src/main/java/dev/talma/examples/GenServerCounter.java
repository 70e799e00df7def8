package dev.talma.examples;

import dev.talma.ActorSystem;
import dev.talma.Request;
import dev.talma.otp.CallResult;
import dev.talma.otp.CastResult;
import dev.talma.otp.GenServer;
import dev.talma.otp.InitResult;

/// The counter again, as a server: callbacks that take a message and the state, and give the next
/// state.
final class GenServerCounter {

  static final class Counter extends GenServer<Counter.Message, Integer> {
    sealed interface Message {
      record Get() implements Message, Request<Message, Integer> {}

      record Add(int n) implements Message, Request<Message, Integer> {}

      record Reset() implements Message {}
    }

    @Override
    protected InitResult<Integer> init() {
      return ok(0);
    }

    @Override
    protected CallResult<Integer> handleCall(Request<Message, ?> request, Integer count) {
      return switch (request) {
        case Message.Get get -> reply(get, count, count);
        case Message.Add add -> reply(add, count + add.n(), count + add.n());
        default -> unexpected(request);
      };
    }

    @Override
    protected CastResult<Integer> handleCast(Message message, Integer count) {
      return switch (message) {
        case Message.Reset() -> noReply(0);
        default -> unexpected(message);
      };
    }
  }

  static void main() {
    try (var system = ActorSystem.create("demo")) {
      var counter = GenServer.start(system, "counter", Counter::new);
      int five = GenServer.call(counter, new Counter.Message.Add(5));
      IO.println(five);
      GenServer.cast(counter, new Counter.Message.Reset());
      int zero = GenServer.call(counter, new Counter.Message.Get());
      IO.println(zero);
    }
  }

  private GenServerCounter() {}
}
