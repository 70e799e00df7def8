package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.testkit.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Actors that block hold up nobody else.
@BothStyles
class BlockingTest extends StyledContract {
  private static final int MANY = 2_000;

  @Test
  void manyThatWaitForALatchHoldUpNobody() {
    CountDownLatch latch = new CountDownLatch(1);
    AtomicInteger waiting = new AtomicInteger();
    List<ActorRef<Cue>> blocked = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      ActorRef<Cue> actor = system.spawn(puppet("blocked"));
      actor.send(
          Cue.act(
              _ -> {
                waiting.incrementAndGet();
                latch.await();
              }));
      blocked.add(actor);
    }
    settled(system.spawn(puppet("behind them")));
    Await.until("all of them wait at the same time", PATIENCE, () -> waiting.get() == MANY);
    settled(system.spawn(puppet("after them")));
    latch.countDown();
    blocked.forEach(Contract::settled);
  }

  @Test
  void manyThatWaitForAMonitorHoldUpNobody() throws Exception {
    Object monitor = new Object();
    AtomicInteger waiting = new AtomicInteger();
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Thread owner =
        Thread.ofPlatform()
            .start(
                () -> {
                  synchronized (monitor) {
                    held.countDown();
                    try {
                      release.await();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }
                });
    held.await();
    List<ActorRef<Cue>> blocked = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      ActorRef<Cue> actor = system.spawn(puppet("blocked"));
      actor.send(
          Cue.act(
              _ -> {
                waiting.incrementAndGet();
                synchronized (monitor) {
                  waiting.decrementAndGet();
                }
              }));
      blocked.add(actor);
    }
    Await.until("all of them wait at the same time", PATIENCE, () -> waiting.get() == 200);
    settled(system.spawn(puppet("after them")));
    release.countDown();
    blocked.forEach(Contract::settled);
    assertTrue(owner.join(PATIENCE));
  }

  @Test
  void aLongChainOfActorsThatAskEachOtherIsAnswered() {
    ActorRef<Cue> next = start("last");
    Cue.Question question = Cue.echo("from the last one");
    for (int i = 0; i < 1_000; i++) {
      ActorRef<Cue> target = next;
      Cue.Question inner = question;
      question = Cue.question((outer, ctx) -> ctx.reply(outer, target.ask(inner, AGES)));
      next = system.spawn(puppet("link"));
    }
    assertEquals("from the last one", next.ask(question, AGES));
  }

  @Test
  void manyThatAskOneAreAllAnswered() {
    ActorRef<Cue> server = start("server");
    var gate = hold(server);
    List<ActorRef<Cue>> clients = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      ActorRef<Cue> client = system.spawn(puppet("client"));
      client.send(Cue.act(_ -> journal.add(server.ask(Cue.echo("answered"), AGES))));
      clients.add(client);
    }
    Await.until("all have asked", PATIENCE, () -> server.waiting() == 1_000);
    settled(system.spawn(puppet("other")));
    gate.open();
    clients.forEach(Contract::settled);
    assertEquals(1_000, journal.of("answered").size());
  }
}
