package dev.talma.benchmarks.workload;

import dev.talma.benchmarks.workload.Spawn.Create;
import dev.talma.benchmarks.workload.Spawn.Hello;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.TearDown;

/// The baseline of [Spawn].
public class SpawnOnPekko extends PekkoState {

  /// What the parent understands.
  sealed interface ToParent permits Create, End {}

  /// Ends the parent with its children.
  record End(CountDownLatch ended) implements ToParent {}

  /// One for all children: they keep no state.
  private static final Behavior<Hello> CHILD =
      Behaviors.receiveMessage(
          hello -> {
            hello.handled().countDown();
            return Behaviors.same();
          });

  private ActorRef<ToParent> parent = spawn(parent());

  void run() throws InterruptedException {
    var handled = new CountDownLatch(Spawn.CHILDREN);
    parent.tell(new Create(handled));
    Latches.await(handled);
  }

  @TearDown(Level.Invocation)
  public void replaceParent() throws InterruptedException {
    var ended = new CountDownLatch(1);
    parent.tell(new End(ended));
    Latches.await(ended);
    parent = spawn(parent());
  }

  private static Behavior<ToParent> parent() {
    return Behaviors.receive(
        (ctx, message) ->
            switch (message) {
              case Create create -> {
                for (int i = 0; i < Spawn.CHILDREN; i++) {
                  ctx.spawnAnonymous(CHILD).tell(new Hello(create.handled()));
                }
                yield Behaviors.same();
              }
              // The function runs when the children are gone.
              case End end -> Behaviors.stopped(() -> end.ended().countDown());
            });
  }
}
