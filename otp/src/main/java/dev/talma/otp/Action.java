package dev.talma.otp;

import java.util.Objects;

/// Something that a [GenStateMachine] does beside going to its next state. Made by its methods.
public sealed interface Action permits Action.Reply, TransitionAction {

  /// A caller gets its answer. Made by [GenStateMachine#reply(Request, Object)] and
  /// [GenStateMachine#reply(ReplyTo, Object)], which fix the type of the answer.
  final class Reply implements Action {
    /// A `Request` or a `ReplyTo`.
    final Object to;

    final Object value;

    Reply(Object to, Object value) {
      this.to = Objects.requireNonNull(to, "whom to reply to");
      this.value = Objects.requireNonNull(value, "the reply");
    }

    @Override
    public String toString() {
      return "Reply[" + value + "]";
    }
  }
}
