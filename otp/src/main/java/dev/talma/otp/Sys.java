package dev.talma.otp;

import dev.talma.ActorRef;
import dev.talma.AskInterruptedException;
import dev.talma.Cancellable;
import dev.talma.ExitReason;
import dev.talma.TargetStoppedException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Looks into running servers, and controls them, without their authors doing anything: the module
/// `sys` of Erlang/OTP. Works with a [GenServer] and all that is built on one: a state machine, a
/// supervisor, an agent.
///
/// A question is a message: it is answered in its turn, after what waits. All methods wait up to 5
/// s for that, fail as an ask does, and fail with [dev.talma.RequestFailedException] if the actor
/// is no server.
///
/// *Threading*: every method may be called from every thread, but not by the server itself.
public final class Sys {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private Sys() {}

  /// {@return the state of a server, as its last callback gave it}
  ///
  /// @param server whose
  public static Object getState(ActorRef<?> server) {
    return server.askSystem(new SysRequest.GetState(), TIMEOUT);
  }

  /// {@return what a server is, and how it is}
  ///
  /// @param server whose
  public static ServerStatus getStatus(ActorRef<?> server) {
    return server.askSystem(new SysRequest.GetStatus(), TIMEOUT);
  }

  /// Puts another state in the place of a server's own. For debugging, and for repairs in an
  /// emergency: nobody checks the type. If the function throws, the state stays, and the exception
  /// comes here as the cause.
  ///
  /// @param server whose
  /// @param change makes the new state of the old one; runs in the server
  /// @return the new state
  public static Object replaceState(ActorRef<?> server, UnaryOperator<Object> change) {
    Objects.requireNonNull(change, "change");
    return server.askSystem(new SysRequest.ReplaceState(change), TIMEOUT);
  }

  /// Suspends a server: it answers only to `Sys` until it is resumed. What comes meanwhile waits.
  /// Suspending twice is suspending once.
  ///
  /// @param server whom
  public static void suspend(ActorRef<?> server) {
    Boolean _ = server.askSystem(new SysRequest.Suspend(), TIMEOUT);
  }

  /// Lets a suspended server go on, with what came meanwhile, in its order.
  ///
  /// @param server whom
  public static void resume(ActorRef<?> server) {
    Boolean _ = server.askSystem(new SysRequest.Resume(), TIMEOUT);
  }

  /// Tells a function what a server does from now on. If the function throws, that is logged and
  /// ends the trace.
  ///
  /// @param server whose
  /// @param listener is told; runs in the server, which waits for it
  /// @return to end it; does not wait
  public static Cancellable trace(ActorRef<?> server, Consumer<? super ServerEvent> listener) {
    Objects.requireNonNull(listener, "listener");
    Consumer<ServerEvent> own = listener::accept; // its identity is that of this trace
    Boolean _ = server.askSystem(new SysRequest.Trace(own), TIMEOUT);
    return () -> server.sendSystem(new SysRequest.NoTrace(own));
  }

  /// Turns the counting of a server's messages on, from zero, or off.
  ///
  /// @param server whose
  /// @param on whether to count
  public static void statistics(ActorRef<?> server, boolean on) {
    Boolean _ = server.askSystem(new SysRequest.Statistics(on), TIMEOUT);
  }

  /// {@return what a server has done since its statistics were turned on}
  ///
  /// @param server whose
  /// @throws dev.talma.RequestFailedException if they are off
  public static ServerStatistics statistics(ActorRef<?> server) {
    return server.askSystem(new SysRequest.GetStatistics(), TIMEOUT);
  }

  /// Ends a server and waits until it is gone, however long its `terminate` takes.
  ///
  /// @param server whom
  /// @param reason why; [ExitReason.Crashed] is a crash
  /// @throws IllegalArgumentException if no actor ends in that way: [ExitReason.NoProcess] and
  ///   [ExitReason.NoConnection] are said of others only
  /// @throws AskInterruptedException if the waiting thread is interrupted; its interrupt flag is
  ///   set
  /// @throws dev.talma.NoProcessException if it had ended before
  public static void terminate(ActorRef<?> server, ExitReason reason) {
    Objects.requireNonNull(reason, "reason");
    if (reason instanceof ExitReason.NoProcess || reason instanceof ExitReason.NoConnection) {
      throw new IllegalArgumentException(
          server + " cannot end as " + reason + ", which is said of others only");
    }
    ActorRef<?> ending;
    try {
      ending = server.askSystem(new SysRequest.Terminate(reason), Start.FOREVER);
    } catch (TargetStoppedException ended) {
      return; // by itself, just before
    }
    try {
      boolean _ = ending.awaitTermination(Start.FOREVER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AskInterruptedException(
          "The thread was interrupted while it waited for the end of " + server);
    }
  }
}
