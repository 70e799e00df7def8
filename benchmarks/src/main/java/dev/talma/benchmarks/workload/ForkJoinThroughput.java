package dev.talma.benchmarks.workload;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.benchmarks.workload.FanIn.Expect;
import dev.talma.benchmarks.workload.FanIn.Item;
import dev.talma.benchmarks.workload.FanIn.ToSink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/// One thread sends to 60 actors in turn. One operation is one message.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ForkJoinThroughput {
  static final int ACTORS = 60;
  static final int EACH = 5_000;
  static final int MESSAGES = ACTORS * EACH;

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void pekko(ForkJoinThroughputOnPekko side) throws InterruptedException {
    side.run();
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void events(Events side) throws InterruptedException {
    side.run();
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void loop(Loop side) throws InterruptedException {
    side.run();
  }

  public static class Events extends Sinks {
    public Events() {
      super(FanIn.events());
    }
  }

  public static class Loop extends Sinks {
    public Loop() {
      super(FanIn.loop());
    }
  }

  /// What both styles have in common.
  abstract static class Sinks extends TalmaState {
    private final List<ActorRef<ToSink>> sinks = new ArrayList<>();

    Sinks(Actor<ToSink> actor) {
      for (int i = 0; i < ACTORS; i++) {
        sinks.add(system.spawn(actor));
      }
    }

    void run() throws InterruptedException {
      var done = new CountDownLatch(ACTORS);
      sinks.forEach(sink -> sink.send(new Expect(EACH, done)));
      for (int i = 0; i < EACH; i++) {
        for (var sink : sinks) {
          sink.send(Item.ITEM);
        }
      }
      Latches.await(done);
    }
  }
}
