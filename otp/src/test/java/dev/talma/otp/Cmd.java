package dev.talma.otp;

import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.Request;

/// What one tells a child of a [Stage].
sealed interface Cmd {

  /// To end in that way.
  record End(ExitReason reason) implements Cmd {}

  /// To do something.
  record Act(Deed deed) implements Cmd {}

  /// To answer with its id.
  record Who() implements Cmd, Request<Cmd, String> {}

  @FunctionalInterface
  interface Deed {
    void in(Context<Cmd> ctx) throws Exception;
  }

  static Cmd crash() {
    return new End(ExitReason.crashed(new Boom("on purpose")));
  }

  /// Ends the actor in that way.
  static void end(Context<Cmd> ctx, ExitReason reason) {
    switch (reason) {
      case ExitReason.Crashed(Throwable cause) -> throw (Boom) cause;
      case ExitReason.Killed _ -> ctx.self().kill();
      default -> ctx.stop(reason);
    }
  }

  /// A crash of a test.
  final class Boom extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Boom(String message) {
      super(message, null, false, false);
    }
  }
}
