package dev.talma.cluster.internal.codec;

import dev.talma.ExitReason;
import java.util.Optional;

/// How the reason of an actor's end is told. The detail of a shutdown may be any object, so it
/// arrives as its text.
final class Reasons {
  private static final int NORMAL = 0;
  private static final int SHUTDOWN = 1;
  private static final int SHUTDOWN_WITH_DETAIL = 2;
  private static final int KILLED = 3;
  private static final int CRASHED = 4;
  private static final int NO_PROCESS = 5;
  private static final int NO_CONNECTION = 6;

  private Reasons() {}

  static void write(Output out, ExitReason reason) {
    switch (reason) {
      case ExitReason.Normal() -> out.u8(NORMAL);
      case ExitReason.Shutdown(Optional<Object> detail) -> {
        out.u8(detail.isEmpty() ? SHUTDOWN : SHUTDOWN_WITH_DETAIL);
        detail.ifPresent(it -> out.text(String.valueOf(Causes.said(it, it::toString))));
      }
      case ExitReason.Killed() -> out.u8(KILLED);
      case ExitReason.Crashed(Throwable cause) -> {
        out.u8(CRASHED);
        Causes.write(out, cause);
      }
      case ExitReason.NoProcess() -> out.u8(NO_PROCESS);
      case ExitReason.NoConnection() -> out.u8(NO_CONNECTION);
    }
  }

  static Object read(Input in) {
    int tag = in.u8();
    return switch (tag) {
      case NORMAL -> ExitReason.normal();
      case SHUTDOWN -> ExitReason.shutdown();
      case SHUTDOWN_WITH_DETAIL -> ExitReason.shutdown(in.text());
      case KILLED -> ExitReason.killed();
      case CRASHED -> ExitReason.crashed((Throwable) Causes.read(in));
      case NO_PROCESS -> ExitReason.noProcess();
      case NO_CONNECTION -> ExitReason.noConnection();
      default -> throw new MalformedException("There is no exit reason " + tag);
    };
  }
}
