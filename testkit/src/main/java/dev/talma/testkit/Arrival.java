package dev.talma.testkit;

import dev.talma.ActorRef;
import dev.talma.ReplyTo;
import java.util.Optional;

/// A message that has come to a probe.
///
/// @param replyTo how to answer it, if it is a request
record Arrival(Object message, Optional<ActorRef<?>> sender, Optional<ReplyTo<Object>> replyTo) {

  /// For failure messages.
  @Override
  public String toString() {
    return Texts.of(message) + sender.map(from -> " from " + from.path()).orElse("");
  }
}
