package dev.talma.otp;

import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.Handler;

/// A handler that tells a supervisor when its `init` is through.
record ReadyHandler<M>(Handler<M> inner) implements Handler<M> {

  @Override
  public void init(Context<M> ctx) throws Exception {
    ctx.onSystemMessage(
        message -> {
          if (message instanceof ServerMessage.AwaitStart request) {
            ctx.replySystem(request, true);
            return true;
          }
          return false;
        });
    inner.init(ctx);
  }

  @Override
  public void handle(M message, Context<M> ctx) throws Exception {
    inner.handle(message, ctx);
  }

  @Override
  public void terminate(ExitReason reason, Context<M> ctx) throws Exception {
    inner.terminate(reason, ctx);
  }
}
