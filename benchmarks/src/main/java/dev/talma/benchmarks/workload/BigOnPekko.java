package dev.talma.benchmarks.workload;

import dev.talma.benchmarks.workload.Big.Pong;
import dev.talma.benchmarks.workload.Big.Tour;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// The baseline of [Big].
public class BigOnPekko extends PekkoState {

  /// What a peer understands.
  sealed interface ToPeer permits Start, Ping, Pong {}

  /// Begins.
  record Start(List<ActorRef<ToPeer>> peers, int pings, CountDownLatch done) implements ToPeer {}

  /// Wants a pong.
  record Ping(ActorRef<ToPeer> sender) implements ToPeer {}

  private final List<ActorRef<ToPeer>> peers =
      Stream.generate(() -> spawn(peer())).limit(Big.ACTORS).toList();

  void run() throws InterruptedException {
    var done = new CountDownLatch(Big.ACTORS);
    peers.forEach(peer -> peer.tell(new Start(peers, Big.EACH, done)));
    Latches.await(done);
  }

  private static Behavior<ToPeer> peer() {
    return Behaviors.setup(
        ctx -> {
          var peer = new Peer(ctx);
          return Behaviors.receiveMessage(
              message -> {
                peer.handle(message);
                return Behaviors.same();
              });
        });
  }

  private static final class Peer {
    private final ActorRef<ToPeer> self;
    private final Tour tour = new Tour();
    private List<ActorRef<ToPeer>> peers = List.of();

    Peer(ActorContext<ToPeer> ctx) {
      self = ctx.getSelf();
    }

    void handle(ToPeer message) {
      switch (message) {
        case Ping ping -> ping.sender.tell(Pong.PONG);
        case Pong pong -> pingNext();
        case Start start -> {
          peers = start.peers;
          tour.start(peers.indexOf(self), start.pings, start.done);
          pingNext();
        }
      }
    }

    private void pingNext() {
      if (tour.goesOn()) {
        tour.pick(peers).tell(new Ping(self));
      }
    }
  }
}
