package dev.talma.remote;

import java.util.Optional;

/// An ask whose outcome is awaited: here, or by the asker's node on whose behalf [Gateway#ask] put
/// it into a mailbox here.
///
/// *Threading*: any.
public interface PendingReply {

  /// {@return what was asked at first; what its answer is like, it says}
  Object request();

  /// {@return whether it has no outcome yet and its time is not over}
  boolean isOpen();

  /// {@return how much time is left, in nanoseconds}
  long nanosLeft();

  /// {@return whether nobody else may answer it} If so, that stays so for the one who has it.
  boolean isSole();

  /// It is answered. A second outcome is dropped and counted.
  ///
  /// @param value the answer
  void answer(Object value);

  /// The one that was asked cannot answer.
  ///
  /// @param failure why
  void fail(AskFailure failure);

  /// {@return what was given to [Gateway#ask], if it came from there}
  Optional<Outcome> origin();

  /// Who gets the outcome of an ask from elsewhere.
  interface Outcome {
    /// It is answered.
    ///
    /// @param value the answer
    void answered(Object value);

    /// There will be no answer.
    ///
    /// @param failure why
    void failed(AskFailure failure);
  }
}
