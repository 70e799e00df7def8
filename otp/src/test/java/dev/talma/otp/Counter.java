package dev.talma.otp;

import dev.talma.Request;

/// The server of the documentation.
final class Counter extends GenServer<Counter.Message, Integer> {
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
