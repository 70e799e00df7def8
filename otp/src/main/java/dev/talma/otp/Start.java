package dev.talma.otp;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.AskInterruptedException;
import dev.talma.AskTimeoutException;
import dev.talma.ExitReason;
import dev.talma.Handler;
import dev.talma.MailboxFullException;
import dev.talma.NoProcessException;
import dev.talma.RequestFailedException;
import dev.talma.TargetStoppedException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The start of a server, as its starter sees it: over when `init` is.
final class Start {
  /// As good as for ever.
  static final Duration FOREVER = Duration.ofDays(36_500);

  private static final Duration CENTURIES = Duration.ofNanos(Long.MAX_VALUE / 4);

  private static final long PAUSE_NANOS = 1_000_000;

  private Start() {}

  /// {@return so many nanoseconds; never so many that a sum overflows}
  static long nanos(Duration duration) {
    return duration.compareTo(CENTURIES) > 0 ? CENTURIES.toNanos() : duration.toNanos();
  }

  /// What `init` said. Written before the server ends, read after that.
  static final class Note {
    private final AtomicReference<@Nullable StartResult<?>> said = new AtomicReference<>();
    private final AtomicBoolean awaited = new AtomicBoolean();
    private volatile boolean ok;

    /// Somebody is going to send [ServerMessage.AwaitStart].
    void awaited() {
      awaited.set(true);
    }

    /// {@return whether that is still to come} In later runs it is not.
    boolean takeAwaited() {
      return awaited.getAndSet(false);
    }

    /// It runs, though it may have ended before it could tell so.
    void ok() {
      ok = true;
    }

    void ignored() {
      said.set(new StartResult.Ignored<>());
    }

    void failed(ExitReason reason) {
      said.set(new StartResult.Failed<>(reason));
    }

    <M> StartResult<M> orElse(ActorRef<M> ref, ExitReason reason) {
      if (ok) {
        return new StartResult.Started<>(ref);
      }
      return switch (said.get()) {
        case StartResult.Ignored<?> _ -> new StartResult.Ignored<>();
        case StartResult.Failed<?>(ExitReason why) -> new StartResult.Failed<>(why);
        case null, default -> new StartResult.Failed<>(reason);
      };
    }
  }

  static <M> Actor<M> actor(Supplier<? extends Server<M>> factory) {
    return actor(factory, new Note());
  }

  static <M> Actor<M> actor(Supplier<? extends Server<M>> factory, Note note) {
    Objects.requireNonNull(factory, "factory");
    return Actor.handler(
        () -> {
          try {
            return handler(Objects.requireNonNull(factory.get(), "the factory gave null"), note);
          } catch (Throwable t) {
            note.failed(ExitReason.crashed(t));
            throw t;
          }
        });
  }

  private static <M> Handler<M> handler(Server<M> server, Note note) {
    return switch (server) {
      case GenServer<M, ?> generic -> new ServerHandler<>(generic, note);
      case GenStateMachine<M, ?, ?> machine ->
          new ServerHandler<>(new MachineServer<>(machine), note);
    };
  }

  static <M> StartResult<M> start(
      Supplier<? extends Server<M>> factory, Function<Actor<M>, ActorRef<M>> spawn) {
    return startAs(note -> actor(factory, note), spawn);
  }

  static <M> StartResult<M> startAs(
      Function<Note, Actor<M>> recipe, Function<Actor<M>, ActorRef<M>> spawn) {
    Note note = new Note();
    note.awaited();
    return await(spawn.apply(recipe.apply(note)), note);
  }

  /// Waits until a server that was just spawned has begun, or has failed to.
  static <M> StartResult<M> await(ActorRef<M> ref, Note note) {
    while (true) {
      try {
        Boolean _ = ref.askSystem(ServerMessage.AwaitStart.INSTANCE, FOREVER);
        return new StartResult.Started<>(ref);
      } catch (
          RequestFailedException runs) { // its code takes system messages itself, so it has begun
        return new StartResult.Started<>(ref);
      } catch (TargetStoppedException ended) {
        return note.orElse(ref, ended.reason());
      } catch (NoProcessException ended) {
        return note.orElse(ref, ended.reason());
      } catch (AskTimeoutException | AskInterruptedException givenUp) {
        ref.kill(); // nobody would know of it
        throw givenUp;
      } catch (MailboxFullException full) { // of a bounded one: others were faster, asks again
        pause(ref);
      }
    }
  }

  private static void pause(ActorRef<?> ref) {
    LockSupport.parkNanos(PAUSE_NANOS);
    if (Thread.currentThread().isInterrupted()) {
      ref.kill();
      throw new AskInterruptedException(
          "The thread was interrupted while it waited for the start of " + ref);
    }
  }

  static <M> ActorRef<M> orThrow(String what, StartResult<M> result) {
    return switch (result) {
      case StartResult.Started<M>(ActorRef<M> ref) -> ref;
      case StartResult.Ignored<M>() ->
          throw new StartFailedException(
              what + " was not started: its init said ignore", ExitReason.normal());
      case StartResult.Failed<M>(ExitReason reason) ->
          throw new StartFailedException(
              what + " was not started: its init failed: " + describe(reason), reason);
    };
  }

  /// For a text: what was thrown, or the reason.
  static Object describe(ExitReason reason) {
    return StartFailedException.causeOf(reason).<Object>map(cause -> cause).orElse(reason);
  }
}
