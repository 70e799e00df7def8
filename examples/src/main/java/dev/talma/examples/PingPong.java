package dev.talma.examples;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import java.time.Duration;

/// Two actors that play to each other. Each knows the other one by its reference alone.
final class PingPong {

  // @start region=ping-pong-protocol
  /// What a player gets: the ball, and to whom to play it back.
  record Ball(int rally, ActorRef<Ball> from) {}

  // @end region=ping-pong-protocol

  // @start region=ping-pong-actor
  static Actor<Ball> player(String call, int rallies) {
    return (mailbox, ctx) -> {
      for (var ball : mailbox) {
        if (ball.rally() > rallies) {
          return; // the game is over: an actor may end by itself
        }
        IO.println(call + " " + ball.rally());
        int next = call.equals("pong") ? ball.rally() + 1 : ball.rally();
        ball.from().send(new Ball(next, ctx.self()));
      }
    };
  }

  // @end region=ping-pong-actor

  static void main() throws InterruptedException {
    int rallies = 3;
    try (var system = ActorSystem.create("table-tennis")) {
      ActorRef<Ball> ping = system.spawn("ping", player("ping", rallies));
      ActorRef<Ball> pong = system.spawn("pong", player("pong", rallies));
      ping.send(new Ball(1, pong));
      if (!ping.awaitTermination(Duration.ofMinutes(1))) {
        throw new IllegalStateException("The game does not end.");
      }
      IO.println("game over");
    }
  }

  private PingPong() {}
}
