package dev.talma.benchmarks.workload;

import static dev.talma.Selection.skip;
import static dev.talma.Selection.take;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.Mailbox;
import dev.talma.Selection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/// An actor with 1,000 messages in its mailbox that it does not want now asks a second actor for
/// something, by plain messages, and picks the answer out of the mailbox. One operation is one
/// answer picked. Without a mark, each receive looks through what waits; with a mark it looks only
/// at what came after the question.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SelectiveReceive {
  static final int WAITING = 1_000;
  static final int ANSWERS = 2_000;

  /// What the picking actor understands.
  sealed interface ToPicker {}

  /// Says that messages will come that have to wait, and then [Go].
  record Prepare() implements ToPicker {}

  /// One that has to wait.
  record Later() implements ToPicker {}

  /// Begins.
  record Go(CountDownLatch done) implements ToPicker {}

  /// An answer.
  record Answer(int question) implements ToPicker {}

  /// A question.
  record Question(int number, ActorRef<ToPicker> sender) {}

  @Benchmark
  @OperationsPerInvocation(ANSWERS)
  public void loop(Unmarked side) throws InterruptedException {
    side.run();
  }

  @Benchmark
  @OperationsPerInvocation(ANSWERS)
  public void loopMarked(Marked side) throws InterruptedException {
    side.run();
  }

  public static class Unmarked extends Picking {
    public Unmarked() {
      super(
          (question, mailbox, ctx, answerer) -> {
            answerer.send(new Question(question, ctx.self()));
            return mailbox.receive(answerTo(question));
          });
    }
  }

  public static class Marked extends Picking {
    public Marked() {
      super(
          (question, mailbox, ctx, answerer) -> {
            var mark = mailbox.mark();
            answerer.send(new Question(question, ctx.self()));
            return mailbox.receive(mark, answerTo(question), Latches.PATIENCE).orElseThrow();
          });
    }
  }

  private static Function<ToPicker, Selection<Integer>> answerTo(int question) {
    return message ->
        switch (message) {
          case Answer(int number) when number == question -> take(number);
          default -> skip();
        };
  }

  /// One way to get an answer.
  interface Way {
    int ask(
        int question,
        Mailbox<ToPicker> mailbox,
        Context<ToPicker> ctx,
        ActorRef<Question> answerer);
  }

  /// What both ways have in common.
  abstract static class Picking extends TalmaState {
    private final ActorRef<ToPicker> picker;

    Picking(Way way) {
      Actor<Question> answerer =
          (mailbox, ctx) -> {
            for (var question : mailbox) {
              question.sender.send(new Answer(question.number));
            }
          };
      var answers = system.spawn(answerer);
      picker =
          system.spawn(
              (mailbox, ctx) -> {
                for (var message : mailbox) {
                  if (message instanceof Prepare) {
                    pick(mailbox, ctx, answers, way);
                  } // else one of those that had to wait
                }
              });
    }

    private static void pick(
        Mailbox<ToPicker> mailbox, Context<ToPicker> ctx, ActorRef<Question> answerer, Way way) {
      CountDownLatch done =
          mailbox.receive(message -> message instanceof Go go ? take(go.done) : skip());
      for (int i = 0; i < ANSWERS; i++) {
        way.ask(i, mailbox, ctx, answerer);
      }
      done.countDown();
    }

    void run() throws InterruptedException {
      var done = new CountDownLatch(1);
      picker.send(new Prepare());
      for (int i = 0; i < WAITING; i++) {
        picker.send(new Later());
      }
      picker.send(new Go(done));
      Latches.await(done);
    }
  }
}
