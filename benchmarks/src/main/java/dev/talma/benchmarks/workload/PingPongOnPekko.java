package dev.talma.benchmarks.workload;

import dev.talma.benchmarks.workload.PingPong.Game;
import dev.talma.benchmarks.workload.PingPong.Ping;
import dev.talma.benchmarks.workload.PingPong.Pong;
import dev.talma.benchmarks.workload.PingPong.Start;
import dev.talma.benchmarks.workload.PingPong.ToPing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// The baseline of [PingPong].
public class PingPongOnPekko extends PekkoState {
  @Param({"1", "32"})
  public int pairs;

  private final List<ActorRef<ToPing>> pings = new ArrayList<>();

  @Setup
  public void spawnPairs() {
    for (int i = 0; i < pairs; i++) {
      pings.add(spawn(ping(spawn(pong()))));
    }
  }

  void play() throws InterruptedException {
    var done = new CountDownLatch(pairs);
    var start = new Start(PingPong.ROUND_TRIPS / pairs, done);
    pings.forEach(ping -> ping.tell(start));
    Latches.await(done);
  }

  private static Behavior<ToPing> ping(ActorRef<Ping<ActorRef<ToPing>>> pong) {
    return Behaviors.setup(
        ctx -> {
          var self = ctx.getSelf();
          var game = new Game();
          return Behaviors.receiveMessage(
              message -> {
                switch (message) {
                  case Start start -> {
                    game.start(start);
                    pong.tell(new Ping<>(self));
                  }
                  case Pong back -> {
                    if (game.goesOn()) {
                      pong.tell(new Ping<>(self));
                    }
                  }
                }
                return Behaviors.same();
              });
        });
  }

  private static Behavior<Ping<ActorRef<ToPing>>> pong() {
    return Behaviors.receiveMessage(
        ball -> {
          ball.sender().tell(Pong.PONG);
          return Behaviors.same();
        });
  }
}
