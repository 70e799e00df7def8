package dev.talma.benchmarks.workload;

import dev.talma.benchmarks.workload.ForkJoinCreate.Create;
import dev.talma.benchmarks.workload.ForkJoinCreate.Work;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// The baseline of [ForkJoinCreate].
public class ForkJoinCreateOnPekko extends PekkoState {
  private static final Behavior<Work> CHILD =
      Behaviors.receiveMessage(work -> Behaviors.stopped(() -> work.ended().countDown()));

  private final ActorRef<Create> parent = spawn(parent());

  void run() throws InterruptedException {
    var ended = new CountDownLatch(ForkJoinCreate.CHILDREN);
    parent.tell(new Create(ended));
    Latches.await(ended);
  }

  private static Behavior<Create> parent() {
    return Behaviors.receive(
        (ctx, create) -> {
          for (int i = 0; i < ForkJoinCreate.CHILDREN; i++) {
            ctx.spawnAnonymous(CHILD).tell(new Work(create.ended()));
          }
          return Behaviors.same();
        });
  }
}
