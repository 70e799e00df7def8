package dev.talma.benchmarks.workload;

import dev.talma.benchmarks.workload.Ring.Token;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// The baseline of [Ring].
public class RingOnPekko extends PekkoState {

  /// What a member understands.
  sealed interface ToMember permits Next, Token {}

  /// Says who comes next.
  record Next(ActorRef<ToMember> member) implements ToMember {}

  private final ActorRef<ToMember> first = spawn(member());

  public RingOnPekko() {
    var last = first;
    for (int i = 1; i < Ring.SIZE; i++) {
      var member = spawn(member());
      last.tell(new Next(member));
      last = member;
    }
    last.tell(new Next(first));
  }

  void run() throws InterruptedException {
    var done = new CountDownLatch(1);
    first.tell(new Token(Ring.HOPS, done));
    Latches.await(done);
  }

  private static Behavior<ToMember> member() {
    return Behaviors.setup(
        ctx -> {
          var state = new State(ctx.getSelf());
          return Behaviors.receiveMessage(
              message -> {
                switch (message) {
                  case Token token -> {
                    if (token.goesOn()) {
                      state.next.tell(token.next());
                    }
                  }
                  case Next(var member) -> state.next = member;
                }
                return Behaviors.same();
              });
        });
  }

  private static final class State {
    ActorRef<ToMember> next;

    State(ActorRef<ToMember> next) {
      this.next = next;
    }
  }
}
