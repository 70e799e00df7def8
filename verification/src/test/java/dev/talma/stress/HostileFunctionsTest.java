package dev.talma.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.Handler;
import dev.talma.Restart;
import dev.talma.SystemEvent;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Functions that users give to the runtime, and that throw or give null.
class HostileFunctionsTest {
  private final ActorSystem system = ActorSystem.create("hostile");
  private final BlockingQueue<ExitReason> ends = new LinkedBlockingQueue<>();

  HostileFunctionsTest() {
    system.onEvent(SystemEvent.Stopped.class, stopped -> ends.add(stopped.reason()));
  }

  @AfterEach
  void close() {
    system.close();
  }

  /// {@return what the next actor that ends by a crash has crashed with}
  private Throwable crash() throws InterruptedException {
    ExitReason reason = ends.poll(10, TimeUnit.SECONDS);
    while (reason instanceof ExitReason.Killed) {
      reason = ends.poll(10, TimeUnit.SECONDS);
    }
    return assertInstanceOf(ExitReason.Crashed.class, reason).cause();
  }

  @Test
  void aFactoryThatThrowsIsACrash() throws Exception {
    system.spawn(
        Actor.<String>handler(
            () -> {
              throw new Boom();
            }));
    assertInstanceOf(Boom.class, crash());
  }

  @Test
  @SuppressWarnings("NullAway") // what it must not do
  void aFactoryThatGivesNullIsACrash() throws Exception {
    system.spawn(Actor.<String>handler(() -> null));
    assertInstanceOf(NullPointerException.class, crash());
  }

  @Test
  void aFactoryThatThrowsIsTriedAgainUpToTheLimit() throws Exception {
    system.spawn(
        Actor.<String>handler(
                () -> {
                  throw new Boom();
                })
            .supervised(Restart.upTo(2)));
    assertInstanceOf(Boom.class, crash());
    assertEquals(3, system.counters().crashes());
  }

  @Test
  void anInitThatThrowsIsACrashWithoutATerminate() throws Exception {
    BlockingQueue<String> terminated = new LinkedBlockingQueue<>();
    system.spawn(
        Actor.<String>handler(
            () ->
                new Handler<String>() {
                  @Override
                  public void init(Context<String> ctx) {
                    throw new Boom();
                  }

                  @Override
                  public void handle(String message, Context<String> ctx) {}

                  @Override
                  public void terminate(ExitReason reason, Context<String> ctx) {
                    terminated.add(reason.toString());
                  }
                }));
    assertInstanceOf(Boom.class, crash());
    assertTrue(terminated.isEmpty());
  }

  @Test
  void aTerminateThatThrowsChangesNothing() throws Exception {
    ActorRef<String> ref =
        system.spawn(
            Actor.<String>handler(
                () ->
                    new Handler<String>() {
                      @Override
                      public void handle(String message, Context<String> ctx) {}

                      @Override
                      public void terminate(ExitReason reason, Context<String> ctx) {
                        throw new StackOverflowError();
                      }
                    }));
    ref.stop(ExitReason.shutdown("enough"));
    assertEquals(ExitReason.shutdown("enough"), ends.poll(10, TimeUnit.SECONDS));
  }

  @ParameterizedTest
  @EnumSource
  void aMappingOfAnEndThatThrowsIsACrash(Both style) throws Exception {
    Boom boom = new Boom();
    ActorRef<String> ref =
        system.spawn(
            style.<String>of(
                (message, ctx) ->
                    ctx.monitor(
                        dead(),
                        down -> {
                          throw boom;
                        })));
    ref.send("go");
    assertSame(boom, crash());
  }

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("NullAway") // what it must not do
  void aMappingOfAnEndThatGivesNullIsACrash(Both style) throws Exception {
    ActorRef<String> ref =
        system.spawn(style.<String>of((message, ctx) -> ctx.monitor(dead(), down -> null)));
    ref.send("go");
    assertInstanceOf(NullPointerException.class, crash());
  }

  private ActorRef<String> dead() throws InterruptedException {
    ActorRef<String> ref = system.spawn(Actor.<String>handler(() -> (message, ctx) -> {}));
    ref.kill();
    assertTrue(ref.awaitTermination(Duration.ofSeconds(10)));
    return ref;
  }
}
