package dev.talma.cluster;

/// What was thrown on another node, as far as it can be told without its class: the name of that,
/// the message, the frames of the stack, the cause and what was suppressed.
public final class RemoteCause extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// The name of the class of what was thrown.
  private final String type;

  /// Made by the runtime.
  ///
  /// @param type the name of the class of what was thrown
  /// @param message its message, or anything if it has none
  /// @param hasMessage whether it has one
  /// @param frames the frames of its stack
  public RemoteCause(String type, String message, boolean hasMessage, StackTraceElement[] frames) {
    super(hasMessage ? message : null);
    this.type = type;
    setStackTrace(frames);
  }

  /// {@return the name of the class of what was thrown}
  public String type() {
    return type;
  }

  /// {@return the name of the class of what was thrown, and the message}
  @Override
  // The message stays what it was; a stack trace begins with the class that it was.
  @SuppressWarnings("OverrideThrowableToString")
  public String toString() {
    String message = getMessage();
    return message == null ? type : type + ": " + message;
  }
}
