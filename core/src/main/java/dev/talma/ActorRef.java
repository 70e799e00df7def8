package dev.talma;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The address of an actor, and the only way to reach it. It can be sent in messages and kept for
/// as long as one likes. It means the same actor for all of that actor's life, restarts by
/// [Actor#supervised(Supervision)] included; two actors never share one, even if one takes the name
/// of the other later. The exception is a reference that was made by [ActorSystem#via(String,
/// java.util.function.Supplier)].
///
/// *Threading*: every method may be called from every thread.
///
/// *Ordering*: messages and signals from one sender to one receiver arrive in the order of sending.
///
/// *Delivery*: at most once. What one did before a send is visible to the receiver.
///
/// @param <M> the type of the messages that the actor understands
public interface ActorRef<M> {

  /// Sends a message and does not wait. Sending to an actor that has ended is no error: the message
  /// becomes a dead letter. Sent from inside an actor, that one is the sender.
  ///
  /// @param message the message
  /// @throws NullPointerException if the message is null
  /// @throws MailboxFullException if the actor's mailbox is bounded, full, and rejects
  void send(M message);

  /// As [#send(Object)], in the name of another actor.
  ///
  /// @param message the message
  /// @param sender who the receiver shall see as the sender
  void send(M message, ActorRef<?> sender);

  /// Sends a request and waits for the answer, for as long as [SystemSettings#askTimeout()] says (5
  /// s unless set) and no longer than is left to the request that the calling actor is handling.
  ///
  /// *Threading*: blocks the caller; an actor may do that, as others do not wait for it.
  /// Interrupting the caller ends the ask with [AskInterruptedException] and leaves the thread's
  /// interrupt flag set.
  ///
  /// @param request the request
  /// @param <R> the type of the answer
  /// @return the answer
  /// @throws AskException one kind for each way to fail, as soon as it is known: see its subclasses
  /// @throws MailboxFullException if the actor's mailbox is bounded, full, and rejects or drops it
  <R> R ask(Request<M, R> request);

  /// As [#ask(Request)], with a timeout of its own.
  ///
  /// @param request the request
  /// @param timeout how long to wait at most
  /// @param <R> the type of the answer
  /// @return the answer
  /// @throws IllegalArgumentException if the timeout is not positive
  /// @throws AskException as for [#ask(Request)]
  <R> R ask(Request<M, R> request, Duration timeout);

  /// Sends a request and does not wait, unless for room in a mailbox that blocks: then as long as
  /// the ask has time. The future is completed on a virtual thread of its own, never on that of an
  /// actor, and fails with the same exceptions as [#ask(Request)]; cancelling it gives the ask up.
  ///
  /// @param request the request
  /// @param <R> the type of the answer
  /// @return the answer to come
  <R> CompletableFuture<R> askAsync(Request<M, R> request);

  /// As [#askAsync(Request)], with a timeout of its own.
  ///
  /// @param request the request
  /// @param timeout how long to wait at most
  /// @param <R> the type of the answer
  /// @return the answer to come
  /// @throws IllegalArgumentException if the timeout is not positive
  <R> CompletableFuture<R> askAsync(Request<M, R> request, Duration timeout);

  /// Sends a message outside of the protocol, to the behaviour that the actor is built on.
  ///
  /// @param message the message
  /// @throws NullPointerException if the message is null
  /// @throws MailboxFullException if the actor's mailbox is bounded, full, and rejects
  void sendSystem(SystemMessage message);

  /// Asks the behaviour that the actor is built on, and waits for the answer, as [#ask(Request)]
  /// does.
  ///
  /// @param request the request
  /// @param timeout how long to wait at most
  /// @param <R> the type of the answer
  /// @return the answer
  /// @throws IllegalArgumentException if the timeout is not positive
  /// @throws AskException as for [#ask(Request)]; a [RequestFailedException] with an
  ///   [UnsupportedOperationException] if the actor takes no system messages
  <R> R askSystem(SystemRequest<R> request, Duration timeout);

  /// As [#askSystem(SystemRequest, Duration)], and does not wait; see [#askAsync(Request)].
  ///
  /// @param request the request
  /// @param timeout how long to wait at most
  /// @param <R> the type of the answer
  /// @return the answer to come
  /// @throws IllegalArgumentException if the timeout is not positive
  <R> CompletableFuture<R> askSystemAsync(SystemRequest<R> request, Duration timeout);

  /// Asks the actor to stop, and does not wait. What was sent to it before is still handled, then
  /// its children are stopped, then its loop ends and its clean-up runs. If it crashes on the way,
  /// it is not restarted.
  default void stop() {
    stop(ExitReason.shutdown());
  }

  /// As [#stop()], with a reason that those who watch will see.
  ///
  /// @param reason why
  void stop(ExitReason reason);

  /// Ends the actor and its children at once: a blocked call is interrupted, waiting messages
  /// become dead letters, clean-up code after the loop does not run. Cannot be refused. Does not
  /// wait.
  void kill();

  /// {@return whether the actor has not ended yet}
  boolean isAlive();

  /// {@return whether the actor has ended, or has crashed for good or was killed and only its
  /// children and its clean-up are left} An ask that it had in its hands fails at that moment; this
  /// is true before its asker hears of that. An actor that restarts is not ending, and one that
  /// stops in good order is not until it has ended.
  boolean isEnding();

  /// {@return why the actor has ended; empty while it lives} [ExitReason.NoProcess] if there never
  /// was one.
  Optional<ExitReason> exitReason();

  /// Waits until the actor has ended: it and its children are gone, and its name is free. A named
  /// actor of a cluster that does not run is not started by that.
  ///
  /// @param timeout how long to wait at most
  /// @return whether it has ended
  /// @throws InterruptedException if the waiting thread is interrupted
  /// @throws IllegalStateException if an actor would wait for itself or for one that owns it
  boolean awaitTermination(Duration timeout) throws InterruptedException;

  /// {@return the name among the children of its owner}
  String name();

  /// {@return the names from the top of the system down to the actor, such as `/shop/cart-7`}
  String path();

  /// {@return about how many messages wait in the mailbox} An estimate that costs a walk; it counts
  /// no further than 1,000. For actors elsewhere it is 0.
  int waiting();
}
