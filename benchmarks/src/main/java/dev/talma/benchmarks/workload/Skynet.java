package dev.talma.benchmarks.workload;

import static java.util.Objects.requireNonNull;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.Handler;
import dev.talma.Mailbox;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/// A tree of actors, ten below each, with a million leaves. Each leaf sends its number upwards,
/// each node the sum of what is below it, and ends then. One operation is one leaf.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Skynet {
  static final int LEAVES = 1_000_000;
  static final int BRANCHES = 10;
  static final long SUM = LEAVES * (LEAVES - 1L) / 2;

  /// What a node understands.
  sealed interface ToNode {}

  /// Tells a node which leaves are its own, and where their sum goes.
  record Start(long first, int leaves, ActorRef<ToNode> parent) implements ToNode {}

  /// The sum of one branch.
  record Sum(long value) implements ToNode, SkynetOnPekko.ToNode {}

  /// Where the sum of all arrives.
  static final class Result {
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicLong sum = new AtomicLong();

    void set(long value) {
      sum.set(value);
      done.countDown();
    }

    void check() throws InterruptedException {
      Latches.await(done);
      if (sum.get() != SUM) {
        throw new IllegalStateException("a sum of %,d is wrong".formatted(sum.get()));
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(LEAVES)
  public void pekko(SkynetOnPekko side) throws InterruptedException {
    side.run();
  }

  @Benchmark
  @OperationsPerInvocation(LEAVES)
  public void events(Events side) throws InterruptedException {
    side.run();
  }

  @Benchmark
  @OperationsPerInvocation(LEAVES)
  public void loop(Loop side) throws InterruptedException {
    side.run();
  }

  public static class Events extends Tree {
    private static final Actor<ToNode> NODE = Actor.handler(NodeHandler::new);

    public Events() {
      super(NODE);
    }
  }

  private static final class NodeHandler implements Handler<ToNode> {
    private @Nullable ActorRef<ToNode> parent;
    private int open = BRANCHES;
    private long sum;

    @Override
    public void handle(ToNode message, Context<ToNode> ctx) {
      switch (message) {
        case Start(long first, int leaves, var above) when leaves == 1 -> {
          above.send(new Sum(first));
          ctx.stop();
        }
        case Start start -> {
          parent = start.parent;
          branch(start, ctx, Events.NODE);
        }
        case Sum(long value) -> {
          sum += value;
          if (--open == 0) {
            requireNonNull(parent).send(new Sum(sum));
            ctx.stop();
          }
        }
      }
    }
  }

  public static class Loop extends Tree {
    private static final Actor<ToNode> NODE = Skynet::node;

    public Loop() {
      super(NODE);
    }
  }

  private static void node(Mailbox<ToNode> mailbox, Context<ToNode> ctx) {
    int open = BRANCHES;
    long sum = 0;
    var parent = ctx.self();
    for (var message : mailbox) {
      switch (message) {
        case Start(long first, int leaves, var above) when leaves == 1 -> {
          above.send(new Sum(first));
          return;
        }
        case Start start -> {
          parent = start.parent;
          branch(start, ctx, Loop.NODE);
        }
        case Sum(long value) -> {
          sum += value;
          if (--open == 0) {
            parent.send(new Sum(sum));
            return;
          }
        }
      }
    }
  }

  private static void branch(Start start, Context<ToNode> ctx, Actor<ToNode> node) {
    int leaves = start.leaves / BRANCHES;
    for (int i = 0; i < BRANCHES; i++) {
      ctx.spawn(node).send(new Start(start.first + (long) i * leaves, leaves, ctx.self()));
    }
  }

  /// What both styles have in common.
  abstract static class Tree extends TalmaState {
    private final Actor<ToNode> node;

    Tree(Actor<ToNode> node) {
      this.node = node;
    }

    void run() throws InterruptedException {
      var result = new Result();
      ActorRef<ToNode> top =
          system.spawn(
              Actor.handler(
                  () ->
                      (message, ctx) -> {
                        if (message instanceof Sum(long value)) {
                          result.set(value);
                          ctx.stop();
                        }
                      }));
      system.spawn(node).send(new Start(0, LEAVES, top));
      result.check();
    }
  }
}
