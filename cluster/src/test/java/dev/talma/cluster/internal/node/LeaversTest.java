package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.MailboxFullException;
import dev.talma.Overflow;
import dev.talma.Request;
import dev.talma.cluster.Cluster;
import dev.talma.cluster.DevelopmentCluster;
import dev.talma.remote.AskFailure;
import dev.talma.remote.Parcel;
import dev.talma.remote.PendingReply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What comes when an actor has passed on the last message that waited for it, and still has its
/// name; and what is done under the lock of the routes.
class LeaversTest {
  private static final Duration LONG = Duration.ofDays(1);

  sealed interface Work {
    record Wait() implements Work {}

    record Note() implements Work {}

    record Run() implements Work, Request<Work, Integer> {}
  }

  private final AtomicInteger runs = new AtomicInteger();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);
  private final CountDownLatch noticed = new CountDownLatch(1);
  private final ActorType<Work> type =
      ActorType.of("worker", Work.class, () -> worker().bounded(1, Overflow.BLOCK));
  private final OneNode node = new OneNode(type);

  private Actor<Work> worker() {
    return (mailbox, ctx) -> {
      int run = runs.incrementAndGet();
      for (var msg : mailbox) {
        switch (msg) {
          case Work.Wait() -> {
            entered.countDown();
            open.await();
          }
          case Work.Note() -> {}
          case Work.Run it -> ctx.reply(it, run);
        }
      }
    };
  }

  @AfterEach
  void close() {
    open.countDown();
    noticed.countDown();
    node.close();
  }

  private Parcel asked(CompletableFuture<Integer> answer) {
    return node.<Work>parcel(
        ref -> {
          var _ =
              ref.askAsync(new Work.Run(), LONG)
                  .whenComplete(
                      (run, failure) -> {
                        boolean _ =
                            failure == null
                                ? answer.complete(run)
                                : answer.completeExceptionally(failure);
                      });
        });
  }

  private void begin() throws InterruptedException {
    node.form();
    assertEquals(1, node.actor(type, "a").ask(new Work.Run()));
  }

  /// It is in a message, and its mailbox is full.
  private void occupy() throws InterruptedException {
    node.settle(type, "a", node.<Work>parcel(ref -> ref.send(new Work.Wait())));
    assertTrue(entered.await(20, TimeUnit.SECONDS));
    node.settle(type, "a", node.<Work>parcel(ref -> ref.send(new Work.Note())));
  }

  @Test
  void anAskThatWasHeldIsAnsweredByTheNextOne() throws Exception {
    begin();
    node.leave(type, "a", noticed);
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    node.settle(type, "a", asked(answer));
    assertEquals(2, answer.get(20, TimeUnit.SECONDS));
  }

  @Test
  void nothingWaitsUnderTheLockForRoomInTheMailboxOfTheNextOne() throws Exception {
    begin();
    node.leave(type, "a", noticed);
    occupy();
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    assertTimeoutPreemptively( // or it would wait for ever
        Duration.ofSeconds(20),
        () -> {
          node.settle(type, "a", node.<Work>parcel(ref -> ref.send(new Work.Note())));
          node.settle(type, "a", asked(answer));
        });
    var failed = assertThrows(ExecutionException.class, () -> answer.get(20, TimeUnit.SECONDS));
    assertInstanceOf(MailboxFullException.class, failed.getCause());
  }

  /// Somebody on this node who has asked, and is told on the thread that finds it out.
  private record Asker(CompletableFuture<Boolean> within, Barrier barrier) implements PendingReply {
    @Override
    public Object request() {
      return new Work.Run();
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public long nanosLeft() {
      return LONG.toNanos();
    }

    @Override
    public boolean isSole() {
      return true;
    }

    @Override
    public void answer(Object value) {
      throw new AssertionError(value);
    }

    @Override
    public void fail(AskFailure failure) {
      within.complete(barrier.isWithin());
    }

    @Override
    public Optional<Outcome> origin() {
      return Optional.empty();
    }
  }

  @Test
  void whatArrivesDoesNotEnterTwice() throws Exception {
    begin();
    occupy();
    Asker asker = new Asker(new CompletableFuture<>(), node.barrier());
    ActorRef<Work> ref = node.actor(type, "a");
    long correlation = node.correlations().register(asker, Work.Run.class, OneNode.self(), ref);
    Ticket ticket = Ticket.of(OneNode.self(), correlation, LONG.toNanos());
    node.arrived(
        type,
        "a",
        new Letter(
            Parcel.Kind.MESSAGE,
            new Target.Named(type.name(), "a"),
            Optional.empty(),
            new Work.Run(),
            Optional.of(ticket),
            Optional.empty()));
    assertTrue(asker.within().get(20, TimeUnit.SECONDS));
  }

  private static final List<Boolean> READ_WITHIN = new CopyOnWriteArrayList<>();
  private static volatile @Nullable Barrier left;

  record Left(int number) {
    @Override
    public int number() {
      Barrier barrier = left;
      if (barrier != null) {
        READ_WITHIN.add(barrier.isWithin());
      }
      return number;
    }
  }

  private static Actor<Work> keeper() {
    return (mailbox, ctx) -> {
      int number = ctx.handedOver(Left.class).isPresent() ? 8 : 7;
      for (var msg : mailbox) {
        if (msg instanceof Work.Run it) {
          ctx.reply(it, number);
        }
      }
      ctx.handOver(new Left(number));
    };
  }

  @Test
  void theAccessorsOfAStateThatIsHandedOverDoNotEnterTwice() throws Exception {
    ActorType<Work> keeper =
        ActorType.of("keeper", Work.class, LeaversTest::keeper).withState(Left.class);
    try (var cluster = DevelopmentCluster.start(2, keeper)) {
      Cluster leaver = cluster.node(1);
      String name = "n";
      while (!leaver.owner(keeper, name).orElseThrow().id().equals(leaver.id())) {
        name += "n";
      }
      assertEquals(7, cluster.actor(keeper, name).ask(new Work.Run()));
      left = ((ClusterNode) leaver).parts().barrier();
      cluster.leave(leaver);
      left = null;
      assertEquals(8, cluster.actor(keeper, name).ask(new Work.Run()));
      assertFalse(READ_WITHIN.isEmpty());
      assertTrue(READ_WITHIN.stream().allMatch(each -> each), READ_WITHIN::toString);
    }
  }
}
