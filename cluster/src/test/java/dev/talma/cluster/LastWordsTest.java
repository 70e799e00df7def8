package dev.talma.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.Down;
import dev.talma.ExitReason;
import dev.talma.ReplyTo;
import dev.talma.Request;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What actors say with their last breath, when their node leaves in good order.
class LastWordsTest {
  private static final int ROUNDS = Integer.getInteger("talma.rounds", 50);
  private static final Duration LONG = Duration.ofSeconds(20);

  sealed interface Post {
    record Hello(ActorRef<Guest> guest) implements Post {}

    record Word(int number) implements Post {}

    record Ended(String reason) implements Post {}

    record Guests() implements Post, Request<Post, List<ActorRef<Guest>>> {}

    record Heard() implements Post, Request<Post, List<String>> {}
  }

  sealed interface Guest {
    record Last() implements Guest, Request<Guest, Integer> {}
  }

  static final ActorType<Post> POST =
      ActorType.of("post", Post.class, LastWordsTest::post).withRole("stays");

  static Actor<Post> post() {
    return (mailbox, ctx) -> {
      List<ActorRef<Guest>> guests = new ArrayList<>();
      List<String> heard = new ArrayList<>();
      for (var msg : mailbox) {
        switch (msg) {
          case Post.Hello(var guest) -> {
            ctx.monitor(guest, LastWordsTest::down);
            guests.add(guest);
          }
          case Post.Word(int number) -> heard.add("word " + number);
          case Post.Ended(String reason) -> heard.add("ended " + reason);
          case Post.Guests it -> ctx.reply(it, List.copyOf(guests));
          case Post.Heard it -> ctx.reply(it, List.copyOf(heard));
        }
      }
    };
  }

  private static Post down(Down down) {
    return new Post.Ended(down.reason().getClass().getSimpleName());
  }

  static Actor<Guest> guest(int number, ActorRef<Post> post, CountDownLatch asked) {
    return (mailbox, ctx) -> {
      Optional<ReplyTo<Integer>> asker = Optional.empty();
      post.send(new Post.Hello(ctx.self()));
      for (var msg : mailbox) {
        switch (msg) {
          case Guest.Last it -> {
            asker = Optional.of(ctx.replyTo(it));
            asked.countDown();
          }
        }
      }
      post.send(new Post.Word(number));
      asker.orElseThrow().reply(number);
    };
  }

  private static ClusterSettings settings(ClusterSettings settings, Outbound outbound) {
    return settings.types(POST).outbound(outbound);
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES) // as many as the property says
  void allOfThemArrive() throws Exception {
    long seed = Long.getLong("talma.seed", System.nanoTime());
    Random random = new Random(seed);
    // little room on the way, so that much waits for it at the end
    Outbound narrow = Outbound.defaults().withFrames(4);
    try (var first =
        Cluster.join(
            s -> settings(s, narrow).timing(Timing.local()).node("first").roles("stays"))) {
      for (int round = 0; round < ROUNDS; round++) {
        String what = "seed " + seed + ", round " + round;
        int count = 1 + random.nextInt(60);
        Cluster leaver =
            Cluster.join(
                s ->
                    settings(s, narrow)
                        .timing(Timing.local())
                        .node("leaver")
                        .seeds(first.address().toString()));
        try (leaver) {
          assertTrue(leaver.awaitMembers(2, LONG), what);
          assertTrue(first.awaitMembers(2, LONG), what);
          round(first, leaver, "post-" + round, count, what);
        }
      }
    }
  }

  private static void round(Cluster first, Cluster leaver, String name, int count, String what)
      throws Exception {
    ActorRef<Post> post = first.actor(POST, name);
    CountDownLatch asked = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      ActorRef<Guest> _ = leaver.spawn("guest-" + i, guest(i, leaver.actor(POST, name), asked));
    }
    List<ActorRef<Guest>> guests = all(post, new Post.Guests(), count, what);
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    for (ActorRef<Guest> guest : guests) {
      answers.add(guest.askAsync(new Guest.Last(), Duration.ofSeconds(50)));
    }
    assertTrue(asked.await(20, TimeUnit.SECONDS), what);
    leaver.terminate();
    assertTrue(leaver.awaitTermination(LONG), what);
    assertTrue(first.awaitMembers(1, LONG), what);
    for (CompletableFuture<Integer> answer : answers) {
      int _ = answer.get(20, TimeUnit.SECONDS);
    }
    List<String> heard = all(post, new Post.Heard(), 2 * count, what);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      expected.add("word " + i);
      expected.add("ended " + ExitReason.Shutdown.class.getSimpleName());
    }
    assertEquals(expected.stream().sorted().toList(), heard.stream().sorted().toList(), what);
  }

  /// {@return what is answered, as soon as it is as much as that}
  private static <E> List<E> all(
      ActorRef<Post> post, Request<Post, List<E>> request, int count, String what) {
    long end = System.nanoTime() + LONG.toNanos();
    List<E> answer = post.ask(request, LONG);
    while (answer.size() < count) {
      assertTrue(System.nanoTime() - end < 0, what + ", " + count + " are due: " + answer);
      answer = post.ask(request, LONG);
    }
    return answer;
  }

  @Test
  void whoWaitsForTheEndOfANodeFindsItGone() throws Exception {
    try (var first = Cluster.join(s -> s.timing(Timing.local()).node("first"))) {
      Cluster leaver =
          Cluster.join(
              s -> s.timing(Timing.local()).node("leaver").seeds(first.address().toString()));
      assertTrue(leaver.awaitMembers(2, LONG));
      assertFalse(leaver.isTerminated());
      leaver.terminate();
      assertTrue(leaver.awaitTermination(LONG));
      assertTrue(leaver.isTerminated());
      new ServerSocket(leaver.address().port(), 1, InetAddress.getLoopbackAddress()).close();
    }
  }
}
