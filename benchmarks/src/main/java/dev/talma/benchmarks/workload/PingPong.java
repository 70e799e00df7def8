package dev.talma.benchmarks.workload;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Pairs of actors; in each pair one ball goes to and fro. One operation is one round trip, that is
/// two messages, in any of the pairs. With one pair nothing can happen at the same time, so that
/// this is the latency of a hand-over; with 32 pairs the processors are busy.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PingPong {
  static final int ROUND_TRIPS = 102_400;

  /// What the first of a pair understands.
  sealed interface ToPing {}

  /// Begins the game.
  record Start(int roundTrips, CountDownLatch done) implements ToPing {}

  /// The ball on its way back.
  enum Pong implements ToPing {
    PONG
  }

  /// The ball on its way there. Says who served it, since not every side knows senders.
  record Ping<R>(R sender) {}

  /// Counts the round trips of one pair.
  static final class Game {
    private int left;
    private CountDownLatch done = new CountDownLatch(0);

    void start(Start start) {
      left = start.roundTrips;
      done = start.done;
    }

    boolean goesOn() {
      if (--left > 0) {
        return true;
      }
      done.countDown();
      return false;
    }
  }

  @Benchmark
  @OperationsPerInvocation(ROUND_TRIPS)
  public void pekko(PingPongOnPekko side) throws InterruptedException {
    side.play();
  }

  @Benchmark
  @OperationsPerInvocation(ROUND_TRIPS)
  public void events(Events side) throws InterruptedException {
    side.play();
  }

  @Benchmark
  @OperationsPerInvocation(ROUND_TRIPS)
  public void loop(Loop side) throws InterruptedException {
    side.play();
  }

  public static class Events extends Pairs {
    @Override
    Actor<ToPing> ping(ActorRef<Ping<ActorRef<ToPing>>> pong) {
      return Actor.handler(() -> new PingHandler(pong));
    }

    @Override
    Actor<Ping<ActorRef<ToPing>>> pong() {
      return Actor.handler(() -> (ball, ctx) -> ball.sender().send(Pong.PONG));
    }
  }

  private static final class PingHandler implements Handler<ToPing> {
    private final ActorRef<Ping<ActorRef<ToPing>>> pong;
    private final Game game = new Game();

    PingHandler(ActorRef<Ping<ActorRef<ToPing>>> pong) {
      this.pong = pong;
    }

    @Override
    public void handle(ToPing message, Context<ToPing> ctx) {
      switch (message) {
        case Start start -> {
          game.start(start);
          pong.send(new Ping<>(ctx.self()));
        }
        case Pong back -> {
          if (game.goesOn()) {
            pong.send(new Ping<>(ctx.self()));
          }
        }
      }
    }
  }

  public static class Loop extends Pairs {
    @Override
    Actor<ToPing> ping(ActorRef<Ping<ActorRef<ToPing>>> pong) {
      return (mailbox, ctx) -> {
        var game = new Game();
        for (var message : mailbox) {
          switch (message) {
            case Start start -> {
              game.start(start);
              pong.send(new Ping<>(ctx.self()));
            }
            case Pong back -> {
              if (game.goesOn()) {
                pong.send(new Ping<>(ctx.self()));
              }
            }
          }
        }
      };
    }

    @Override
    Actor<Ping<ActorRef<ToPing>>> pong() {
      return (mailbox, ctx) -> {
        for (var ball : mailbox) {
          ball.sender().send(Pong.PONG);
        }
      };
    }
  }

  /// What both styles have in common.
  public abstract static class Pairs extends TalmaState {
    @Param({"1", "32"})
    public int pairs;

    private final List<ActorRef<ToPing>> pings = new ArrayList<>();

    abstract Actor<ToPing> ping(ActorRef<Ping<ActorRef<ToPing>>> pong);

    abstract Actor<Ping<ActorRef<ToPing>>> pong();

    @Setup
    public void spawnPairs() {
      for (int i = 0; i < pairs; i++) {
        pings.add(system.spawn(ping(system.spawn(pong()))));
      }
    }

    void play() throws InterruptedException {
      var done = new CountDownLatch(pairs);
      var start = new Start(ROUND_TRIPS / pairs, done);
      pings.forEach(ping -> ping.send(start));
      Latches.await(done);
    }
  }
}
