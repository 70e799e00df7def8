package dev.talma;

import dev.talma.internal.Blueprint;
import java.time.Duration;
import java.util.function.Supplier;

/// What an actor does: a function over its mailbox.
///
/// {@snippet :
/// static Actor<Counter> counter() {
///   return (mailbox, ctx) -> {
///     int count = 0;                       // the state is a local variable
///     for (var msg : mailbox) {            // ends when the actor is asked to stop
///       switch (msg) {
///         case Counter.Increment(int amount) -> count += amount;
///         case Counter.Get get -> ctx.reply(get, count);
///       }
///     }
///   };                                     // code after the loop is the clean-up
/// }
/// }
///
/// There are two styles. This functional interface is the *loop style*: the function runs on a
/// virtual thread of its own and may block. [#handler(Supplier)] makes an actor of the
/// *event-driven style*: it is called for each message and needs no thread while idle, which suits
/// very many or very hot actors; it may block too. Both have the same references, contexts and
/// supervision.
///
/// An `Actor` is a recipe: it can be spawned many times, and runs afresh for each of them and after
/// each restart. State belongs inside of the function, not into variables that it captures.
///
/// @param <M> the type of the messages that it understands, usually a sealed interface
@FunctionalInterface
public interface Actor<M> {

  /// Runs the actor from its start to its end. Returning ends it with [ExitReason#normal()] (or the
  /// reason for which it was asked to stop); throwing is a crash.
  ///
  /// *Threading*: called by the runtime, on a thread of the actor's own.
  ///
  /// @param mailbox the messages; only for the actor itself
  /// @param ctx what else the actor can do; only for the actor itself
  /// @throws Exception as it likes; that is a crash
  void run(Mailbox<M> mailbox, Context<M> ctx) throws Exception;

  /// {@return this actor with a decision about what happens when it crashes} Without one, a crash
  /// ends it. Given twice, the last one counts.
  ///
  /// @param supervision a [Restart], [Stop] or [Escalate]
  default Actor<M> supervised(Supervision supervision) {
    return Blueprint.of(this).withSupervision(supervision);
  }

  /// {@return this actor with a mailbox that holds at most so many messages} Without this, a
  /// mailbox holds as many as memory does.
  ///
  /// @param capacity how many messages may wait, at least 1
  /// @param overflow what happens to one that finds it full
  /// @throws IllegalArgumentException if the capacity is below 1
  default Actor<M> bounded(int capacity, Overflow overflow) {
    return Blueprint.of(this).withBound(capacity, overflow);
  }

  /// {@return this actor with a time of its own that it gets to stop, before its owner kills it}
  /// Without this, it is [SystemSettings#stopTimeout()]. What owns others needs longer than the sum
  /// of them. It holds wherever the owner waits for it: when that stops, leaves a scope, or
  /// restarts with its siblings ([Restart.Strategy#ALL_FOR_ONE]). The closing of the system still
  /// ends with [SystemSettings#shutdownTimeout()].
  ///
  /// @param timeout how long its owner waits; zero means that it is killed at once, without being
  ///   asked; a very long one means for ever
  /// @throws IllegalArgumentException if the timeout is negative
  default Actor<M> stopTimeout(Duration timeout) {
    return Blueprint.of(this).withStopTimeout(timeout);
  }

  /// {@return this actor, stopping its children all at the same time when it ends or restarts} Each
  /// keeps the time that it gets to stop. Without this, they are stopped one after the other, the
  /// last started first; for thousands that do not know of each other, that takes thousands of
  /// times as long.
  default Actor<M> stopsChildrenTogether() {
    return Blueprint.of(this).withChildrenStoppedTogether();
  }

  /// {@return an actor of the event-driven style} The factory is called at each start and restart,
  /// on the thread that first runs the actor, and has to make a new handler each time, so that a
  /// restart begins with fresh state.
  ///
  /// {@snippet :
  /// static Actor<Greeting> greeter() {
  ///   return Actor.handler(() -> (message, ctx) -> IO.println("Hello, " + message.name()));
  /// }
  /// }
  ///
  /// Where something is called on it at once, the compiler has to be told the type of the messages:
  /// `Actor.<Greeting>handler(…).supervised(…)`.
  ///
  /// @param factory makes the handler
  /// @param <M> the type of the messages
  static <M> Actor<M> handler(Supplier<? extends Handler<M>> factory) {
    return Blueprint.handler(factory);
  }

  /// {@return an actor of the event-driven style whose state is a value} Each message turns the
  /// state into the next one.
  ///
  /// {@snippet :
  /// Actor<Counter> counter = Actor.stateful(() -> 0, (count, message, ctx) -> switch (message) {
  ///   case Counter.Increment(int amount) -> count + amount;
  ///   case Counter.Get get -> {
  ///     ctx.reply(get, count);
  ///     yield count;
  ///   }
  /// });
  /// }
  ///
  /// @param initial gives the state at each start and restart
  /// @param step takes the state and a message, and gives the next state
  /// @param <M> the type of the messages
  /// @param <S> the type of the state
  static <M, S> Actor<M> stateful(Supplier<? extends S> initial, Step<M, S> step) {
    return handler(() -> new StatefulHandler<>(initial.get(), step));
  }

  /// One step of an actor whose state is a value.
  ///
  /// @param <M> the type of the messages
  /// @param <S> the type of the state
  @FunctionalInterface
  interface Step<M, S> {
    /// {@return the next state}
    ///
    /// @param state the state so far
    /// @param message the message
    /// @param ctx what else the actor can do
    /// @throws Exception as it likes; that is a crash
    S apply(S state, M message, Context<M> ctx) throws Exception;
  }
}
