package dev.talma.otp;

import dev.talma.Request;
import java.util.Objects;
import java.util.function.Supplier;

/// The server of an [Agent].
final class AgentServer<S> extends GenServer<Agent.Message<S>, S> {
  private final Supplier<? extends S> initial;

  AgentServer(Supplier<? extends S> initial) {
    this.initial = initial;
  }

  @Override
  protected InitResult<S> init() {
    return ok(Objects.requireNonNull(initial.get(), "the first state"));
  }

  @Override
  protected CallResult<S> handleCall(Request<Agent.Message<S>, ?> request, S state) {
    return request instanceof Agent.Apply<S, ?> apply ? apply(apply, state) : unexpected(request);
  }

  private <R> CallResult<S> apply(Agent.Apply<S, R> request, S state) {
    Agent.Next<R, S> next =
        Objects.requireNonNull(request.change().apply(state), "what the function gives");
    return reply(request, next.value(), next.state());
  }

  @Override
  protected CastResult<S> handleCast(Agent.Message<S> message, S state) {
    return message instanceof Agent.Change<S>(var change)
        ? noReply(Objects.requireNonNull(change.apply(state), "the next state"))
        : unexpected(message);
  }
}
