package dev.talma.benchmarks.workload;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.Handler;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/// An actor makes children, sends each of them one message, and each ends when it has handled it.
/// One operation is one child from its creation to its clean-up.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ForkJoinCreate {
  static final int CHILDREN = 20_000;

  /// Tells the parent to make its children.
  record Create(CountDownLatch ended) {}

  /// What a child gets.
  record Work(CountDownLatch ended) {}

  @Benchmark
  @OperationsPerInvocation(CHILDREN)
  public void pekko(ForkJoinCreateOnPekko side) throws InterruptedException {
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

  public static class Events extends Parent {
    public Events() {
      super(
          Actor.handler(
              () ->
                  (create, ctx) -> {
                    for (int i = 0; i < CHILDREN; i++) {
                      ctx.spawn(Actor.handler(() -> new Child(create.ended)))
                          .send(new Work(create.ended));
                    }
                  }));
    }
  }

  private static final class Child implements Handler<Work> {
    private final CountDownLatch ended;

    Child(CountDownLatch ended) {
      this.ended = ended;
    }

    @Override
    public void handle(Work work, Context<Work> ctx) {
      ctx.stop();
    }

    @Override
    public void terminate(ExitReason reason, Context<Work> ctx) {
      ended.countDown();
    }
  }

  public static class Loop extends Parent {
    private static final Actor<Work> CHILD =
        (mailbox, ctx) -> mailbox.iterator().next().ended.countDown();

    public Loop() {
      super(
          (mailbox, ctx) -> {
            for (var create : mailbox) {
              for (int i = 0; i < CHILDREN; i++) {
                ctx.spawn(CHILD).send(new Work(create.ended));
              }
            }
          });
    }
  }

  /// What both styles have in common.
  abstract static class Parent extends TalmaState {
    private final ActorRef<Create> parent;

    Parent(Actor<Create> actor) {
      parent = system.spawn(actor);
    }

    void run() throws InterruptedException {
      var ended = new CountDownLatch(CHILDREN);
      parent.send(new Create(ended));
      Latches.await(ended);
    }
  }
}
