package dev.talma.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// To write a message calls code of the user's. It may take its time, and use the cluster.
class WritingTest {
  private static final ActorType<Slip> SLIP =
      ActorType.of("slip", Slip.class, WritingTest::slips).withState(Texts.class);

  /// What an actor takes along when it moves.
  record Texts(List<String> all) {}

  /// What the accessor of [Slip.Slow] does.
  private static final AtomicReference<Runnable> ON_READ = new AtomicReference<>(() -> {});

  sealed interface Slip {
    record Plain(String text) implements Slip {}

    record Slow(String text) implements Slip {
      @Override
      public String text() {
        ON_READ.get().run();
        return text;
      }
    }

    record Keep(ActorRef<Slip> ref) implements Slip {}

    record Read() implements Slip, Request<Slip, List<String>> {}
  }

  private static Actor<Slip> slips() {
    return (mailbox, ctx) -> {
      List<String> texts =
          new ArrayList<>(ctx.handedOver(Texts.class).map(Texts::all).orElse(List.of()));
      for (var msg : mailbox) {
        switch (msg) {
          case Slip.Plain(String text) -> texts.add(text);
          case Slip.Slow slow -> texts.add("slow " + slow.text());
          case Slip.Keep keep -> texts.add("kept " + keep.ref().path());
          case Slip.Read it -> ctx.reply(it, List.copyOf(texts));
        }
      }
      ctx.handOver(new Texts(texts));
    };
  }

  private static String nameThere(DevelopmentCluster cluster, String prefix) {
    for (int i = 0; ; i++) {
      String name = prefix + i;
      if (cluster.node(0).owner(SLIP, name).orElseThrow().name().equals("node-2")) {
        return name;
      }
    }
  }

  @Test
  void whatTakesLongToWriteHoldsUpNoNewcomer() throws Exception {
    CountDownLatch reads = new CountDownLatch(1);
    CountDownLatch joined = new CountDownLatch(1);
    try (var cluster = DevelopmentCluster.start(2, SLIP)) {
      ActorRef<Slip> far = cluster.actor(SLIP, nameThere(cluster, "far-"));
      far.send(new Slip.Plain("first"));
      ON_READ.set(
          () -> {
            reads.countDown();
            awaitUnchecked(joined);
          });
      Thread sender = Thread.ofVirtual().start(() -> far.send(new Slip.Slow("second")));
      assertTrue(reads.await(30, TimeUnit.SECONDS));
      Cluster third = cluster.add(); // and waits until all agree
      assertEquals(3, third.members().size());
      ON_READ.set(() -> {});
      joined.countDown();
      sender.join();
      assertEquals(List.of("first", "slow second"), far.ask(new Slip.Read()));
    } finally {
      ON_READ.set(() -> {});
      joined.countDown();
    }
  }

  @Test
  void aLookupMayWaitForANewcomerAndSendAndAsk() {
    try (var cluster = DevelopmentCluster.start(2, SLIP)) {
      ActorRef<Slip> far = cluster.actor(SLIP, nameThere(cluster, "far-"));
      ActorRef<Slip> other = cluster.actor(SLIP, nameThere(cluster, "other-"));
      AtomicReference<List<String>> heard = new AtomicReference<>(List.of());
      ActorRef<Slip> via =
          cluster
              .node(0)
              .via(
                  "other",
                  () -> {
                    if (cluster.nodes().size() == 2) {
                      var _ = cluster.add();
                    }
                    other.send(new Slip.Plain("looked up"));
                    heard.set(other.ask(new Slip.Read()));
                    return Optional.of(other);
                  });
      far.send(new Slip.Keep(via));
      assertEquals("looked up", heard.get().getFirst());
      assertEquals(1, far.ask(new Slip.Read()).size());
    }
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      assertTrue(latch.await(50, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
