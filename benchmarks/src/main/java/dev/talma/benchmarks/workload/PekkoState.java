package dev.talma.benchmarks.workload;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.slf4j.LoggerFactory;

/// A Pekko system for the time of a trial, and a way to start actors in it from outside.
@State(Scope.Benchmark)
public abstract class PekkoState {

  private interface Task {
    void run(ActorContext<Task> guardian);
  }

  static {
    // SLF4J warns when its first users are several threads at once, as Pekko's are.
    LoggerFactory.getILoggerFactory();
  }

  private final ActorSystem<Task> system =
      ActorSystem.create(
          Behaviors.receive(
              (guardian, task) -> {
                task.run(guardian);
                return Behaviors.same();
              }),
          "baseline");

  final ActorSystem<?> system() {
    return system;
  }

  /// Starts an actor below the guardian. Only for what is not measured.
  final <M> ActorRef<M> spawn(Behavior<M> behavior) {
    var started = new CompletableFuture<ActorRef<M>>();
    system.tell(guardian -> started.complete(guardian.spawnAnonymous(behavior)));
    return started.orTimeout(Latches.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @TearDown(Level.Trial)
  public void close() throws Exception {
    system.terminate();
    system
        .getWhenTerminated()
        .toCompletableFuture()
        .get(Latches.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
