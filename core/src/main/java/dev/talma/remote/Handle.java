package dev.talma.remote;

import dev.talma.ActorRef;
import dev.talma.ExitReason;

/// A reference to an actor elsewhere, and what only its maker may do with it.
///
/// *Threading*: any. While a thread holds its monitor, nobody else begins or ends to watch it.
///
/// @param <M> the type of the messages
public interface Handle<M> {

  /// {@return the reference}
  ActorRef<M> ref();

  /// Tells all who watch the actor or are linked to it that it has ended, and forgets them. The
  /// reference stays good: its actor may begin anew, or may be found again.
  ///
  /// @param reason why
  void tell(ExitReason reason);

  /// As [#tell(ExitReason)], in two steps: who comes from now on is not told. For a thread that
  /// holds the monitor, and lets go of it before it tells them.
  ///
  /// @param reason why
  /// @return tells those that were forgotten
  Runnable forget(ExitReason reason);

  /// The actor has ended for ever: as [#tell(ExitReason)], and what is sent to it from now on is a
  /// dead letter.
  ///
  /// @param reason why
  void end(ExitReason reason);

  /// {@return whether somebody here wants to know of its end}
  boolean isWatched();
}
