package dev.talma.otp;

import dev.talma.ActorRef;
import dev.talma.ExitReason;
import dev.talma.SystemRequest;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// What [Sys] asks a server.
///
/// @param <R> the type of the answer
sealed interface SysRequest<R> extends SystemRequest<R> {

  record GetState() implements SysRequest<Object> {}

  record GetStatus() implements SysRequest<ServerStatus> {}

  record ReplaceState(UnaryOperator<Object> change) implements SysRequest<Object> {}

  record Suspend() implements SysRequest<Boolean> {}

  record Resume() implements SysRequest<Boolean> {}

  record Trace(Consumer<? super ServerEvent> listener) implements SysRequest<Boolean> {}

  record NoTrace(Consumer<? super ServerEvent> listener) implements SysRequest<Boolean> {}

  record Statistics(boolean on) implements SysRequest<Boolean> {}

  record GetStatistics() implements SysRequest<ServerStatistics> {}

  /// Answered with who ends: what was asked may be a reference that means another one soon.
  record Terminate(ExitReason reason) implements SysRequest<ActorRef<?>> {}
}
