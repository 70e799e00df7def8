package dev.talma.otp;

import java.time.Duration;
import java.util.Objects;

/// The actions that take effect when all of a callback's actions are known.
sealed interface TransitionAction extends Action {

  /// The event comes again after the next change of the state.
  record Postpone() implements TransitionAction {
    static final Postpone INSTANCE = new Postpone();
  }

  /// Nothing: an idle machine holds no thread and no stack in any case.
  record Hibernate() implements TransitionAction {
    static final Hibernate INSTANCE = new Hibernate();
  }

  /// An internal event comes before all that waits.
  ///
  /// @param message of the machine's protocol
  record NextEvent(Object message) implements TransitionAction {
    public NextEvent {
      Objects.requireNonNull(message, "message");
    }
  }

  /// What concerns a timer.
  sealed interface Timing extends TransitionAction {}

  record SetTimeout(TimeoutKey key, Duration time, Object content) implements Timing {
    public SetTimeout {
      if (Objects.requireNonNull(time, "time").isNegative()) {
        throw new IllegalArgumentException("A timeout must not be negative, but is " + time);
      }
      Objects.requireNonNull(content, "content");
    }
  }

  record UpdateTimeout(TimeoutKey key, Object content) implements Timing {
    public UpdateTimeout {
      Objects.requireNonNull(content, "content");
    }
  }

  record CancelTimeout(TimeoutKey key) implements Timing {}
}
