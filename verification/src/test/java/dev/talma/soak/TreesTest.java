package dev.talma.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.Context;
import dev.talma.Handler;
import dev.talma.stress.Both;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Trees of actors that are very deep or very wide, and their end.
@Timeout(180)
class TreesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private enum End {
    STOP {
      @Override
      void of(ActorRef<?> ref) {
        ref.stop();
      }
    },
    KILL {
      @Override
      void of(ActorRef<?> ref) {
        ref.kill();
      }
    };

    abstract void of(ActorRef<?> ref);
  }

  static List<Arguments> chains() {
    return List.of(
        Arguments.of(Both.HANDLER, 100_000, End.STOP),
        Arguments.of(Both.HANDLER, 100_000, End.KILL),
        Arguments.of(Both.LOOP, 10_000, End.STOP),
        Arguments.of(Both.LOOP, 10_000, End.KILL));
  }

  static List<Arguments> rows() {
    return List.of(
        Arguments.of(Both.HANDLER, 500_000, End.STOP),
        Arguments.of(Both.HANDLER, 200_000, End.KILL),
        Arguments.of(Both.LOOP, 50_000, End.STOP),
        Arguments.of(Both.LOOP, 20_000, End.KILL));
  }

  /// Each actor is the only child of the one before.
  @ParameterizedTest(name = "{0} × {1}, {2}")
  @MethodSource("chains")
  void aDeepTreeEndsFromItsLeafToItsRoot(Both style, int depth, End end) throws Exception {
    CountDownLatch bottom = new CountDownLatch(1);
    ends(link(style, depth, bottom), bottom, depth, end);
  }

  private static Actor<String> link(Both style, int below, CountDownLatch bottom) {
    return beginning(
        style,
        ctx -> {
          if (below == 1) {
            bottom.countDown();
          } else {
            ctx.spawn(link(style, below - 1, bottom));
          }
        });
  }

  /// One actor has all the others as its children.
  @ParameterizedTest(name = "{0} × {1}, {2}")
  @MethodSource("rows")
  void aWideTreeEnds(Both style, int width, End end) throws Exception {
    CountDownLatch all = new CountDownLatch(width);
    Actor<String> child = beginning(style, ctx -> all.countDown());
    Actor<String> owner =
        beginning(
            Both.HANDLER,
            ctx -> {
              for (int i = 0; i < width; i++) {
                ctx.spawn(child);
              }
            });
    ends(owner, all, width + 1, end);
  }

  private static Actor<String> beginning(Both style, Consumer<Context<String>> begin) {
    return switch (style) {
      case LOOP ->
          (mailbox, ctx) -> {
            begin.accept(ctx);
            for (String message : mailbox) {
              throw new AssertionError(message);
            }
          };
      case HANDLER ->
          Actor.handler(
              () ->
                  new Handler<>() {
                    @Override
                    public void init(Context<String> ctx) {
                      begin.accept(ctx);
                    }

                    @Override
                    public void handle(String message, Context<String> ctx) {
                      throw new AssertionError(message);
                    }
                  });
    };
  }

  /// It ends, and nobody of it was late, given up or killed on the way.
  private static void ends(Actor<String> root, CountDownLatch begun, int size, End end)
      throws Exception {
    try (var errors = new LoggedErrors();
        var system =
            ActorSystem.create(
                "trees", s -> s.withStopTimeout(PATIENCE).withShutdownTimeout(PATIENCE))) {
      ActorRef<String> ref = system.spawn(root);
      assertTrue(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      assertEquals(size, system.counters().live());
      end.of(ref);
      assertTrue(ref.awaitTermination(PATIENCE));
      assertEquals(0, system.counters().live(), "living after the end of their owner");
      assertEquals(List.of(), errors.messages());
    }
  }
}
