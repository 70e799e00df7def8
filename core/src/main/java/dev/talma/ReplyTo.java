package dev.talma;

import java.time.Duration;
import java.util.Optional;

/// The right to answer one request later, and from elsewhere. Taken with [Context#replyTo(Request)]
/// while the request is being handled; from then on the asker waits until this is used, its time is
/// over, or the actor that was asked ends.
///
/// *Threading*: safe to use from any thread, and to hand to another actor. The first answer wins;
/// later ones are dropped and counted.
///
/// @param <R> the type of the answer
public interface ReplyTo<R> {

  /// Answers. Never blocks and never throws for a caller that has given up: such a late reply is
  /// dropped and counted.
  ///
  /// @param value the answer
  void reply(R value);

  /// Lets the ask fail at the asker with a [RequestFailedException] that carries the cause.
  ///
  /// @param cause why there is no answer
  void fail(Throwable cause);

  /// {@return whether somebody still waits: false once answered, timed out or given up}
  boolean isOpen();

  /// {@return how much time the asker still grants; zero when it is over, empty when the request
  /// was sent without an ask}
  Optional<Duration> timeLeft();
}
