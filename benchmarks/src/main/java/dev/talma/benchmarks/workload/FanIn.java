package dev.talma.benchmarks.workload;

import dev.talma.Actor;
import dev.talma.ActorRef;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.TearDown;

/// Two threads send to one actor as fast as they can. One operation is one message. The actor may
/// fall behind by as many messages as an invocation has.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FanIn {
  static final int PRODUCERS = 2;
  static final int EACH = 150_000;
  static final int MESSAGES = PRODUCERS * EACH;

  /// What the actor understands.
  sealed interface ToSink {}

  /// Says how many items will come.
  record Expect(int items, CountDownLatch done) implements ToSink {}

  /// What the producers send.
  enum Item implements ToSink {
    ITEM
  }

  /// Counts what has come.
  static final class Tally {
    private int left;
    private CountDownLatch done = new CountDownLatch(0);

    void take(ToSink message) {
      switch (message) {
        case Item item -> {
          if (--left == 0) {
            done.countDown();
          }
        }
        case Expect expect -> {
          left = expect.items;
          done = expect.done;
        }
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void pekko(FanInOnPekko side) throws InterruptedException {
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

  public static class Events extends Sink {
    public Events() {
      super(events());
    }
  }

  public static class Loop extends Sink {
    public Loop() {
      super(loop());
    }
  }

  /// {@return an actor that counts, event-driven style}
  static Actor<ToSink> events() {
    return Actor.handler(
        () -> {
          var tally = new Tally();
          return (message, ctx) -> tally.take(message);
        });
  }

  /// {@return an actor that counts, loop style}
  static Actor<ToSink> loop() {
    return (mailbox, ctx) -> {
      var tally = new Tally();
      for (var message : mailbox) {
        tally.take(message);
      }
    };
  }

  /// What both styles have in common.
  abstract static class Sink extends TalmaState {
    private final ActorRef<ToSink> sink;
    private final Producers producers = new Producers(PRODUCERS);

    Sink(Actor<ToSink> actor) {
      sink = system.spawn(actor);
    }

    void run() throws InterruptedException {
      var done = new CountDownLatch(1);
      sink.send(new Expect(MESSAGES, done));
      producers.each(EACH, () -> sink.send(Item.ITEM));
      Latches.await(done);
    }

    @TearDown
    public void closeProducers() {
      producers.close();
    }
  }
}
