package dev.talma.otp;

import dev.talma.ExitReason;
import dev.talma.Request;
import java.util.Objects;

/// What [GenServer#handleCall(Request, Object)] gives.
///
/// @param <S> the type of the state
public sealed interface CallResult<S>
    permits CallResult.Reply, CallResult.StopWithReply, NoReply, Stop {

  /// The caller gets its answer. Made by [GenServer#reply(Request, Object, Object)], which fixes
  /// the type of the answer by that of the request.
  ///
  /// @param <S> the type of the state
  final class Reply<S> implements CallResult<S> {
    final Request<?, ?> request;
    final Object value;
    final S state;
    final After after;

    Reply(Request<?, ?> request, Object value, S state, After after) {
      this.request = Objects.requireNonNull(request, "request");
      this.value = Objects.requireNonNull(value, "the reply");
      this.state = Objects.requireNonNull(state, "state");
      this.after = Objects.requireNonNull(after, "after");
    }

    @Override
    public String toString() {
      return "Reply[" + value + ", " + state + ", " + after + "]";
    }
  }

  /// The caller gets its answer, and then the server ends.
  ///
  /// @param <S> the type of the state
  final class StopWithReply<S> implements CallResult<S> {
    final ExitReason reason;
    final Request<?, ?> request;
    final Object value;
    final S state;

    StopWithReply(ExitReason reason, Request<?, ?> request, Object value, S state) {
      this.reason = Objects.requireNonNull(reason, "reason");
      this.request = Objects.requireNonNull(request, "request");
      this.value = Objects.requireNonNull(value, "the reply");
      this.state = Objects.requireNonNull(state, "state");
    }

    @Override
    public String toString() {
      return "StopWithReply[" + reason + ", " + value + ", " + state + "]";
    }
  }
}
