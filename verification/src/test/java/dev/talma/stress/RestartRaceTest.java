package dev.talma.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.Cancellable;
import dev.talma.Context;
import dev.talma.Handler;
import dev.talma.Restart;
import dev.talma.TimeSource;
import dev.talma.testkit.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// A stop or a kill that comes in the middle of a restart.
class RestartRaceTest {

  private sealed interface Message {
    record Hold() implements Message {}

    record Crash() implements Message {}
  }

  /// A clock that does something when a timer is cancelled, which is part of winding up a run.
  private static final class HookedTime implements TimeSource {
    final AtomicReference<Runnable> onCancel = new AtomicReference<>(() -> {});

    @Override
    public long nanoTime() {
      return TimeSource.system().nanoTime();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
      Cancellable timer = TimeSource.system().schedule(delay, task);
      return () -> {
        timer.cancel();
        onCancel.getAndSet(() -> {}).run();
      };
    }
  }

  /// A run is wound up by the thread that ran it. A kill that comes meanwhile must not let another
  /// thread bury the actor at the same time: both would count what is on hold.
  @Test
  void nobodyBuriesAnActorWhoseRunIsBeingWoundUp() throws Exception {
    HookedTime time = new HookedTime();
    try (var system = ActorSystem.create("restart-race", s -> s.withTimeSource(time))) {
      ActorRef<Message> ref =
          system.spawn(Actor.<Message>handler(Holder::new).supervised(Restart.always()));
      CompletableFuture<Boolean> buried = new CompletableFuture<>();
      for (int i = 0; i < 10; i++) {
        ref.send(new Message.Hold());
      }
      Await.until("all are on hold", () -> system.counters().started() == 1 && ref.waiting() == 0);
      time.onCancel.set(
          () -> {
            ref.kill();
            long deadline = System.nanoTime() + 200_000_000;
            while (ref.isAlive() && System.nanoTime() < deadline) {
              Thread.yield();
            }
            buried.complete(!ref.isAlive());
          });
      ref.send(new Message.Crash());
      assertEquals(false, buried.get(10, TimeUnit.SECONDS), "buried by another thread");
      assertTrue(ref.awaitTermination(Duration.ofSeconds(10)));
      assertEquals(11, system.counters().deadLettersTotal());
    }
  }

  private static final class Holder implements Handler<Message> {
    @Override
    public void init(Context<Message> ctx) {
      ctx.schedule(new Message.Hold(), Duration.ofHours(1));
    }

    @Override
    public void handle(Message message, Context<Message> ctx) {
      switch (message) {
        case Message.Hold hold -> ctx.hold();
        case Message.Crash crash -> throw new Boom();
      }
    }
  }
}
