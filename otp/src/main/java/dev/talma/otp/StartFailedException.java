package dev.talma.otp;

import dev.talma.ExitReason;
import dev.talma.TalmaException;
import java.util.Optional;

/// A server, or a tree of them, did not start: its `init` failed, said stop, or said ignore.
/// Nothing of it is left, and its name is free again.
public final class StartFailedException extends TalmaException {
  private static final long serialVersionUID = 1L;

  private final transient ExitReason reason;

  /// Made by the runtime.
  ///
  /// @param message what happened
  /// @param reason why
  public StartFailedException(String message, ExitReason reason) {
    super(message);
    this.reason = reason;
    causeOf(reason).ifPresent(this::initCause);
  }

  /// {@return what has failed, if the reason tells} A supervisor whose child does not start ends as
  /// shutdown, with the failure of that start as the detail.
  static Optional<Throwable> causeOf(ExitReason reason) {
    return switch (reason) {
      case ExitReason.Crashed(Throwable cause) -> Optional.of(cause);
      case ExitReason.Shutdown(Optional<Object> detail)
          when detail.isPresent() && detail.get() instanceof StartFailedException cause ->
          Optional.of(cause);
      default -> Optional.empty();
    };
  }

  /// {@return why it did not start; normal if `init` said ignore}
  public ExitReason reason() {
    return reason;
  }
}
