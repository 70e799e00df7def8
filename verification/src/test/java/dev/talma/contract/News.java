package dev.talma.contract;

import dev.talma.Down;
import dev.talma.Exit;
import dev.talma.ExitReason;
import dev.talma.Signal;

/// What the journal says of the end of an actor.
final class News {
  private News() {}

  /// {@return to be noted by who hears of it}
  static Cue note(Signal signal) {
    return Cue.note(of(signal));
  }

  static String of(Signal signal) {
    String kind =
        switch (signal) {
          case Down _ -> "down ";
          case Exit _ -> "exit ";
        };
    return kind + signal.ref().name() + " " + of(signal.reason());
  }

  private static String of(ExitReason reason) {
    return switch (reason) {
      case ExitReason.Normal _ -> "normal";
      case ExitReason.Shutdown(var detail) -> detail.map(d -> "shutdown " + d).orElse("shutdown");
      case ExitReason.Killed _ -> "killed";
      case ExitReason.Crashed(Throwable cause) -> "crashed " + cause.getMessage();
      case ExitReason.NoProcess _ -> "no process";
      case ExitReason.NoConnection _ -> "no connection";
    };
  }
}
