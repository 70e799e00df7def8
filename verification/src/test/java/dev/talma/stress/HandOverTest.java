package dev.talma.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.Context;
import dev.talma.Handler;
import dev.talma.Request;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

/// An event-driven actor that falls asleep again and again, and is woken by two threads: whichever
/// thread runs it next sees its plain state.
class HandOverTest {
  private static final int ROUNDS = System.getProperty("talma.quick") == null ? 200_000 : 20_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private sealed interface Message {
    record Add(int sender) implements Message {}

    record Sum() implements Message, Request<Message, Long> {}
  }

  private static final class Counting implements Handler<Message> {
    private final AtomicLongArray progress;
    private final long[] counts = new long[2]; // plain on purpose

    Counting(AtomicLongArray progress) {
      this.progress = progress;
    }

    @Override
    public void handle(Message message, Context<Message> ctx) {
      switch (message) {
        case Message.Add(int sender) -> {
          counts[sender]++;
          progress.setOpaque(sender, counts[sender]); // publishes nothing else
        }
        case Message.Sum ask -> ctx.reply(ask, counts[0] + counts[1]);
      }
    }
  }

  @Test
  void thePlainStateOfAnActorGoesFromThreadToThread() throws Exception {
    AtomicLongArray progress = new AtomicLongArray(2);
    try (var system = ActorSystem.create("hand-over")) {
      ActorRef<Message> ref = system.spawn(Actor.handler(() -> new Counting(progress)));
      Thread one = Thread.ofPlatform().start(() -> send(ref, 0, progress));
      Thread other = Thread.ofPlatform().start(() -> send(ref, 1, progress));
      one.join();
      other.join();
      assertEquals(2L * ROUNDS, ref.ask(new Message.Sum(), PATIENCE));
    }
  }

  /// It waits until its messages are handled now and then, so that the actor runs dry.
  private static void send(ActorRef<Message> ref, int sender, AtomicLongArray progress) {
    for (int sent = 1; sent <= ROUNDS; sent++) {
      ref.send(new Message.Add(sender));
      while (sent % 4 == 0 && progress.getOpaque(sender) < sent) {
        Thread.onSpinWait();
      }
    }
  }
}
