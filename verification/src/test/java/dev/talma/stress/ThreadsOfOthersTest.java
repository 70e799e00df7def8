package dev.talma.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.Request;
import dev.talma.Restart;
import dev.talma.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What actors do to the threads that run them, and what that means for those who come after them.
class ThreadsOfOthersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private record Ping() implements Request<Ping, Integer> {}

  @Test
  void anInterruptThatOneMessageLeavesDoesNotMeetTheNext() throws Exception {
    CountDownLatch allSent = new CountDownLatch(1);
    List<Boolean> interrupted = new CopyOnWriteArrayList<>();
    try (var system = ActorSystem.create("threads")) {
      ActorRef<String> ref =
          system.spawn(
              Actor.<String>handler(
                  () ->
                      (message, ctx) -> {
                        allSent.await();
                        interrupted.add(Thread.currentThread().isInterrupted());
                        Thread.currentThread().interrupt();
                      }));
      for (int i = 0; i < 200; i++) {
        ref.send("one of many, so that some are of one turn");
      }
      allSent.countDown();
      Await.until("all are handled", PATIENCE, () -> interrupted.size() == 200);
    }
    assertTrue(interrupted.stream().noneMatch(each -> each), "none was interrupted");
  }

  @Test
  void anInterruptThatARunLeavesDoesNotMeetTheNextRun() throws Exception {
    List<Boolean> interrupted = new CopyOnWriteArrayList<>();
    try (var system = ActorSystem.create("threads")) {
      ActorRef<String> ref =
          system.spawn(
              ((Actor<String>)
                      (mailbox, ctx) -> {
                        interrupted.add(Thread.currentThread().isInterrupted());
                        for (String message : mailbox) {
                          Thread.currentThread().interrupt();
                          throw new Boom();
                        }
                      })
                  .supervised(Restart.upTo(3)));
      for (int i = 0; i < 3; i++) {
        ref.send("crash");
      }
      Await.until("it has run four times", PATIENCE, () -> interrupted.size() == 4);
    }
    assertTrue(interrupted.stream().noneMatch(each -> each), "none was interrupted");
  }

  /// The runtime knows by this handler which actor a thread runs for.
  @Test
  void anActorThatReplacesTheUncaughtExceptionHandlerSpoilsTheThreadForNobody() {
    try (var system = ActorSystem.create("threads")) {
      for (int i = 0; i < 100; i++) {
        ActorRef<String> spoiler =
            system.spawn(
                Actor.<String>handler(
                    () ->
                        (message, ctx) ->
                            Thread.currentThread()
                                .setUncaughtExceptionHandler((thread, failure) -> {})));
        ActorRef<Ping> next =
            system.spawn(Actor.<Ping>handler(() -> (ping, ctx) -> ctx.reply(ping, 1)));
        spoiler.send("go");
        assertEquals(1, next.ask(new Ping(), PATIENCE));
      }
    }
  }

  /// The owner has the only thread at hand while it spawns and kills, so most children have not
  /// begun by then. None may begin afterwards.
  @ParameterizedTest
  @EnumSource
  void nothingOfAnActorRunsThatBeginsAfterItsKill(Both style) {
    AtomicInteger runs = new AtomicInteger();
    try (var system = ActorSystem.create("threads")) {
      ActorRef<String> owner =
          system.spawn(
              Actor.<String>handler(
                  () ->
                      (message, ctx) -> {
                        AtomicBoolean killed = new AtomicBoolean();
                        ActorRef<String> child = ctx.spawn(born(style, killed, runs));
                        child.kill();
                        killed.set(true);
                      }));
      for (int i = 0; i < 1_000; i++) {
        owner.send("go");
      }
      Await.until("all are handled", PATIENCE, () -> system.counters().handled() == 1_000);
      Await.until("all are gone", PATIENCE, () -> system.counters().live() == 1);
    }
    assertEquals(0, runs.get());
  }

  private static Actor<String> born(Both style, AtomicBoolean killed, AtomicInteger runs) {
    Runnable begin =
        () -> {
          if (killed.get()) {
            runs.incrementAndGet();
          }
        };
    return switch (style) {
      case LOOP -> (mailbox, ctx) -> begin.run();
      case HANDLER ->
          Actor.handler(
              () -> {
                begin.run();
                return (message, ctx) -> {};
              });
    };
  }
}
