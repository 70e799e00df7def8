package dev.talma.contract;

import dev.talma.Actor;
import dev.talma.ExitReason;
import dev.talma.Handler;
import java.util.function.Supplier;

/// The two styles of actors. A behaviour is written once, as a handler, and runs in both.
enum Style {
  LOOP {
    @Override
    <M> Actor<M> actor(Supplier<? extends Handler<M>> behaviour) {
      return (mailbox, ctx) -> {
        Handler<M> handler = behaviour.get();
        handler.init(ctx);
        for (M message : mailbox) {
          handler.handle(message, ctx);
        }
        handler.terminate(ExitReason.normal(), ctx);
      };
    }
  },
  HANDLER {
    @Override
    <M> Actor<M> actor(Supplier<? extends Handler<M>> behaviour) {
      return Actor.handler(behaviour);
    }
  };

  /// {@return an actor of this style}
  ///
  /// @param behaviour makes the handler of each run; in the loop style, what is in its `terminate`
  ///   is the code after the loop
  abstract <M> Actor<M> actor(Supplier<? extends Handler<M>> behaviour);

  /// {@return an actor of this style that has nothing to do at its start and end}
  <M> Actor<M> of(Handler<M> behaviour) {
    return actor(() -> behaviour);
  }
}
