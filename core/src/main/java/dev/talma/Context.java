package dev.talma;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// What an actor can do besides reading its mailbox.
///
/// *Threading*: unless a method says otherwise, only the actor itself may call it, from the thread
/// that runs it; anyone else gets an [IllegalStateException]. To let another thread act for the
/// actor, give it [#self()] or a [ReplyTo].
///
/// @param <M> the type of the actor's messages
public interface Context<M> extends ActorOwner {

  /// {@return the reference to this actor} *Threading*: any.
  ActorRef<M> self();

  /// {@return the system that it lives in} *Threading*: any.
  ActorSystem system();

  /// {@return who sent the message that was taken last, if it was an actor}
  Optional<ActorRef<?>> sender();

  // --- answering

  /// Answers a request that is being handled. If its asker has given up, or nobody asked, the
  /// answer is dropped and counted.
  ///
  /// @param request the request, as it came out of the mailbox
  /// @param value the answer
  /// @param <R> its type
  /// @throws IllegalStateException if the request is not being handled now, or is answered already
  <R> void reply(Request<M, R> request, R value);

  /// Answers a request to the behaviour that the actor is built on, while it is being handled.
  ///
  /// @param request the request
  /// @param value the answer
  /// @param <R> its type
  /// @throws IllegalStateException if the request is not being handled now, or is answered already
  /// @see #onSystemMessage(Predicate)
  <R> void replySystem(SystemRequest<R> request, R value);

  /// Takes the right to answer a request to the behaviour later.
  ///
  /// @param request the request that is being handled
  /// @param <R> the type of the answer
  /// @return the right to answer
  /// @throws IllegalStateException if the request is not being handled now, or is answered already
  <R> ReplyTo<R> replyToSystem(SystemRequest<R> request);

  /// {@return whether the message that is being handled was asked, and not just sent} Of several in
  /// hand, it is the one that was taken last. False while none is.
  boolean isAsked();

  /// Takes the right to answer a request later. Its asker then waits beyond the end of its
  /// handling.
  ///
  /// @param request the request that is being handled
  /// @param <R> the type of the answer
  /// @return the right to answer
  /// @throws IllegalStateException if the request is not being handled now, or is answered already
  <R> ReplyTo<R> replyTo(Request<M, R> request);

  /// Passes the message that is being handled on, in this or another form. The receiver sees the
  /// original sender, and if it was a request, the receiver's reply goes to the original asker.
  ///
  /// @param message what to pass on
  /// @param target to whom
  /// @param <T> the type of the message
  /// @throws IllegalArgumentException if an ask is being handled and the message is not a request
  ///   with the same type of answer
  <T> void forward(T message, ActorRef<? super T> target);

  /// {@return how much time the asker of the request that is being handled still grants; zero when
  /// it has given up, empty when nobody asked} An ask made meanwhile gets no more than this, until
  /// the request is answered.
  Optional<Duration> timeLeft();

  /// Takes the message that is being handled out of handling, with its sender and its pending
  /// reply, to deliver it again later. What stashes is made of this.
  ///
  /// @return the message, on hold
  Held<M> hold();

  // --- moving to another node

  /// Gives a state to the one that takes this actor's place on another node: the last thing that a
  /// loop does before it returns. Does nothing if this actor ends for another reason than a move.
  ///
  /// {@snippet :
  /// static Actor<Counter> movingCounter() {
  ///   return (mailbox, ctx) -> {
  ///     int count = ctx.handedOver(Integer.class).orElse(0);
  ///     for (var msg : mailbox) {
  ///       switch (msg) {
  ///         case Counter.Increment(int amount) -> count += amount;
  ///         case Counter.Get get -> ctx.reply(get, count);
  ///       }
  ///     }
  ///     ctx.handOver(count);
  ///   };
  /// }
  /// }
  ///
  /// @param state of the class that [ActorType#withState(Class)] names, or it is dropped at the
  ///   move, with a warning in the log; given twice, the last one counts
  void handOver(Object state);

  /// {@return what the one before has [left][#handOver(Object)] to this actor, when it moved here
  /// from another node} Empty in any other case, and after a restart.
  ///
  /// @param type its class
  /// @param <S> its type
  /// @throws IllegalArgumentException if the state is of another class
  <S> Optional<S> handedOver(Class<S> type);

  // --- children

  /// Starts a child: owned by this actor, and stopped with it.
  ///
  /// @param name unique among the living children of this actor; letters, digits and `-_.+@$~`
  /// @param actor what it does
  /// @param <C> the type of its messages
  /// @return the reference to the child
  /// @throws NameTakenException if a living child has the name
  /// @throws IllegalArgumentException if the name is not legal
  @Override
  <C> ActorRef<C> spawn(String name, Actor<C> actor);

  /// As [#spawn(String, Actor)], with a name that the system makes up.
  ///
  /// @param actor what it does
  /// @param <C> the type of its messages
  /// @return the reference to the child
  @Override
  <C> ActorRef<C> spawn(Actor<C> actor);

  /// Starts a child and links to it before it runs.
  ///
  /// @param name as for [#spawn(String, Actor)]
  /// @param actor what it does
  /// @param <C> the type of its messages
  /// @return the reference to the child
  <C> ActorRef<C> spawnLinked(String name, Actor<C> actor);

  /// As [#spawnLinked(String, Actor)], with a name that the system makes up.
  ///
  /// @param actor what it does
  /// @param <C> the type of its messages
  /// @return the reference to the child
  <C> ActorRef<C> spawnLinked(Actor<C> actor);

  /// Starts a child and monitors it before it runs, so that no reason is missed.
  ///
  /// @param name as for [#spawn(String, Actor)]
  /// @param actor what it does
  /// @param onDown turns the notice of its end into a message for this actor
  /// @param <C> the type of its messages
  /// @return the reference to the child
  <C> ActorRef<C> spawnMonitored(
      String name, Actor<C> actor, Function<? super Down, ? extends M> onDown);

  /// As [#spawnMonitored(String, Actor, Function)], with a name that the system makes up.
  ///
  /// @param actor what it does
  /// @param onDown turns the notice of its end into a message for this actor
  /// @param <C> the type of its messages
  /// @return the reference to the child
  <C> ActorRef<C> spawnMonitored(Actor<C> actor, Function<? super Down, ? extends M> onDown);

  /// Runs work beside this actor, and turns what comes of it into a message for this actor. The
  /// work is a child: it ends with this actor, and may block. Its crash is logged as others are.
  /// Once this actor has restarted, nothing is told of work that the former run has begun.
  ///
  /// {@snippet :
  /// ctx.async(() -> store.load(key), result -> new Loaded(key, result));
  /// }
  ///
  /// @param work what to do, on a thread of its own; to give null is a failure
  /// @param onEnd makes the message; runs in this actor, when it takes the message
  /// @param <R> the type of what the work gives
  /// @return the child that does the work; [ActorRef#kill()] calls it off, and is told as a failure
  /// @throws SystemClosedException if this actor is ending
  default <R> ActorRef<?> async(
      Callable<? extends R> work, Function<? super TaskResult<R>, ? extends M> onEnd) {
    Objects.requireNonNull(work, "work");
    Objects.requireNonNull(onEnd, "onEnd");
    AtomicReference<TaskResult<R>> result = new AtomicReference<>();
    return this.<Object>spawnMonitored(
        (mailbox, ctx) ->
            result.set(
                new TaskResult.Success<>(
                    Objects.requireNonNull(work.call(), "what the work gave"))),
        down -> {
          TaskResult<R> there = result.get();
          return onEnd.apply(there == null ? new TaskResult.Failure<>(down.reason()) : there);
        });
  }

  /// {@return the living children, in the order of their [places][Actor#place(long)] and, unless
  /// those are set, of their start}
  List<ActorRef<?>> children();

  /// {@return a scope whose actors are owned by this one and end with the scope}
  ActorScope scope();

  /// Ends this actor after the message that is being handled, without handling those that wait.
  void stop();

  /// As [#stop()], with a reason that those who watch will see. The first one counts, also if it
  /// was a [#stop()] without one, which is a plain [ExitReason.Shutdown].
  ///
  /// @param reason [ExitReason.Normal] or [ExitReason.Shutdown]
  /// @throws IllegalArgumentException if the reason is another one: to crash, throw; to be killed,
  ///   call [ActorRef#kill()]
  void stop(ExitReason reason);

  // --- time

  /// Sends this actor a message later. Gone when the actor stops or restarts.
  ///
  /// @param message the message
  /// @param delay how long to wait
  /// @return to call it off; after that, the message is not handled any more
  /// @throws IllegalArgumentException if the delay is negative
  Cancellable schedule(M message, Duration delay);

  /// As [#schedule(Object, Duration)], and the message seems to come from a sender.
  ///
  /// @param message the message
  /// @param delay how long to wait
  /// @param sender who seems to have sent it
  /// @return to call it off
  Cancellable schedule(M message, Duration delay, ActorRef<?> sender);

  /// Sends this actor a message again and again, at a fixed rate, first after one period. At most
  /// one tick waits in the mailbox: an actor that is slower than its timer misses ticks and is not
  /// flooded.
  ///
  /// @param message the message
  /// @param period the time between ticks
  /// @return to call it off; after that, no tick is handled any more
  /// @throws IllegalArgumentException if the period is not positive
  Cancellable scheduleEvery(M message, Duration period);

  /// As [#scheduleEvery(Object, Duration)], and the messages seem to come from a sender.
  ///
  /// @param message the message
  /// @param period the time between ticks
  /// @param sender who seems to have sent it
  /// @return to call it off
  Cancellable scheduleEvery(M message, Duration period, ActorRef<?> sender);

  // --- monitors and links

  /// Watches another actor: when it ends, this actor gets a message of its own protocol.
  ///
  /// @param target whom to watch; one that has already ended gives [ExitReason.NoProcess] at once
  /// @param onDown makes the message; runs in this actor, when it takes the message
  /// @return the watch
  Monitor monitor(ActorRef<?> target, Function<? super Down, ? extends M> onDown);

  /// Watches another actor: its end is given to the function set by [#onSignal(Consumer)].
  ///
  /// @param target whom to watch
  /// @return the watch
  /// @throws IllegalStateException if no such function is set
  Monitor monitor(ActorRef<?> target);

  /// Binds the lives of two actors together, both ways: if one crashes or is stopped, the other one
  /// ends with the same reason, as if it had been asked to stop, unless it traps exits: when the
  /// exit has its turn in the mailbox. Its supervision plays no part in that. [ExitReason.Normal]
  /// does not spread. Linking twice is linking once. If the other one has already ended, the exit
  /// comes at once, with [ExitReason.NoProcess].
  ///
  /// @param other the other actor
  void link(ActorRef<?> other);

  /// Ends a link. After this returns, no exit over it is handled any more.
  ///
  /// @param other the other actor
  void unlink(ActorRef<?> other);

  /// From now on the end of a linked actor becomes a message of this actor's protocol, instead of
  /// ending this one. [ExitReason.Normal] is told too.
  ///
  /// @param onExit makes the message
  void trapExits(Function<? super Exit, ? extends M> onExit);

  /// From now on the end of a linked actor is given to the function set by [#onSignal(Consumer)],
  /// instead of ending this one.
  ///
  /// @throws IllegalStateException if no such function is set
  void trapExits();

  /// Sets the function that gets the signals which are not turned into messages. It runs in this
  /// actor, between messages, in the order of arrival. Throwing is a crash.
  ///
  /// @param handler what to do with a signal
  void onSignal(Consumer<? super Signal> handler);

  /// Sets the function that gets the messages for the behaviour that this actor is built on, until
  /// the actor restarts. It runs in this actor, between messages, in the order of arrival; what
  /// holds for the handling of a message holds for it: [#sender()], [#timeLeft()],
  /// [#replySystem(SystemRequest, Object)], [#hold()], and that throwing is a crash. It must not
  /// use the mailbox. A selective receive has it run as well, for each such message that it comes
  /// to. Setting it again replaces the former one.
  ///
  /// A request that it cannot answer yet it puts on hold, and gets it again after
  /// [Held#redeliver()]. It cannot be passed on with [#forward(Object, ActorRef)].
  ///
  /// @param handler says whether it has understood the message; if not, and it has not put it on
  ///   hold, that is a dead letter
  void onSystemMessage(Predicate<? super SystemMessage> handler);
}
