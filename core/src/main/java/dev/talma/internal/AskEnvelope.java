package dev.talma.internal;

import dev.talma.ActorRef;
import dev.talma.remote.AskFailure;
import dev.talma.remote.PendingReply;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request on its way. Whoever has it answers for it: it has to end in an answer, in a deferral,
/// or in a release of the pending ask with the reason why there is no answer.
class AskEnvelope extends Envelope {
  final PendingAsk pending;

  /// Only the handling actor: what it has done about the answer.
  Duty duty = Duty.OPEN;

  /// What an actor has done about the answer to a request in its hands.
  enum Duty {
    /// Nothing yet.
    OPEN,
    /// It has answered.
    ANSWERED,
    /// It will answer later, or whoever it gave the right to.
    DEFERRED,
    /// Others answer. Until it is done with the request it may pass it on to more.
    PASSED_ON,
    /// It is done with it, and has left it without an answer of its own.
    LEFT
  }

  AskEnvelope(Object message, @Nullable ActorRef<?> sender, PendingAsk pending) {
    super(message, sender);
    this.pending = pending;
  }

  /// A request to the behaviour that the actor is built on.
  static final class OfSystem extends AskEnvelope {
    OfSystem(Object message, @Nullable ActorRef<?> sender, PendingAsk pending) {
      super(message, sender, pending);
    }

    @Override
    boolean isSystem() {
      return true;
    }
  }

  @Override
  public final Optional<PendingReply> ask() {
    return Optional.of(pending);
  }

  final boolean isOpen() {
    return duty == Duty.OPEN;
  }

  /// The actor is done with it, whatever it did about the answer.
  ///
  /// @param failure why there is no answer, if it did nothing
  final void letGo(AskFailure failure) {
    switch (duty) {
      case OPEN -> {
        duty = Duty.LEFT;
        pending.release(failure);
      }
      case PASSED_ON -> {
        duty = Duty.LEFT;
        pending.leaveToOthers();
      }
      case ANSWERED, DEFERRED, LEFT -> {}
    }
  }

  /// {@return how long an ask that the actor makes meanwhile may take}
  final long nanosLeft() {
    return duty == Duty.ANSWERED ? Long.MAX_VALUE : pending.nanosGranted();
  }
}
