package dev.talma.otp;

import java.util.Objects;

/// Which of a machine's time-outs. There is one of each at most.
record TimeoutKey(Kind kind, Object name) {
  static final TimeoutKey STATE = new TimeoutKey(Kind.STATE, "state timeout");
  static final TimeoutKey EVENT = new TimeoutKey(Kind.EVENT, "event timeout");

  enum Kind {
    STATE,
    EVENT,
    NAMED
  }

  static TimeoutKey named(Object name) {
    return new TimeoutKey(Kind.NAMED, Objects.requireNonNull(name, "name"));
  }

  <M> Event<M> event(Object content) {
    return switch (kind) {
      case STATE -> new Event.StateTimeout<>(content);
      case EVENT -> new Event.EventTimeout<>(content);
      case NAMED -> new Event.Timeout<>(name, content);
    };
  }
}
