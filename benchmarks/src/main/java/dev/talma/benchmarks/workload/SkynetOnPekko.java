package dev.talma.benchmarks.workload;

import dev.talma.benchmarks.workload.Skynet.Result;
import dev.talma.benchmarks.workload.Skynet.Sum;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// The baseline of [Skynet].
public class SkynetOnPekko extends PekkoState {

  /// What a node understands.
  sealed interface ToNode permits Start, Sum {}

  /// Tells a node which leaves are its own, and where their sum goes.
  record Start(long first, int leaves, ActorRef<ToNode> parent) implements ToNode {}

  void run() throws InterruptedException {
    var result = new Result();
    ActorRef<ToNode> top =
        spawn(
            Behaviors.receiveMessage(
                message -> {
                  if (message instanceof Sum(long value)) {
                    result.set(value);
                    return Behaviors.stopped();
                  }
                  return Behaviors.same();
                }));
    spawn(node()).tell(new Start(0, Skynet.LEAVES, top));
    result.check();
  }

  private static Behavior<ToNode> node() {
    return Behaviors.setup(
        ctx -> {
          var node = new Node(ctx);
          return Behaviors.receiveMessage(node::handle);
        });
  }

  private static final class Node {
    private final ActorContext<ToNode> ctx;
    private ActorRef<ToNode> parent;
    private int open = Skynet.BRANCHES;
    private long sum;

    Node(ActorContext<ToNode> ctx) {
      this.ctx = ctx;
      this.parent = ctx.getSelf();
    }

    Behavior<ToNode> handle(ToNode message) {
      switch (message) {
        case Start(long first, int leaves, var above) when leaves == 1 -> {
          above.tell(new Sum(first));
          return Behaviors.stopped();
        }
        case Start start -> {
          parent = start.parent;
          int leaves = start.leaves / Skynet.BRANCHES;
          for (int i = 0; i < Skynet.BRANCHES; i++) {
            ctx.spawnAnonymous(node())
                .tell(new Start(start.first + (long) i * leaves, leaves, ctx.getSelf()));
          }
          return Behaviors.same();
        }
        case Sum(long value) -> {
          sum += value;
          if (--open > 0) {
            return Behaviors.same();
          }
          parent.tell(new Sum(sum));
          return Behaviors.stopped();
        }
      }
    }
  }
}
