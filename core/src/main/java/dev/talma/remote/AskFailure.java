package dev.talma.remote;

import dev.talma.AskInterruptedException;
import dev.talma.AskTimeoutException;
import dev.talma.ExitReason;
import dev.talma.MailboxFullException;
import dev.talma.NoProcessException;
import dev.talma.NodeLostException;
import dev.talma.NotAnsweredException;
import dev.talma.RequestFailedException;
import dev.talma.TalmaException;
import dev.talma.TargetStoppedException;
import dev.talma.internal.Texts;
import java.time.Duration;

/// Why there is no answer. The exception is made of it later, in the thread of the asker, so that
/// it has the asker's stack.
public sealed interface AskFailure {

  /// The time was over.
  record TimedOut() implements AskFailure {}

  /// The asking thread was interrupted.
  record Interrupted() implements AskFailure {}

  /// The future was cancelled.
  record Cancelled() implements AskFailure {}

  /// The target had ended before.
  ///
  /// @param target what it was
  /// @param reason why it had ended
  record NoProcess(Object target, ExitReason reason) implements AskFailure {}

  /// The target ended, or crashed, before it answered.
  ///
  /// @param target what it was
  /// @param reason why it ended
  record Stopped(Object target, ExitReason reason) implements AskFailure {}

  /// The target handled it without an answer.
  ///
  /// @param target what it is
  record NotAnswered(Object target) implements AskFailure {}

  /// The target takes no such system messages.
  ///
  /// @param target what it is
  record NotUnderstood(Object target) implements AskFailure {}

  /// The target said that it failed.
  ///
  /// @param cause why
  record Failed(Throwable cause) implements AskFailure {}

  /// The target's mailbox was full.
  ///
  /// @param target what it is
  record Full(Object target) implements AskFailure {}

  /// The node of the target was lost.
  ///
  /// @param target what it is
  /// @param why what is known about the loss
  record NodeLost(Object target, String why) implements AskFailure {}

  /// The node of the target was lost, or there is no way to it, and nothing has left for it.
  ///
  /// @param target what it is
  /// @param why what is in the way
  record NotSent(Object target, String why) implements AskFailure {}

  /// It was not sent, or refused on the way.
  ///
  /// @param why what the asker is told; it is thrown with the asker's stack
  record Refused(TalmaException why) implements AskFailure {}

  /// {@return the exception for the asker}
  ///
  /// @param request what was asked
  /// @param asked whom
  /// @param timeout how long the asker was ready to wait
  default TalmaException exception(Object request, String asked, Duration timeout) {
    String what = request.getClass().getName();
    return switch (this) {
      case TimedOut() ->
          new AskTimeoutException(
              asked
                  + " did not answer "
                  + what
                  + " within "
                  + Texts.of(timeout)
                  + ". If it is slow by nature, ask with a longer timeout; if it waits for the asker"
                  + " meanwhile, let one of the two send instead");
      case Interrupted() ->
          new AskInterruptedException(
              "The thread was interrupted while it waited for " + asked + " to answer " + what);
      case Cancelled() -> new AskInterruptedException("The ask of " + what + " was cancelled");
      case NoProcess(Object target, ExitReason reason) ->
          new NoProcessException(
              target
                  + " had ended when it was asked "
                  + what
                  + "; the request was not handled. Why it ended: "
                  + Texts.why(reason),
              reason);
      case Stopped(Object target, ExitReason reason) ->
          new TargetStoppedException(
              target
                  + (reason instanceof ExitReason.Crashed ? " crashed" : " stopped")
                  + " before it answered "
                  + what
                  + ": "
                  + Texts.why(reason),
              reason);
      case NotAnswered(Object target) ->
          new NotAnsweredException(
              target
                  + " handled "
                  + what
                  + " and did not answer. It has to call ctx.reply, or ctx.replyTo to answer later,"
                  + " before it goes on to the next message; for a system request it is"
                  + " ctx.replySystem");
      case NotUnderstood(Object target) -> {
        var cause =
            new UnsupportedOperationException(
                target + " is not built on a behaviour that understands " + what);
        yield new RequestFailedException(cause.getMessage() + "; it was not handled", cause);
      }
      case Failed(Throwable cause) ->
          new RequestFailedException(
              asked + " failed to answer " + what + ": " + Texts.of(cause), cause);
      case Full(Object target) ->
          new MailboxFullException(
              "The mailbox of " + target + " is full; " + what + " was dropped and is not handled");
      case NodeLost(Object target, String why) ->
          new NodeLostException(
              "The node of "
                  + target
                  + " was lost before "
                  + what
                  + " was answered: "
                  + why
                  + ". Whether the request was handled is not known");
      case NotSent(Object target, String why) ->
          new NodeLostException(
              what
                  + " did not reach the node of "
                  + target
                  + ": "
                  + why
                  + ". The request was not sent there");
      case Refused(TalmaException why) -> {
        why.setStackTrace(new Throwable().getStackTrace());
        yield why;
      }
    };
  }
}
