package dev.talma;

/// An ask got no answer. There is one kind for each way to fail. The stack trace is that of the
/// asker, and the cause, where there is one, is what happened in the actor that was asked.
public abstract sealed class AskException extends TalmaException
    permits AskTimeoutException,
        NoProcessException,
        TargetStoppedException,
        NotAnsweredException,
        RequestFailedException,
        SelfAskException,
        AskInterruptedException,
        NodeLostException {
  private static final long serialVersionUID = 1L;

  AskException(String message) {
    super(message);
  }

  AskException(String message, Throwable cause) {
    super(message, cause);
  }
}
