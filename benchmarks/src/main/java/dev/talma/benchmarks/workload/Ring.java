package dev.talma.benchmarks.workload;

import static java.util.Objects.requireNonNull;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.Handler;
import dev.talma.Mailbox;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/// One token goes round in a ring of 500 actors. One operation is one hop.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Ring {
  static final int SIZE = 500;
  static final int HOPS = 100_000;

  /// What a member understands.
  sealed interface ToMember {}

  /// Says who comes next.
  record Next(ActorRef<ToMember> member) implements ToMember {}

  /// What goes round.
  record Token(int hopsLeft, CountDownLatch done) implements ToMember, RingOnPekko.ToMember {
    /// {@return whether there are hops left}; opens the latch if there are none.
    boolean goesOn() {
      if (hopsLeft > 0) {
        return true;
      }
      done.countDown();
      return false;
    }

    Token next() {
      return new Token(hopsLeft - 1, done);
    }
  }

  @Benchmark
  @OperationsPerInvocation(HOPS)
  public void pekko(RingOnPekko side) throws InterruptedException {
    side.run();
  }

  @Benchmark
  @OperationsPerInvocation(HOPS)
  public void events(Events side) throws InterruptedException {
    side.run();
  }

  @Benchmark
  @OperationsPerInvocation(HOPS)
  public void loop(Loop side) throws InterruptedException {
    side.run();
  }

  public static class Events extends Members {
    public Events() {
      super(Actor.handler(MemberHandler::new));
    }
  }

  public static class Loop extends Members {
    public Loop() {
      super(Ring::member);
    }
  }

  private static final class MemberHandler implements Handler<ToMember> {
    private @Nullable ActorRef<ToMember> next;

    @Override
    public void handle(ToMember message, Context<ToMember> ctx) {
      switch (message) {
        case Token token -> {
          if (token.goesOn()) {
            requireNonNull(next).send(token.next());
          }
        }
        case Next(var member) -> next = member;
      }
    }
  }

  private static void member(Mailbox<ToMember> mailbox, Context<ToMember> ctx) {
    var next = ctx.self();
    for (var message : mailbox) {
      switch (message) {
        case Token token -> {
          if (token.goesOn()) {
            next.send(token.next());
          }
        }
        case Next(var member) -> next = member;
      }
    }
  }

  /// What both styles have in common.
  abstract static class Members extends TalmaState {
    private final ActorRef<ToMember> first;

    Members(Actor<ToMember> actor) {
      first = system.spawn(actor);
      var last = first;
      for (int i = 1; i < SIZE; i++) {
        var member = system.spawn(actor);
        last.send(new Next(member));
        last = member;
      }
      last.send(new Next(first));
    }

    void run() throws InterruptedException {
      var done = new CountDownLatch(1);
      first.send(new Token(HOPS, done));
      Latches.await(done);
    }
  }
}
