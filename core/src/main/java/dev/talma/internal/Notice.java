package dev.talma.internal;

import dev.talma.ActorRef;
import org.jspecify.annotations.Nullable;

/// A message that nobody sent: made of a signal or a tick. It is not counted, and no bound keeps it
/// out.
class Notice extends Envelope {
  Notice(Object message, @Nullable ActorRef<?> sender) {
    super(message, sender);
  }

  @Override
  final boolean isCounted() {
    return false;
  }

  @Override
  boolean isExempt() {
    return true;
  }

  /// An event for a subscriber. It is not counted, so that events about dead letters cannot breed,
  /// and a bound keeps it out, so that a slow subscriber can choose to miss some.
  static final class OfEvent extends Notice {
    OfEvent(Object message) {
      super(message, null);
    }

    @Override
    boolean isExempt() {
      return false;
    }
  }
}
