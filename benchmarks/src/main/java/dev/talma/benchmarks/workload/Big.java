package dev.talma.benchmarks.workload;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.Handler;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/// 120 actors; each of them, time and again, sends a ping to one chosen at random and waits for its
/// pong, and answers the pings that it gets. One operation is one ping with its pong.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Big {
  static final int ACTORS = 120;
  static final int EACH = 800;
  static final int PINGS = ACTORS * EACH;

  /// What a peer understands.
  sealed interface ToPeer {}

  /// Begins.
  record Start(List<ActorRef<ToPeer>> peers, int pings, CountDownLatch done) implements ToPeer {}

  /// Wants a pong.
  record Ping(ActorRef<ToPeer> sender) implements ToPeer {}

  /// The answer.
  enum Pong implements ToPeer, BigOnPekko.ToPeer {
    PONG
  }

  /// Whom a peer pings, and for how long. The numbers are the same on all sides.
  static final class Tour {
    private long random;
    private int left;
    private CountDownLatch done = new CountDownLatch(0);

    /// Begins with numbers that depend on the position only.
    void start(int position, int pings, CountDownLatch done) {
      random = 0x9E3779B97F4A7C15L * (position + 1);
      left = pings;
      this.done = done;
    }

    boolean goesOn() {
      if (--left >= 0) {
        return true;
      }
      done.countDown();
      return false;
    }

    /// Picks by Marsaglia's xorshift.
    <T> T pick(List<T> peers) {
      random ^= random << 13;
      random ^= random >>> 7;
      random ^= random << 17;
      return peers.get((int) ((random >>> 33) % peers.size()));
    }
  }

  @Benchmark
  @OperationsPerInvocation(PINGS)
  public void pekko(BigOnPekko side) throws InterruptedException {
    side.run();
  }

  @Benchmark
  @OperationsPerInvocation(PINGS)
  public void events(Events side) throws InterruptedException {
    side.run();
  }

  @Benchmark
  @OperationsPerInvocation(PINGS)
  public void loop(Loop side) throws InterruptedException {
    side.run();
  }

  /// A peer, whatever calls it.
  private static final class Peer implements Handler<ToPeer> {
    private final Tour tour = new Tour();
    private List<ActorRef<ToPeer>> peers = List.of();

    @Override
    public void handle(ToPeer message, Context<ToPeer> ctx) {
      switch (message) {
        case Ping ping -> ping.sender.send(Pong.PONG);
        case Pong pong -> pingNext(ctx);
        case Start start -> {
          peers = start.peers;
          tour.start(peers.indexOf(ctx.self()), start.pings, start.done);
          pingNext(ctx);
        }
      }
    }

    private void pingNext(Context<ToPeer> ctx) {
      if (tour.goesOn()) {
        tour.pick(peers).send(new Ping(ctx.self()));
      }
    }
  }

  public static class Events extends Peers {
    public Events() {
      super(Actor.handler(Peer::new));
    }
  }

  public static class Loop extends Peers {
    public Loop() {
      super(
          (mailbox, ctx) -> {
            var peer = new Peer();
            for (var message : mailbox) {
              peer.handle(message, ctx);
            }
          });
    }
  }

  /// What both styles have in common.
  abstract static class Peers extends TalmaState {
    private final List<ActorRef<ToPeer>> peers;

    Peers(Actor<ToPeer> actor) {
      peers = Stream.generate(() -> system.spawn(actor)).limit(ACTORS).toList();
    }

    void run() throws InterruptedException {
      var done = new CountDownLatch(ACTORS);
      peers.forEach(peer -> peer.send(new Start(peers, EACH, done)));
      Latches.await(done);
    }
  }
}
