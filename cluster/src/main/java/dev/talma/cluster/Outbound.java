package dev.talma.cluster;

import java.time.Duration;
import java.util.Objects;

/// What waits to be sent to one other node, and what happens when that is too much. That a linked
/// actor has ended is sent in any case.
///
/// @param frames how many messages may wait; 65,536 unless set
/// @param bytes how many bytes may wait; 64 MiB unless set
/// @param whenFull what a sender meets that finds no room; [WhenFull#WAIT] unless set
/// @param patience how long a sender waits at most, before it is told as with [WhenFull#FAIL]; 5 s
///   unless set
public record Outbound(int frames, long bytes, WhenFull whenFull, Duration patience) {

  /// What a sender meets that finds no room.
  public enum WhenFull {
    /// It waits. What other nodes send through this one does not: that is dropped.
    WAIT,
    /// It gets a [dev.talma.MailboxFullException].
    FAIL,
    /// The message becomes a dead letter ([dev.talma.DeadLetter.Reason#OVERFLOW]).
    DROP
  }

  /// Refuses what makes no sense.
  public Outbound {
    Objects.requireNonNull(whenFull, "whenFull");
    if (frames < 1 || bytes < 1) {
      throw new IllegalArgumentException(
          "There must be room for at least one message, but frames is "
              + frames
              + " and bytes is "
              + bytes);
    }
    if (!patience.isPositive()) {
      throw new IllegalArgumentException("patience must be positive, but is " + patience);
    }
  }

  /// {@return the defaults}
  public static Outbound defaults() {
    return new Outbound(65_536, 64L << 20, WhenFull.WAIT, Duration.ofSeconds(5));
  }

  /// {@return these with another number of messages that may wait}
  ///
  /// @param value at least 1
  public Outbound withFrames(int value) {
    return new Outbound(value, bytes, whenFull, patience);
  }

  /// {@return these with another number of bytes that may wait}
  ///
  /// @param value at least 1
  public Outbound withBytes(long value) {
    return new Outbound(frames, value, whenFull, patience);
  }

  /// {@return these with another choice for a sender that finds no room}
  ///
  /// @param value what it meets
  public Outbound withWhenFull(WhenFull value) {
    return new Outbound(frames, bytes, value, patience);
  }

  /// {@return these with another time that a sender waits}
  ///
  /// @param value a positive duration
  public Outbound withPatience(Duration value) {
    return new Outbound(frames, bytes, whenFull, value);
  }
}
