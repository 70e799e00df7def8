package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.DeadLetter;
import dev.talma.ExitReason;
import dev.talma.ReplyTo;
import dev.talma.Request;
import dev.talma.RequestFailedException;
import dev.talma.cluster.Cluster;
import dev.talma.cluster.DevelopmentCluster;
import dev.talma.remote.AskFailure;
import dev.talma.remote.Parcel;
import dev.talma.remote.PendingReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Actors that cannot be made are the trouble of those who want them, and of nobody else.
class BrokenRecipesTest {
  private static final Duration LONG = Duration.ofDays(1);

  sealed interface Work {
    record Now() implements Work, Request<Work, String> {}

    record Later() implements Work, Request<Work, String> {}
  }

  private static final BlockingQueue<ReplyTo<String>> RIGHTS = new LinkedBlockingQueue<>();

  static final ActorType<Work> GOOD =
      ActorType.of(
          "good",
          Work.class,
          () ->
              Actor.handler(
                  () ->
                      (msg, ctx) -> {
                        switch (msg) {
                          case Work.Now it -> ctx.reply(it, "now");
                          case Work.Later it -> RIGHTS.add(ctx.replyTo(it));
                        }
                      }));

  static final ActorType<Work> BROKEN =
      ActorType.of(
          "broken",
          Work.class,
          () -> {
            throw new NoClassDefFoundError("some/Driver");
          });

  private static void assertBroken(CompletableFuture<String> ask) {
    var failed = assertThrows(ExecutionException.class, () -> ask.get(20, TimeUnit.SECONDS));
    assertInstanceOf(RequestFailedException.class, failed.getCause());
    assertTrue(String.valueOf(failed.getCause().getCause()).contains("some/Driver"));
  }

  @Test
  void whatWasHeldForOthersIsSettled() throws Exception {
    try (var node = new OneNode(GOOD, BROKEN)) {
      List<CompletableFuture<String>> good = new ArrayList<>();
      List<CompletableFuture<String>> broken = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        broken.add(node.actor(BROKEN, "b" + i).askAsync(new Work.Now(), LONG));
        good.add(node.actor(GOOD, "g" + i).askAsync(new Work.Now(), LONG));
      }
      node.form();
      assertTrue(node.barrier().isSettled());
      for (var ask : good) {
        assertEquals("now", ask.get(20, TimeUnit.SECONDS));
      }
      broken.forEach(BrokenRecipesTest::assertBroken);
    }
  }

  @Test
  void theConnectionStays() throws Exception {
    try (var cluster = DevelopmentCluster.start(2, GOOD, BROKEN)) {
      Cluster there = cluster.node(1);
      CompletableFuture<String> open =
          cluster.actor(GOOD, nameOn(there, GOOD)).askAsync(new Work.Later(), LONG);
      ReplyTo<String> right = RIGHTS.poll(20, TimeUnit.SECONDS);
      assertBroken(cluster.actor(BROKEN, nameOn(there, BROKEN)).askAsync(new Work.Now(), LONG));
      right.reply("later");
      assertEquals("later", open.get(20, TimeUnit.SECONDS));
    }
  }

  private static String nameOn(Cluster node, ActorType<?> type) {
    for (int i = 0; ; i++) {
      if (node.owner(type, "n" + i).orElseThrow().id().equals(node.id())) {
        return "n" + i;
      }
    }
  }

  /// A message that no mailbox takes.
  private record Odd(List<DeadLetter.Reason> told) implements Parcel {
    @Override
    public Kind kind() {
      return Kind.MESSAGE;
    }

    @Override
    public Object message() {
      return new Work.Now();
    }

    @Override
    public Optional<ActorRef<?>> from() {
      return Optional.empty();
    }

    @Override
    public Optional<PendingReply> ask() {
      return Optional.empty();
    }

    @Override
    public ExitReason reason() {
      throw new IllegalStateException();
    }

    @Override
    public boolean passOn(ActorRef<?> target) {
      throw new AssertionError();
    }

    @Override
    public void undeliverable(ActorRef<?> target, DeadLetter.Reason reason, AskFailure failure) {
      told.add(reason);
    }

    @Override
    public void deadLetter(ActorRef<?> target, DeadLetter.Reason reason) {
      told.add(reason);
    }
  }

  @Test
  void whateverFailsWhileItIsSettledOthersAreSettled() throws Exception {
    try (var node = new OneNode(GOOD)) {
      Odd odd = new Odd(new ArrayList<>());
      node.route(GOOD, "a").carry(odd);
      CompletableFuture<String> other = node.actor(GOOD, "b").askAsync(new Work.Now(), LONG);
      node.form();
      assertEquals("now", other.get(20, TimeUnit.SECONDS));
      assertEquals(List.of(DeadLetter.Reason.CRASHED), odd.told());
    }
  }
}
