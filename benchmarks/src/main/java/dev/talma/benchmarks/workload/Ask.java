package dev.talma.benchmarks.workload;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Request;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/// Questions to one actor, each asked when the one before has been answered. One operation is one
/// question with its answer. The asker is a thread outside of the system, or an actor.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Ask {
  static final int QUESTIONS = 5_000;

  /// The question.
  record Get() implements Request<Get, Integer> {}

  /// Tells an asking actor to begin.
  record Start(int questions, CountDownLatch done) implements AskOnPekko.ToAsker {}

  @Benchmark
  public int pekkoFromThread(AskOnPekko side) {
    return side.askFromThread();
  }

  @Benchmark
  @OperationsPerInvocation(QUESTIONS)
  public void pekkoFromActor(AskOnPekko side) throws InterruptedException {
    side.askFromActor();
  }

  @Benchmark
  public int eventsFromThread(Events side) {
    return side.target.ask(new Get());
  }

  @Benchmark
  @OperationsPerInvocation(QUESTIONS)
  public void eventsFromActor(Events side) throws InterruptedException {
    side.askFromActor();
  }

  @Benchmark
  public int loopFromThread(Loop side) {
    return side.target.ask(new Get());
  }

  @Benchmark
  @OperationsPerInvocation(QUESTIONS)
  public void loopFromActor(Loop side) throws InterruptedException {
    side.askFromActor();
  }

  public static class Events extends Askers {
    public Events() {
      super(
          Actor.handler(
              () -> {
                var answers = new Answers();
                return (get, ctx) -> ctx.reply(get, answers.next());
              }));
    }

    @Override
    Actor<Start> asker(ActorRef<Get> target) {
      return Actor.handler(() -> (start, ctx) -> ask(start, target));
    }
  }

  public static class Loop extends Askers {
    public Loop() {
      super(
          (mailbox, ctx) -> {
            var answers = new Answers();
            for (var get : mailbox) {
              ctx.reply(get, answers.next());
            }
          });
    }

    @Override
    Actor<Start> asker(ActorRef<Get> target) {
      return (mailbox, ctx) -> {
        for (var start : mailbox) {
          ask(start, target);
        }
      };
    }
  }

  /// The state of the actor that is asked. The answers are small numbers, so that none of them is
  /// made anew.
  static final class Answers {
    private int last;

    int next() {
      last = (last + 1) & 63;
      return last;
    }
  }

  private static void ask(Start start, ActorRef<Get> target) {
    long sum = 0;
    for (int i = 0; i < start.questions; i++) {
      sum += target.ask(new Get());
    }
    if (sum <= 0) {
      throw new IllegalStateException("wrong answers"); // the latch stays shut and tells
    }
    start.done.countDown();
  }

  /// What both styles have in common.
  abstract static class Askers extends TalmaState {
    final ActorRef<Get> target;
    private final ActorRef<Start> asker;

    Askers(Actor<Get> actor) {
      target = system.spawn(actor);
      asker = system.spawn(asker(target));
    }

    abstract Actor<Start> asker(ActorRef<Get> target);

    void askFromActor() throws InterruptedException {
      var done = new CountDownLatch(1);
      asker.send(new Start(QUESTIONS, done));
      Latches.await(done);
    }
  }
}
