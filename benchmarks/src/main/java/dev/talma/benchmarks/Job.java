package dev.talma.benchmarks;

import java.util.List;
import java.util.Map;

/// Something to run in a process of its own, which gives figures for one or more metrics.
sealed interface Job {

  /// The metric of a job that has only one: per operation.
  String PER_OPERATION = "op";

  /// A benchmark of JMH.
  ///
  /// @param name class and method
  /// @param parameters values for its `@Param` fields
  /// @param options further options of the JVM
  /// @param pace how long one invocation takes
  record Jmh(String name, Map<String, String> parameters, List<String> options, Pace pace)
      implements Job {}

  /// How long one invocation takes.
  enum Pace {
    /// Some milliseconds; as many as the effort's time allows make an iteration.
    NORMAL,
    /// Seconds; each one is an iteration, whatever the effort says about time.
    SLOW
  }

  /// A main class that prints its samples.
  ///
  /// @param mainClass its name
  /// @param arguments what it gets; the number of rounds is added
  /// @param options further options of the JVM
  record Probe(String mainClass, List<String> arguments, List<String> options) implements Job {}

  /// A row of the script for the BEAM.
  ///
  /// @param row its name
  record Beam(String row) implements Job {}
}
