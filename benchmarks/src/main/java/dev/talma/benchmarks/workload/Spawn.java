package dev.talma.benchmarks.workload;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Context;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.TearDown;

/// An actor makes children and sends each of them one message. One operation is one child: created,
/// sent to, and done with its message. The children live on until the invocation is over; that they
/// are stopped then is not measured ([ForkJoinCreate] measures that too).
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Spawn {
  static final int CHILDREN = 20_000;

  /// Tells the parent to make its children.
  record Create(CountDownLatch handled) implements SpawnOnPekko.ToParent {}

  /// What a child gets.
  record Hello(CountDownLatch handled) {}

  @Benchmark
  @OperationsPerInvocation(CHILDREN)
  public void pekko(SpawnOnPekko side) throws InterruptedException {
    side.run();
  }

  @Benchmark
  @OperationsPerInvocation(CHILDREN)
  public void events(Events side) throws InterruptedException {
    side.run();
  }

  @Benchmark
  @OperationsPerInvocation(CHILDREN)
  public void loop(Loop side) throws InterruptedException {
    side.run();
  }

  public static class Events extends Family {
    private static final Actor<Hello> CHILD =
        Actor.handler(() -> (hello, ctx) -> hello.handled().countDown());

    public Events() {
      super(Actor.handler(() -> (create, ctx) -> createChildren(create, ctx, CHILD)));
    }
  }

  public static class Loop extends Family {
    private static final Actor<Hello> CHILD =
        (mailbox, ctx) -> {
          for (var hello : mailbox) {
            hello.handled().countDown();
          }
        };

    public Loop() {
      super(
          (mailbox, ctx) -> {
            for (var create : mailbox) {
              createChildren(create, ctx, CHILD);
            }
          });
    }
  }

  private static void createChildren(Create create, Context<Create> ctx, Actor<Hello> child) {
    for (int i = 0; i < CHILDREN; i++) {
      ctx.spawn(child).send(new Hello(create.handled()));
    }
  }

  /// What both styles have in common.
  abstract static class Family extends TalmaState {
    private final Actor<Create> recipe;
    private ActorRef<Create> parent;

    Family(Actor<Create> recipe) {
      this.recipe = recipe;
      this.parent = system.spawn(recipe);
    }

    void run() throws InterruptedException {
      var handled = new CountDownLatch(CHILDREN);
      parent.send(new Create(handled));
      Latches.await(handled);
    }

    @TearDown(Level.Invocation)
    public void replaceParent() throws InterruptedException {
      parent.stop();
      if (!parent.awaitTermination(Latches.PATIENCE)) {
        throw new IllegalStateException("the parent does not stop");
      }
      parent = system.spawn(recipe);
    }
  }
}
