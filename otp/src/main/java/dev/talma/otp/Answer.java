package dev.talma.otp;

import dev.talma.ActorRef;

/// What a supervisor answers to a wish; made into a value or an exception for the one who has it.
sealed interface Answer {

  /// It is done.
  record Done() implements Answer {
    static final Done INSTANCE = new Done();
  }

  /// A start was tried, and this came of it.
  record Tried(StartResult<?> result) implements Answer {}

  /// It cannot be done.
  record Refused(ChildException.Problem problem, String text) implements Answer {}

  /// It makes no sense.
  record Invalid(String text) implements Answer {}

  /// What became of the start of a child.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as the spec says
  default <M> StartResult<M> started() {
    return switch (this) {
      case Tried(StartResult<?> result) -> (StartResult<M>) result;
      default -> throw failure();
    };
  }

  default void done() {
    if (!(this instanceof Done)) {
      throw failure();
    }
  }

  private RuntimeException failure() {
    return switch (this) {
      case Refused(ChildException.Problem problem, String text) ->
          new ChildException(problem, text);
      case Invalid(String text) -> new IllegalArgumentException(text);
      case Done _, Tried _ -> new IllegalStateException("no answer to what was asked: " + this);
    };
  }

  static Answer unknown(ActorRef<?> supervisor, Object child) {
    return new Refused(ChildException.Problem.NOT_FOUND, supervisor + " has no child " + child);
  }
}
