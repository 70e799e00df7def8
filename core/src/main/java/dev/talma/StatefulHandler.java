package dev.talma;

import java.util.Objects;

/// A handler whose state is a value that each message replaces.
final class StatefulHandler<M, S> implements Handler<M> {
  private final Actor.Step<M, S> step;
  private S state;

  StatefulHandler(S initial, Actor.Step<M, S> step) {
    this.state = Objects.requireNonNull(initial, "the initial state");
    this.step = Objects.requireNonNull(step, "step");
  }

  @Override
  @SuppressWarnings("unchecked") // one of the same type has left it
  public void init(Context<M> ctx) {
    ctx.handedOver(Object.class).ifPresent(left -> state = (S) left);
  }

  @Override
  public void terminate(ExitReason reason, Context<M> ctx) {
    ctx.handOver(state);
  }

  @Override
  public void handle(M message, Context<M> ctx) throws Exception {
    state = Objects.requireNonNull(step.apply(state, message, ctx), "the next state");
  }
}
