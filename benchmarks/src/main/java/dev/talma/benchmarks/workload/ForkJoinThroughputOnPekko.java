package dev.talma.benchmarks.workload;

import dev.talma.benchmarks.workload.FanIn.Expect;
import dev.talma.benchmarks.workload.FanIn.Item;
import dev.talma.benchmarks.workload.FanIn.ToSink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.typed.ActorRef;

/// The baseline of [ForkJoinThroughput].
public class ForkJoinThroughputOnPekko extends PekkoState {
  private final List<ActorRef<ToSink>> sinks = new ArrayList<>();

  public ForkJoinThroughputOnPekko() {
    for (int i = 0; i < ForkJoinThroughput.ACTORS; i++) {
      sinks.add(spawn(FanInOnPekko.sink()));
    }
  }

  void run() throws InterruptedException {
    var done = new CountDownLatch(ForkJoinThroughput.ACTORS);
    sinks.forEach(sink -> sink.tell(new Expect(ForkJoinThroughput.EACH, done)));
    for (int i = 0; i < ForkJoinThroughput.EACH; i++) {
      for (var sink : sinks) {
        sink.tell(Item.ITEM);
      }
    }
    Latches.await(done);
  }
}
