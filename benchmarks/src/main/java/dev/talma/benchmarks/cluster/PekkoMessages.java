package dev.talma.benchmarks.cluster;

import org.apache.pekko.actor.typed.ActorRef;

/// What the processes say to each other with Pekko. Jackson needs them public.
public final class PekkoMessages {
  private PekkoMessages() {}

  /// What is serialized, with Jackson, as CBOR.
  public interface Cbor {}

  /// To the actor in the other process.
  public sealed interface ToSink extends Cbor {}

  /// What is counted.
  public record Event(long number, double value, String source, String text) implements ToSink {}

  /// Whom to tell how many were handled.
  public record Report(ActorRef<Handled> to) implements ToSink {}

  /// Gives back its number.
  public record Get(long number, ActorRef<Answer> replyTo) implements ToSink {}

  /// The number.
  public record Answer(long number) implements Cbor {}

  /// So many were handled.
  public record Handled(long messages) implements Cbor {}
}
