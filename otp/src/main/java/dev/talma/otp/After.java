package dev.talma.otp;

import java.time.Duration;
import java.util.Objects;

/// What a server does once a callback has returned, besides waiting for the next message.
///
/// @see GenServer#timeout(Duration)
/// @see GenServer#continueWith(Object)
/// @see GenServer#hibernate()
public sealed interface After {

  /// Nothing.
  record Nothing() implements After {
    static final Nothing INSTANCE = new Nothing();
  }

  /// [GenServer#handleTimeout(Object)] is called if no message comes in that time.
  ///
  /// @param time how long to wait
  record Timeout(Duration time) implements After {
    /// Refuses a negative time.
    public Timeout {
      if (Objects.requireNonNull(time, "time").isNegative()) {
        throw new IllegalArgumentException("A timeout must not be negative, but is " + time);
      }
    }
  }

  /// [GenServer#handleContinue(Object, Object)] is called before the next message, whatever waits.
  ///
  /// Made by [GenServer#continueWith(Object)], which checks that the message is of the protocol.
  final class Continue implements After {
    private final Object message;

    Continue(Object message) {
      this.message = Objects.requireNonNull(message, "message");
    }

    Object message() {
      return message;
    }

    @Override
    public String toString() {
      return "Continue[" + message + "]";
    }
  }

  /// The server expects to be idle for long. An idle server holds no thread and no stack in any
  /// case, so there is nothing left to free.
  record Hibernate() implements After {
    static final Hibernate INSTANCE = new Hibernate();
  }
}
