package dev.talma.stress;

import dev.talma.Actor;
import dev.talma.Context;

/// The two styles of an actor, for what has to be the same in both.
public enum Both {
  /// A handler that is called.
  HANDLER {
    @Override
    public <M> Actor<M> of(Step<M> step) {
      return Actor.handler(() -> step::handle);
    }
  },
  /// A function with a loop.
  LOOP {
    @Override
    public <M> Actor<M> of(Step<M> step) {
      return (mailbox, ctx) -> {
        for (M message : mailbox) {
          step.handle(message, ctx);
        }
      };
    }
  };

  /// What an actor does with a message.
  ///
  /// @param <M> the type of the messages
  @FunctionalInterface
  public interface Step<M> {
    /// Does it.
    ///
    /// @param message the message
    /// @param ctx what else the actor can do
    /// @throws Exception as it likes
    void handle(M message, Context<M> ctx) throws Exception;
  }

  /// {@return an actor that does this}
  ///
  /// @param step what it does with a message
  /// @param <M> the type of the messages
  public abstract <M> Actor<M> of(Step<M> step);
}
