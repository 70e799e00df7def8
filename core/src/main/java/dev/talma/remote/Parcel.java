package dev.talma.remote;

import dev.talma.ActorRef;
import dev.talma.DeadLetter;
import dev.talma.ExitReason;
import java.util.Optional;

/// One message or signal on its way to an actor elsewhere. Whoever has it answers for it: it is
/// sent, [handed on][#passOn], or [reported][#undeliverable] as what nobody will handle.
public interface Parcel {

  /// What is in a parcel.
  enum Kind {
    /// A message of the actor's protocol.
    MESSAGE,
    /// A [dev.talma.SystemMessage].
    SYSTEM_MESSAGE,
    /// [ActorRef#stop(ExitReason)].
    STOP,
    /// [ActorRef#kill()].
    KILL,
    /// [#from()] has linked itself to the actor.
    LINK,
    /// [#from()] has ended its link with the actor.
    UNLINK,
    /// [#from()], which is linked to the actor, has ended.
    EXIT
  }

  /// {@return what is in it}
  Kind kind();

  /// {@return the message}
  ///
  /// @throws IllegalStateException if it is a signal
  Object message();

  /// {@return who sent the message, if it was an actor}
  Optional<ActorRef<?>> from();

  /// {@return the ask that waits for an answer to it, if there is one}
  Optional<PendingReply> ask();

  /// {@return why the actor shall stop, or why the linked one has ended}
  ///
  /// @throws IllegalStateException if it is no [Kind#STOP] and no [Kind#EXIT]
  ExitReason reason();

  /// Gives it to another actor as it is, with its sender and its pending answer.
  ///
  /// @param target an actor here or elsewhere
  /// @return false if it is one here that has ended; then it is still the caller's
  boolean passOn(ActorRef<?> target);

  /// Nobody will handle it: a message becomes a dead letter, an ask fails.
  ///
  /// @param target to whom it was sent
  /// @param reason why it is not handled
  /// @param failure what its asker is told
  void undeliverable(ActorRef<?> target, DeadLetter.Reason reason, AskFailure failure);

  /// As [#undeliverable], when the ask has been told already.
  ///
  /// @param target to whom it was sent
  /// @param reason why it is not handled
  void deadLetter(ActorRef<?> target, DeadLetter.Reason reason);
}
