package dev.talma.benchmarks.workload;

import dev.talma.benchmarks.workload.FanIn.Expect;
import dev.talma.benchmarks.workload.FanIn.Item;
import dev.talma.benchmarks.workload.FanIn.Tally;
import dev.talma.benchmarks.workload.FanIn.ToSink;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.openjdk.jmh.annotations.TearDown;

/// The baseline of [FanIn].
public class FanInOnPekko extends PekkoState {
  private final ActorRef<ToSink> sink = spawn(sink());
  private final Producers producers = new Producers(FanIn.PRODUCERS);

  void run() throws InterruptedException {
    var done = new CountDownLatch(1);
    sink.tell(new Expect(FanIn.MESSAGES, done));
    producers.each(FanIn.EACH, () -> sink.tell(Item.ITEM));
    Latches.await(done);
  }

  @TearDown
  public void closeProducers() {
    producers.close();
  }

  static Behavior<ToSink> sink() {
    return Behaviors.setup(
        ctx -> {
          var tally = new Tally();
          return Behaviors.receiveMessage(
              message -> {
                tally.take(message);
                return Behaviors.same();
              });
        });
  }
}
