package dev.talma;

import java.util.Objects;

/// What a selective receive decides about one message: take it, or leave it where it is.
///
/// {@snippet :
/// int n = mailbox.receive(m -> switch (m) {
///   case Answer.Pong(int id, int value) when id == 7 -> take(value);
///   default -> skip();
/// });
/// }
///
/// @param <T> what the receive returns
public sealed interface Selection<T> {

  /// The message is taken, and the receive returns the value.
  ///
  /// @param value what the receive returns
  /// @param <T> its type
  record Take<T>(T value) implements Selection<T> {
    /// Refuses null.
    public Take {
      Objects.requireNonNull(value, "the value to take");
    }
  }

  /// The message stays in the mailbox, in its place.
  ///
  /// @param <T> the type of what the receive would return
  record Skip<T>() implements Selection<T> {
    private static final Skip<?> INSTANCE = new Skip<>();
  }

  /// {@return the decision to take the message}
  ///
  /// @param value what the receive shall return
  /// @param <T> its type
  static <T> Selection<T> take(T value) {
    return new Take<>(value);
  }

  /// {@return the decision to leave the message in its place}
  ///
  /// @param <T> the type of what the receive would return
  @SuppressWarnings("unchecked") // Skip holds no T
  static <T> Selection<T> skip() {
    return (Selection<T>) Skip.INSTANCE;
  }
}
