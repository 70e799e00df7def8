package dev.talma.otp;

import dev.talma.ActorRef;
import dev.talma.ExitReason;
import dev.talma.Request;
import dev.talma.Signal;
import dev.talma.TaskResult;
import java.time.Duration;
import java.util.function.Consumer;

/// A server with a state: the behaviour `gen_server` of Erlang/OTP. You write callbacks that take
/// a message and the state, and give the next state; starting, answering, time-outs, stopping and
/// looking into it are done for you.
///
/// {@snippet :
/// final class Counter extends GenServer<Counter.Message, Integer> {
///   sealed interface Message {
///     record Get() implements Message, Request<Message, Integer> {}
///
///     record Add(int n) implements Message, Request<Message, Integer> {}
///
///     record Reset() implements Message {}
///   }
///
///   @Override
///   protected InitResult<Integer> init() {
///     return ok(0);
///   }
///
///   @Override
///   protected CallResult<Integer> handleCall(Request<Message, ?> request, Integer count) {
///     return switch (request) {
///       case Message.Get get -> reply(get, count, count);
///       case Message.Add add -> reply(add, count + add.n(), count + add.n());
///       default -> unexpected(request);
///     };
///   }
///
///   @Override
///   protected CastResult<Integer> handleCast(Message message, Integer count) {
///     return switch (message) {
///       case Message.Reset() -> noReply(0);
///       default -> unexpected(message);
///     };
///   }
/// }
/// }
///
/// {@snippet :
/// var counter = GenServer.start(system, "counter", Counter::new);
/// int five = GenServer.call(counter, new Counter.Message.Add(5));
/// GenServer.cast(counter, new Counter.Message.Reset());
/// int zero = GenServer.call(counter, new Counter.Message.Get());
/// }
///
/// A message arrives at the callback that fits the way it was sent: a [call][#call] at
/// [#handleCall], a [cast][#cast] at [#handleCast], and what was just
/// [sent][ActorRef#send(Object)], by anybody who knows the reference, at [#handleInfo]. A reply has
/// to be of the type that its request names, or it does not compile.
///
/// *Threading*: a server is an actor of the event-driven style. Its callbacks run one at a time, on
/// threads that it shares; they may block. Instance fields are as safe as the state, but the state
/// is what [Sys] shows and `terminate` gets. Each start and each restart makes a new instance.
///
/// *Failure*: a callback that throws is a crash: [#terminate] runs with the state before it, the
/// caller is told at once and with the cause, and the server's supervisor decides.
///
/// Source: the reference manual of `gen_server` (Erlang/OTP) and of `GenServer` (Elixir). Other than
/// there, a time-out has a callback of its own, as it is no message of the protocol; and `terminate`
/// runs at each orderly end, whether exits are trapped or not, as no stop comes in the middle of a
/// callback.
///
/// @param <M> the type of the messages, usually a sealed interface
/// @param <S> the type of the state, usually a record
public abstract non-sealed class GenServer<M, S> extends Server<M> {

  /// For subclasses.
  protected GenServer() {}

  // --- callbacks

  /// Begins. Whoever starts the server waits for this.
  ///
  /// @return [#ok(Object)] with the first state, [#ignore()] or [#stopInit(ExitReason)]
  /// @throws Exception as it likes; the start has failed then
  protected abstract InitResult<S> init() throws Exception;

  /// Handles a request that somebody waits for.
  ///
  /// @param request the request; a `switch` over it needs `default -> unexpected(request)`
  /// @param state the state
  /// @return [#reply(Request, Object, Object)], or [#noReply(Object)] after [#replyTo(Request)] was
  ///   taken, or one of the `stop`s
  /// @throws Exception as it likes; that is a crash
  protected CallResult<S> handleCall(Request<M, ?> request, S state) throws Exception {
    return unexpected(request);
  }

  /// Handles a message that was cast.
  ///
  /// @param message the message
  /// @param state the state
  /// @return [#noReply(Object)] or [#stop(ExitReason, Object)]
  /// @throws Exception as it likes; that is a crash
  protected CastResult<S> handleCast(M message, S state) throws Exception {
    return unexpected(message);
  }

  /// Handles a message that came in any other way: sent, scheduled, or made of the end of another
  /// actor. Unless overridden, it is logged and dropped.
  ///
  /// @param message the message
  /// @param state the state
  /// @return [#noReply(Object)] or [#stop(ExitReason, Object)]
  /// @throws Exception as it likes; that is a crash
  protected CastResult<S> handleInfo(M message, S state) throws Exception {
    ServerLog.unexpectedInfo(self(), message);
    return noReply(state);
  }

  /// Goes on with what a callback has left to do with [#continueWith(Object)], before the next
  /// message.
  ///
  /// @param message what was left to do
  /// @param state the state
  /// @return [#noReply(Object)] or [#stop(ExitReason, Object)]
  /// @throws Exception as it likes; that is a crash
  protected CastResult<S> handleContinue(M message, S state) throws Exception {
    return unexpected(message);
  }

  /// No message has come for as long as the last callback said with [#timeout(Duration)].
  ///
  /// @param state the state
  /// @return [#noReply(Object)] or [#stop(ExitReason, Object)]
  /// @throws Exception as it likes; that is a crash
  protected CastResult<S> handleTimeout(S state) throws Exception {
    throw new UnsupportedOperationException(
        getClass().getName() + " set a timeout and has no handleTimeout");
  }

  /// An actor that this one monitors or, if it traps exits, is linked to has ended, and the monitor
  /// or the trap was set without a message to make of it. Unless overridden, it is logged and
  /// dropped.
  ///
  /// @param signal the news
  /// @param state the state
  /// @return [#noReply(Object)] or [#stop(ExitReason, Object)]
  /// @throws Exception as it likes; that is a crash
  protected CastResult<S> handleSignal(Signal signal, S state) throws Exception {
    ServerLog.unexpectedSignal(self(), signal);
    return noReply(state);
  }

  /// A task that was begun with [#startTask(Callable)] has ended.
  ///
  /// @param task the task, as `startTask` gave it
  /// @param result what came of it
  /// @param state the state
  /// @return [#noReply(Object)] or [#stop(ExitReason, Object)]
  /// @throws Exception as it likes; that is a crash
  protected CastResult<S> handleTaskEnd(ActorRef<?> task, TaskResult<?> result, S state)
      throws Exception {
    throw new UnsupportedOperationException(
        getClass().getName() + " started a task and has no handleTaskEnd");
  }

  /// Cleans up, when the server ends in an orderly way or has crashed; not when it is killed, and
  /// not when `init` has failed.
  ///
  /// @param reason why it ends
  /// @param state the state; after a crash, the one before the callback that crashed
  /// @throws Exception as it likes; that is logged and changes nothing
  protected void terminate(ExitReason reason, S state) throws Exception {}

  // --- what init gives

  /// {@return the server runs}
  ///
  /// @param state the first state
  /// @param <S> the type of the state
  protected static <S> InitResult<S> ok(S state) {
    return new InitResult.Ok<>(state, After.Nothing.INSTANCE);
  }

  /// {@return the server runs, with something to do first}
  ///
  /// @param state the first state
  /// @param after [#timeout(Duration)], [#continueWith(Object)] or [#hibernate()]
  /// @param <S> the type of the state
  protected static <S> InitResult<S> ok(S state, After after) {
    return new InitResult.Ok<>(state, after);
  }

  /// {@return the server is not needed; it ends as normal}
  ///
  /// @param <S> the type of the state
  protected static <S> InitResult<S> ignore() {
    return new InitResult.Ignore<>();
  }

  /// {@return the server cannot run}
  ///
  /// @param reason why
  /// @param <S> the type of the state
  protected static <S> InitResult<S> stopInit(ExitReason reason) {
    return new InitResult.Stop<>(reason);
  }

  // --- what the callbacks give

  /// {@return the caller gets its answer}
  ///
  /// @param request the request that is answered: the one that `handleCall` was given
  /// @param value the answer
  /// @param state the next state
  /// @param <R> the type of the answer
  protected final <R> CallResult<S> reply(Request<M, R> request, R value, S state) {
    return new CallResult.Reply<>(request, value, state, After.Nothing.INSTANCE);
  }

  /// As [#reply(Request, Object, Object)], with something to do afterwards.
  ///
  /// @param request the request
  /// @param value the answer
  /// @param state the next state
  /// @param after [#timeout(Duration)], [#continueWith(Object)] or [#hibernate()]
  /// @param <R> the type of the answer
  /// @return the result
  protected final <R> CallResult<S> reply(Request<M, R> request, R value, S state, After after) {
    return new CallResult.Reply<>(request, value, state, after);
  }

  /// {@return the server goes on}
  ///
  /// @param state the next state
  /// @param <S> the type of the state
  protected static <S> NoReply<S> noReply(S state) {
    return new NoReply<>(state, After.Nothing.INSTANCE);
  }

  /// {@return the server goes on, with something to do}
  ///
  /// @param state the next state
  /// @param after [#timeout(Duration)], [#continueWith(Object)] or [#hibernate()]
  /// @param <S> the type of the state
  protected static <S> NoReply<S> noReply(S state, After after) {
    return new NoReply<>(state, after);
  }

  /// {@return the server ends}
  ///
  /// @param reason why; [ExitReason.Crashed] is a crash
  /// @param state the state that `terminate` gets
  /// @param <S> the type of the state
  protected static <S> Stop<S> stop(ExitReason reason, S state) {
    return new Stop<>(reason, state);
  }

  /// {@return the caller gets its answer, and the server ends}
  ///
  /// @param reason why; [ExitReason.Crashed] is a crash
  /// @param request the request that is answered
  /// @param value the answer
  /// @param state the state that `terminate` gets
  /// @param <R> the type of the answer
  protected final <R> CallResult<S> stop(
      ExitReason reason, Request<M, R> request, R value, S state) {
    return new CallResult.StopWithReply<>(reason, request, value, state);
  }

  /// {@return [#handleTimeout(Object)] is called if no message comes in that time} Any message
  /// calls it off, also one that is dropped.
  ///
  /// @param time how long to wait; zero means: unless a message is there already
  /// @throws IllegalArgumentException if the time is negative
  protected static After timeout(Duration time) {
    return new After.Timeout(time);
  }

  /// {@return [#handleContinue(Object, Object)] is called before the next message, whatever waits}
  ///
  /// @param message what is left to do
  protected final After continueWith(M message) {
    return new After.Continue(message);
  }

  /// {@return the server expects to be idle for long} Here only for those who know it from OTP: an
  /// idle server holds no thread and no stack in any case.
  protected static After hibernate() {
    return After.Hibernate.INSTANCE;
  }

  // --- for behaviours that are built on this one

  /// {@return the class that has the callbacks}
  Class<?> behaviour() {
    return getClass();
  }

  /// Gives what a behaviour needs beyond the callbacks.
  ///
  /// @param ahead what it puts before the messages that wait
  /// @param replied is told the answers that it gives itself
  void attach(Ahead<M> ahead, Consumer<Object> replied) {}

  /// {@return what the end of a timer of its own stands for}
  Event<M> fired(TimeoutKey key) {
    throw new IllegalStateException(self() + " has no timers of its own, but one of " + key);
  }

  /// Handles an event that is no message.
  CastResult<S> handleOwn(Event<M> event, S state) throws Exception {
    throw new IllegalStateException(self() + " has no events of its own, but " + event);
  }
}
