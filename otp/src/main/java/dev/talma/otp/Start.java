package dev.talma.otp;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.AskInterruptedException;
import dev.talma.AskTimeoutException;
import dev.talma.ExitReason;
import dev.talma.NoProcessException;
import dev.talma.TargetStoppedException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The start of a server, as its starter sees it: over when `init` is.
final class Start {
  /// As good as for ever.
  static final Duration FOREVER = Duration.ofDays(36_500);

  private Start() {}

  /// What `init` said, if it did not say ok. Written before the server ends, read after that.
  static final class Note {
    private final AtomicReference<@Nullable StartResult<?>> said = new AtomicReference<>();

    void ignored() {
      said.set(new StartResult.Ignored<>());
    }

    void failed(ExitReason reason) {
      said.set(new StartResult.Failed<>(reason));
    }

    <M> StartResult<M> orElse(ExitReason reason) {
      return switch (said.get()) {
        case StartResult.Ignored<?> _ -> new StartResult.Ignored<>();
        case StartResult.Failed<?>(ExitReason why) -> new StartResult.Failed<>(why);
        case null, default -> new StartResult.Failed<>(reason);
      };
    }
  }

  static <M> Actor<M> actor(Supplier<? extends GenServer<M, ?>> factory) {
    return actor(factory, new Note());
  }

  private static <M> Actor<M> actor(Supplier<? extends GenServer<M, ?>> factory, Note note) {
    Objects.requireNonNull(factory, "factory");
    return Actor.handler(
        () -> handler(Objects.requireNonNull(factory.get(), "the factory gave null"), note));
  }

  private static <M, S> ServerHandler<M, S> handler(GenServer<M, S> server, Note note) {
    return new ServerHandler<>(server, note);
  }

  static <M> StartResult<M> start(
      Supplier<? extends GenServer<M, ?>> factory, Function<Actor<M>, ActorRef<M>> spawn) {
    Note note = new Note();
    return await(spawn.apply(actor(factory, note)), note);
  }

  /// Waits until a server that was just spawned has begun, or has failed to.
  static <M> StartResult<M> await(ActorRef<M> ref, Note note) {
    try {
      Boolean _ = ref.askSystem(ServerMessage.AwaitStart.INSTANCE, FOREVER);
      return new StartResult.Started<>(ref);
    } catch (TargetStoppedException ended) {
      return note.orElse(ended.reason());
    } catch (NoProcessException ended) {
      return note.orElse(ended.reason());
    } catch (AskTimeoutException | AskInterruptedException givenUp) {
      ref.kill(); // nobody would know of it
      throw givenUp;
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
    return reason.failure().<Object>map(cause -> cause).orElse(reason);
  }
}
