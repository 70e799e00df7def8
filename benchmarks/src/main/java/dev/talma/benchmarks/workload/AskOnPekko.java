package dev.talma.benchmarks.workload;

import dev.talma.benchmarks.workload.Ask.Answers;
import dev.talma.benchmarks.workload.Ask.Start;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// The baseline of [Ask]: the ask pattern with its future from a thread, and `context.ask` from an
/// actor. The timeout is Talma's default.
public class AskOnPekko extends PekkoState {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /// The question.
  record Get(ActorRef<Integer> replyTo) {}

  /// What an asking actor understands.
  sealed interface ToAsker permits Start, Got, Failed {}

  /// The answer to a question of it.
  record Got(int value) implements ToAsker {}

  /// No answer.
  record Failed(Throwable cause) implements ToAsker {}

  private final ActorRef<Get> target = spawn(target());
  private final ActorRef<ToAsker> asker = spawn(asker(target));
  private final Scheduler scheduler = system().scheduler();

  int askFromThread() {
    return AskPattern.<Get, Integer>ask(target, Get::new, TIMEOUT, scheduler)
        .toCompletableFuture()
        .join();
  }

  void askFromActor() throws InterruptedException {
    var done = new CountDownLatch(1);
    asker.tell(new Start(Ask.QUESTIONS, done));
    Latches.await(done);
  }

  private static Behavior<Get> target() {
    return Behaviors.setup(
        ctx -> {
          var answers = new Answers();
          return Behaviors.receiveMessage(
              get -> {
                get.replyTo().tell(answers.next());
                return Behaviors.same();
              });
        });
  }

  private static Behavior<ToAsker> asker(ActorRef<Get> target) {
    return Behaviors.setup(
        ctx -> {
          var run = new Run();
          return Behaviors.receiveMessage(
              message -> {
                boolean goesOn =
                    switch (message) {
                      case Start start -> run.start(start);
                      case Got got -> run.answered();
                      case Failed(var cause) -> throw new IllegalStateException(cause);
                    };
                if (goesOn) {
                  ctx.ask(
                      Integer.class,
                      target,
                      TIMEOUT,
                      Get::new,
                      (answer, failure) -> failure == null ? new Got(answer) : new Failed(failure));
                }
                return Behaviors.same();
              });
        });
  }

  /// Counts the answers.
  private static final class Run {
    private int left;
    private CountDownLatch done = new CountDownLatch(0);

    boolean start(Start start) {
      left = start.questions();
      done = start.done();
      return true;
    }

    boolean answered() {
      if (--left > 0) {
        return true;
      }
      done.countDown();
      return false;
    }
  }
}
