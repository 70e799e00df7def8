package dev.talma.remote;

import dev.talma.ActorRef;
import java.util.Optional;

/// The way to an actor elsewhere: what stands behind a reference made by [Gateway#ref].
///
/// *Threading*: called by every thread. Of calls by one thread the order is to be kept, up to the
/// actor.
public interface Route {

  /// Takes a message or a signal for the actor. Either it is on its way or settled when this
  /// returns, or nothing of it was done and this throws.
  ///
  /// @param parcel the message or signal
  /// @throws dev.talma.TalmaException if it cannot be sent; nothing of it was done
  void carry(Parcel parcel);

  /// {@return the actor itself, if it runs in this JVM now and the route knows it}
  default Optional<ActorRef<?>> here() {
    return Optional.empty();
  }

  /// Somebody here wants to know of the actor's end from now on. It is told through the handle of
  /// the reference. Must not wait. Called again if it begins to be reason enough to start the
  /// actor.
  ///
  /// @param starts whether the actor is started if it does not run; if not, that it does not run is
  ///   an end, too
  void watch(boolean starts);

  /// Nobody here wants to know any more. Must not wait.
  void unwatch();
}
