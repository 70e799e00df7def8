package dev.talma.benchmarks.cluster;

import dev.talma.ActorRef;
import dev.talma.Request;

/// What the processes say to each other with Talma.
final class TalmaMessages {
  private TalmaMessages() {}

  /// To the actor in the other process.
  sealed interface ToSink {}

  /// What is counted.
  record Event(long number, double value, String source, String text) implements ToSink {}

  /// Whom to tell how many were handled.
  record Report(ActorRef<Handled> to) implements ToSink {}

  /// Gives back its number.
  record Get(long number) implements ToSink, Request<ToSink, Long> {}

  /// So many were handled.
  record Handled(long messages) {}
}
