package dev.talma.internal;

import dev.talma.ActorRef;
import org.jspecify.annotations.Nullable;

/// A request on its way. Whoever has it answers for it: it has to end in an answer, in a deferral,
/// or in a release of the pending ask with the reason why there is no answer.
final class AskEnvelope extends Envelope {
  final PendingAsk pending;

  /// Only the handling actor: it has answered, or somebody else answers.
  boolean settled;

  AskEnvelope(Object message, @Nullable ActorRef<?> sender, PendingAsk pending) {
    super(message, sender);
    this.pending = pending;
  }
}
