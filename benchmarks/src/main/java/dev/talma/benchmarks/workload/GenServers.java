package dev.talma.benchmarks.workload;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.Request;
import dev.talma.otp.CallResult;
import dev.talma.otp.CastResult;
import dev.talma.otp.GenServer;
import dev.talma.otp.InitResult;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.TearDown;

/// Calls and casts to one generic server, and starts of many, each by an actor. The server's state
/// is a small number, so that none is made anew.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GenServers {
  static final int CALLS = 5_000;
  static final int CASTS = 100_000;
  static final int STARTS = 5_000;

  @Benchmark
  @OperationsPerInvocation(CALLS)
  public void call(Side side) throws InterruptedException {
    side.tell(GenServers::calls);
  }

  @Benchmark
  @OperationsPerInvocation(CASTS)
  public void cast(Side side) throws InterruptedException {
    side.tell(GenServers::casts);
  }

  @Benchmark
  @OperationsPerInvocation(STARTS)
  public void startAndCall(Side side) throws InterruptedException {
    side.tell(GenServers::starts);
  }

  private static void calls(Context<Job> ctx, ActorRef<Message> server) {
    for (int i = 0; i < CALLS; i++) {
      require(GenServer.call(server, new Message.Get()) < 64);
    }
  }

  private static void casts(Context<Job> ctx, ActorRef<Message> server) {
    for (int i = 0; i < CASTS; i++) {
      GenServer.cast(server, new Message.Add());
    }
    require(GenServer.call(server, new Message.Get()) < 64);
  }

  private static void starts(Context<Job> ctx, ActorRef<Message> server) {
    for (int i = 0; i < STARTS; i++) {
      require(GenServer.call(GenServer.start(ctx, Server::new), new Message.Get()) == 0);
    }
  }

  private static void require(boolean right) {
    if (!right) {
      throw new IllegalStateException("a wrong answer"); // the latch stays shut and tells
    }
  }

  sealed interface Message {
    record Get() implements Message, Request<Message, Integer> {}

    record Add() implements Message {}
  }

  private static final class Server extends GenServer<Message, Integer> {
    @Override
    protected InitResult<Integer> init() {
      return ok(0);
    }

    @Override
    protected CallResult<Integer> handleCall(Request<Message, ?> request, Integer count) {
      return switch (request) {
        case Message.Get get -> reply(get, count, count);
        default -> unexpected(request);
      };
    }

    @Override
    protected CastResult<Integer> handleCast(Message message, Integer count) {
      return switch (message) {
        case Message.Add() -> noReply((count + 1) & 63);
        case Message.Get _ -> unexpected(message);
      };
    }
  }

  /// What the client does.
  interface Work {
    void run(Context<Job> ctx, ActorRef<Message> server);
  }

  record Job(Work work, CountDownLatch done) {}

  public static class Side extends TalmaState {
    private final ActorRef<Message> server = GenServer.start(system, Server::new);
    private ActorRef<Job> client = spawnClient();

    private ActorRef<Job> spawnClient() {
      return system.spawn(
          Actor.<Job>handler(
              () ->
                  (job, ctx) -> {
                    job.work().run(ctx, server);
                    job.done().countDown();
                  }));
    }

    void tell(Work work) throws InterruptedException {
      var done = new CountDownLatch(1);
      client.send(new Job(work, done));
      Latches.await(done);
    }

    /// What was started ends with the client; that is not measured.
    @TearDown(Level.Invocation)
    public void replaceClient() throws InterruptedException {
      client.stop();
      if (!client.awaitTermination(Latches.PATIENCE)) {
        throw new IllegalStateException("the client does not stop");
      }
      client = spawnClient();
    }
  }
}
