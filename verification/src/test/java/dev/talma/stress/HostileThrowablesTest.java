package dev.talma.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.ExitReason;
import dev.talma.Request;
import dev.talma.Restart;
import dev.talma.TargetStoppedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/// Actors that throw what nobody expects.
class HostileThrowablesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private sealed interface Message {
    record Do(Runnable what) implements Message {}

    record Ask() implements Message, Request<Message, Integer> {}
  }

  /// Nothing can be found out about it.
  private static final class Unspeakable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }

    @Override
    public String toString() {
      throw new IllegalStateException("no text");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new IllegalStateException("no stack");
    }
  }

  private final ActorSystem system =
      ActorSystem.create(
          "hostile",
          settings ->
              settings
                  .withStopTimeout(Duration.ofSeconds(2))
                  .withShutdownTimeout(Duration.ofSeconds(2)));

  @AfterEach
  void close() {
    system.close();
  }

  private static Actor<Message> obedient(Both style) {
    return style.of(
        (message, ctx) -> {
          switch (message) {
            case Message.Do(Runnable what) -> what.run();
            case Message.Ask ask -> ctx.reply(ask, 1);
          }
        });
  }

  /// The log is on: the logging library asks the exception for its message.
  @ParameterizedTest
  @EnumSource
  void anExceptionThatCannotBeLoggedEndsItsActorLikeAnyOther(Both style) throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("dev.talma");
    logger.setAdditive(false);
    logger.setLevel(Level.ERROR);
    try {
      endsLikeAnyOther(style);
    } finally {
      logger.setLevel(null);
      logger.setAdditive(true);
    }
  }

  private void endsLikeAnyOther(Both style) throws Exception {
    ActorRef<Message> ref =
        system.spawn(
            style.of(
                (message, ctx) -> {
                  throw new Unspeakable();
                }));
    CompletableFuture<Integer> asked = ref.askAsync(new Message.Ask(), PATIENCE);
    assertTrue(ref.awaitTermination(PATIENCE));
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> asked.get(10, TimeUnit.SECONDS));
    TargetStoppedException told = assertInstanceOf(TargetStoppedException.class, e.getCause());
    assertInstanceOf(ExitReason.Crashed.class, told.reason());
  }

  /// The error ends the thread that it was thrown on, which for a handler is one that others use.
  @ParameterizedTest
  @EnumSource
  void lackOfMemoryEndsItsActorAndNobodyElse(Both style) throws Exception {
    List<ActorRef<Message>> others = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      others.add(system.spawn(obedient(Both.HANDLER)));
    }
    for (int i = 0; i < 200; i++) {
      ActorRef<Message> ref = system.spawn(obedient(style).supervised(Restart.always()));
      ref.send(
          new Message.Do(
              () -> {
                throw new OutOfMemoryError("on purpose");
              }));
      assertTrue(ref.awaitTermination(PATIENCE), "it cannot be restarted");
      assertEquals(1, others.get(i % others.size()).ask(new Message.Ask(), PATIENCE));
    }
  }

  @ParameterizedTest
  @EnumSource
  void realLackOfMemoryEndsItsActorAndNobodyElse(Both style) throws Exception {
    ActorRef<Message> other = system.spawn(obedient(Both.HANDLER));
    ActorRef<Message> ref = system.spawn(obedient(style));
    ref.send(new Message.Do(() -> assertEquals(-1, new long[Integer.MAX_VALUE].length)));
    assertTrue(ref.awaitTermination(PATIENCE));
    assertEquals(1, other.ask(new Message.Ask(), PATIENCE));
  }

  @ParameterizedTest
  @EnumSource
  void anOverflowOfTheStackIsACrashThatOneCanRestartFrom(Both style) {
    ActorRef<Message> ref = system.spawn(obedient(style).supervised(Restart.always()));
    AtomicInteger depth = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      ref.send(new Message.Do(() -> descend(depth)));
    }
    assertEquals(1, ref.ask(new Message.Ask(), PATIENCE));
    assertEquals(3, system.counters().crashes());
  }

  @SuppressWarnings("InfiniteRecursion") // that is the point
  private static int descend(AtomicInteger depth) {
    depth.incrementAndGet();
    return descend(depth) + 1;
  }
}
