package dev.talma.verification.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.Request;
import dev.talma.testkit.Await;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A crowd of actors that block, and one behind them that does not.
@SuppressWarnings("try") // closing waits, and may be interrupted
class BlockedActorsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private sealed interface Message {
    record Block(int who) implements Message {}

    record Ping(int number) implements Message, Request<Message, Integer> {}
  }

  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger passed = new AtomicInteger();

  /// All of the crowd begin, although those before them are stuck; and while every one of them is
  /// stuck, somebody who comes later is served.
  @ParameterizedTest
  @EnumSource(Obstacle.Kind.class)
  @Timeout(120)
  void handlersThatBlockHoldNobodyUp(Obstacle.Kind kind) throws Exception {
    holdNobodyUp(kind, Style.HANDLER);
  }

  @ParameterizedTest
  @EnumSource(Obstacle.Kind.class)
  @Timeout(120)
  void loopsThatBlockHoldNobodyUp(Obstacle.Kind kind) throws Exception {
    holdNobodyUp(kind, Style.LOOP);
  }

  private void holdNobodyUp(Obstacle.Kind kind, Style style) throws Exception {
    try (var system = ActorSystem.create("blocked")) {
      try (Obstacle obstacle = kind.raise()) {
        Actor<Message> stuck = style.actor(message -> block(obstacle, message));
        for (int i = 0; i < kind.crowd; i++) {
          system.spawn(stuck).send(new Message.Block(i));
        }
        Await.until("all are stuck", PATIENCE, () -> begun.get() == kind.crowd);

        ActorRef<Message> quick = system.spawn("quick", Style.HANDLER.actor(message -> {}));
        ActorRef<Message> looping = system.spawn("looping", Style.LOOP.actor(message -> {}));
        for (int i = 0; i < 100; i++) {
          assertEquals(i, quick.ask(new Message.Ping(i), PATIENCE));
          assertEquals(i, looping.ask(new Message.Ping(i), PATIENCE));
        }
        assertEquals(0, passed.get(), "how many got past the obstacle while it was there");
      }
      Await.until("all have gone on", PATIENCE, () -> passed.get() == kind.crowd);
    }
  }

  private void block(Obstacle obstacle, Message.Block message) throws Exception {
    begun.incrementAndGet();
    obstacle.run(message.who());
    passed.incrementAndGet();
  }

  private enum Style {
    HANDLER,
    LOOP;

    interface Blocking {
      void accept(Message.Block message) throws Exception;
    }

    Actor<Message> actor(Blocking blocking) {
      return switch (this) {
        case HANDLER ->
            Actor.handler(
                () ->
                    (message, ctx) -> {
                      switch (message) {
                        case Message.Block block -> blocking.accept(block);
                        case Message.Ping ping -> ctx.reply(ping, ping.number());
                      }
                    });
        case LOOP ->
            (mailbox, ctx) -> {
              for (Message message : mailbox) {
                switch (message) {
                  case Message.Block block -> blocking.accept(block);
                  case Message.Ping ping -> ctx.reply(ping, ping.number());
                }
              }
            };
      };
    }
  }
}
