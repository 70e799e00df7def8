package dev.talma.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.talma.Actor;
import dev.talma.ActorType;
import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.Handler;
import dev.talma.Request;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Very many move at a time, and others talk to them meanwhile. `-Dtalma.many=N` for so many.
class ManyMovesTest {
  private static final int MANY = Integer.getInteger("talma.many", 20_000);
  private static final Duration AGES = Duration.ofMinutes(1);

  sealed interface Job {
    record Add(int n) implements Job {}

    record Sum() implements Job, Request<Job, Integer> {}
  }

  private static final ActorType<Job> JOB =
      ActorType.of("job", Job.class, () -> Actor.handler(Adder::new)).withState(Integer.class);

  private static final class Adder implements Handler<Job> {
    private int sum;

    @Override
    public void init(Context<Job> ctx) {
      sum = ctx.handedOver(Integer.class).orElse(0);
    }

    @Override
    public void handle(Job message, Context<Job> ctx) {
      switch (message) {
        case Job.Add(int n) -> sum += n;
        case Job.Sum it -> ctx.reply(it, sum);
      }
    }

    @Override
    public void terminate(ExitReason reason, Context<Job> ctx) {
      ctx.handOver(sum);
    }
  }

  private static void addTo(Cluster node, int n) {
    IntStream.range(0, MANY).forEach(i -> node.actor(JOB, "it-" + i).send(new Job.Add(n)));
  }

  private static void assertSums(int sum, Cluster node) {
    Stream<CompletableFuture<Integer>> sums =
        IntStream.range(0, MANY)
            .mapToObj(i -> node.actor(JOB, "it-" + i).askAsync(new Job.Sum(), AGES));
    sums.toList().forEach(each -> assertEquals(sum, each.join()));
  }

  private static void say(String what, Cluster node, long start) {
    System.out.printf(
        "%d of %d actors %s after %d ms%n",
        node.clusterCounters().movedIn(), MANY, what, (System.nanoTime() - start) / 1_000_000);
  }

  @Test
  void allOfThemGoOnAsTheyWere() {
    try (var cluster = DevelopmentCluster.start(1, JOB)) {
      Cluster first = cluster.node(0);
      addTo(first, 1);
      long start = System.nanoTime();
      Cluster second = cluster.add();
      say("had moved, and the views had settled,", second, start);
      addTo(second, 10);
      assertSums(11, first);
      start = System.nanoTime();
      first.close();
      say("were there when the other one had left,", second, start);
      addTo(second, 100);
      assertSums(111, second);
      assertEquals(0, second.clusterCounters().conflicts());
    }
  }
}
