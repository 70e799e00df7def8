package dev.talma.otp;

import dev.talma.ActorRef;
import dev.talma.SystemMessage;
import dev.talma.SystemRequest;
import dev.talma.TaskResult;
import java.util.Objects;

/// What is sent to a server besides the messages of its protocol.
sealed interface ServerMessage extends SystemMessage {

  /// A message for `handleCast`.
  record Cast<M>(M message) implements ServerMessage {
    public Cast {
      Objects.requireNonNull(message, "message");
    }

    @Override
    public Object carried() {
      return message;
    }
  }

  /// Whether the server runs: answered once `init` is through.
  record AwaitStart() implements ServerMessage, SystemRequest<Boolean> {
    static final AwaitStart INSTANCE = new AwaitStart();
  }

  /// What a server sends to itself. It is not of the protocol, but nobody else sees it: the mailbox
  /// of the server takes it, and the server knows it again.
  sealed interface Own {

    /// It goes into the server's own mailbox as what that is said to hold.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    default <M> M asMessage() {
      return (M) this;
    }
  }

  /// The time-out may have come.
  record IdleTick() implements Own {}

  /// There may be something to do that comes before the messages that wait.
  record AheadTick() implements Own {}

  /// A timer of a state machine has come to its end.
  record TimeoutTick(TimeoutKey key) implements Own {}

  /// A task has ended.
  record TaskEnd(ActorRef<?> task, TaskResult<?> result) implements Own {}
}
