package dev.talma.otp;

import dev.talma.Actor;
import dev.talma.ActorOwner;
import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.ReplyTo;
import dev.talma.Request;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What [GenServer] and [GenStateMachine] have in common: what their callbacks can use, and how
/// they are started, called and stopped.
///
/// @param <M> the type of the messages
public abstract sealed class Server<M> permits GenServer, GenStateMachine {
  private @Nullable Context<M> context;
  private @Nullable TaskDesk<M> tasks;

  Server() {}

  void bind(Context<M> ctx, TaskDesk<M> desk) {
    if (context != null) {
      throw new IllegalStateException(
          "One instance of "
              + getClass().getName()
              + " was given for two servers or two runs; the supplier has to make a new one each"
              + " time");
    }
    context = ctx;
    tasks = desk;
  }

  // --- what callbacks can use

  /// For the `default` of a `switch` over messages: crashes the server with a message that names
  /// what came and how.
  ///
  /// @param message what came
  /// @param <T> whatever is needed
  /// @return never
  @SuppressWarnings("TypeParameterUnusedInFormals") // it stands for any result
  protected final <T> T unexpected(Object message) {
    throw new UnexpectedMessageException(
        self() + " has no case for " + message.getClass().getName() + ": " + message);
  }

  /// {@return what else the server can do, as an actor} Its `onSignal` and `onSystemMessage` belong
  /// to this class.
  ///
  /// @throws IllegalStateException in a constructor, where there is no actor yet
  protected final Context<M> ctx() {
    Context<M> bound = context;
    if (bound == null) {
      throw new IllegalStateException(
          getClass().getName() + " does not run yet; what needs the context belongs into init()");
    }
    return bound;
  }

  /// {@return the reference to this server}
  protected final ActorRef<M> self() {
    return ctx().self();
  }

  /// Takes the right to answer a request later, and from elsewhere: `from` of OTP. Return nothing
  /// for the caller then.
  ///
  /// @param request the request that is being handled
  /// @param <R> the type of the answer
  /// @return the right to answer
  protected final <R> ReplyTo<R> replyTo(Request<M, R> request) {
    return ctx().replyTo(request);
  }

  /// Begins work beside the server; `handleTaskEnd`, or a state machine's [Event.TaskEnd], tells
  /// what came of it. The work ends with the server.
  ///
  /// @param work what to do, on a thread of its own; it may block, and must not give null
  /// @return the task; [ActorRef#kill()] calls it off
  protected final ActorRef<?> startTask(Callable<?> work) {
    ctx().self(); // says what is wrong if there is no actor yet
    return Objects.requireNonNull(tasks).start(work);
  }

  // --- starting

  /// {@return an actor that runs a server} To spawn it where actors are spawned, to supervise it,
  /// to bound its mailbox. [#start(ActorOwner, String, Supplier)] also waits for `init`.
  ///
  /// @param factory makes the server, anew at each start and restart
  /// @param <M> the type of its messages
  public static <M> Actor<M> actor(Supplier<? extends Server<M>> factory) {
    return Start.actor(factory);
  }

  /// Starts a server and waits until its `init` is through.
  ///
  /// @param owner who owns it: a system, a context or a scope
  /// @param name its name among the owner's actors
  /// @param factory makes the server
  /// @param <M> the type of its messages
  /// @return the reference
  /// @throws StartFailedException if `init` fails, says stop, or says ignore; the name is free then
  public static <M> ActorRef<M> start(
      ActorOwner owner, String name, Supplier<? extends Server<M>> factory) {
    return Start.orThrow(name, tryStart(owner, name, factory));
  }

  /// As [#start(ActorOwner, String, Supplier)], with a name that the system makes up.
  ///
  /// @param owner who owns it
  /// @param factory makes the server
  /// @param <M> the type of its messages
  /// @return the reference
  /// @throws StartFailedException if `init` fails, says stop, or says ignore
  public static <M> ActorRef<M> start(ActorOwner owner, Supplier<? extends Server<M>> factory) {
    return Start.orThrow("a server", Start.start(factory, owner::spawn));
  }

  /// As [#start(ActorOwner, String, Supplier)], and gives what came of it instead of throwing.
  ///
  /// @param owner who owns it
  /// @param name its name among the owner's actors
  /// @param factory makes the server
  /// @param <M> the type of its messages
  /// @return what came of it
  public static <M> StartResult<M> tryStart(
      ActorOwner owner, String name, Supplier<? extends Server<M>> factory) {
    Objects.requireNonNull(name, "name");
    return Start.start(factory, actor -> owner.spawn(name, actor));
  }

  /// As [#start(ActorOwner, String, Supplier)], and links the server to the actor that owns it.
  ///
  /// @param owner the context of the actor that owns it
  /// @param name its name among the owner's actors
  /// @param factory makes the server
  /// @param <M> the type of its messages
  /// @return the reference
  /// @throws StartFailedException if `init` fails, says stop, or says ignore; unless the owner
  ///   traps exits, it ends as well then, except after ignore
  public static <M> ActorRef<M> startLink(
      Context<?> owner, String name, Supplier<? extends Server<M>> factory) {
    Objects.requireNonNull(name, "name");
    return Start.orThrow(name, Start.start(factory, actor -> owner.spawnLinked(name, actor)));
  }

  // --- using

  /// Asks a server, and waits: the same as [ActorRef#ask(Request)], with 5 s unless the system's
  /// settings say otherwise.
  ///
  /// @param server whom
  /// @param request the request
  /// @param <M> the type of its messages
  /// @param <R> the type of the answer
  /// @return the answer
  /// @throws dev.talma.AskException as soon as it is known that no answer will come
  public static <M, R> R call(ActorRef<M> server, Request<M, R> request) {
    return server.ask(request);
  }

  /// As [#call(ActorRef, Request)], with a timeout of its own.
  ///
  /// @param server whom
  /// @param request the request
  /// @param timeout how long to wait
  /// @param <M> the type of its messages
  /// @param <R> the type of the answer
  /// @return the answer
  /// @throws dev.talma.AskException as soon as it is known that no answer will come
  public static <M, R> R call(ActorRef<M> server, Request<M, R> request, Duration timeout) {
    return server.ask(request, timeout);
  }

  /// Sends a message to a server's `handleCast` and does not wait. To an actor that is no server it
  /// becomes a dead letter.
  ///
  /// @param server to whom
  /// @param message the message
  /// @param <M> the type of its messages
  public static <M> void cast(ActorRef<M> server, M message) {
    server.sendSystem(new ServerMessage.Cast<>(message));
  }

  /// Stops a server as normal and waits until it has ended, however long its `terminate` takes.
  ///
  /// @param server whom
  public static void stop(ActorRef<?> server) {
    stop(server, ExitReason.normal());
  }

  /// Stops a server and waits until it has ended, however long its `terminate` takes.
  ///
  /// @param server whom
  /// @param reason why; [ExitReason.Crashed] is a crash
  public static void stop(ActorRef<?> server, ExitReason reason) {
    Sys.terminate(server, reason);
  }
}
