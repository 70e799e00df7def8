package dev.talma;

/// One watch of one actor over another. It gives exactly one [Down], unless it is cancelled before.
/// Watches stack: two of them on the same actor give two notices.
public interface Monitor extends Cancellable {

  /// {@return the actor that is watched}
  ActorRef<?> target();

  /// Ends the watch. After this returns, no notice of it is handled any more, even if one already
  /// waits in the mailbox. *Threading*: only the watching actor.
  @Override
  void cancel();
}
