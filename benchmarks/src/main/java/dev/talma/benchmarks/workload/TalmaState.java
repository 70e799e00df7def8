package dev.talma.benchmarks.workload;

import dev.talma.ActorSystem;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A Talma system for the time of a trial.
@State(Scope.Benchmark)
public abstract class TalmaState {
  final ActorSystem system = ActorSystem.create("benchmark");

  @TearDown(Level.Trial)
  public void close() {
    system.close();
  }
}
