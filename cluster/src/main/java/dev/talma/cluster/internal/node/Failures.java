package dev.talma.cluster.internal.node;

import dev.talma.ExitReason;
import dev.talma.cluster.ClusterUnavailableException;
import dev.talma.cluster.internal.codec.Input;
import dev.talma.cluster.internal.codec.MalformedException;
import dev.talma.cluster.internal.codec.Output;
import dev.talma.remote.AskFailure;

/// The bytes of the reasons why an ask has failed.
final class Failures {
  private static final int NO_PROCESS = 1;
  private static final int STOPPED = 2;
  private static final int NOT_ANSWERED = 3;
  private static final int NOT_UNDERSTOOD = 4;
  private static final int FAILED = 5;
  private static final int FULL = 6;
  private static final int NODE_LOST = 7;
  private static final int UNAVAILABLE = 8;
  private static final int GIVEN_UP = 9;
  private static final int NOT_SENT = 10;

  private Failures() {}

  static void write(Link link, AskFailure failure, Output out) {
    switch (failure) {
      case AskFailure.NoProcess(Object target, ExitReason reason) ->
          reasoned(link, NO_PROCESS, target, reason, out);
      case AskFailure.Stopped(Object target, ExitReason reason) ->
          reasoned(link, STOPPED, target, reason, out);
      case AskFailure.NotAnswered(Object target) -> plain(NOT_ANSWERED, target, out);
      case AskFailure.NotUnderstood(Object target) -> plain(NOT_UNDERSTOOD, target, out);
      case AskFailure.Failed(Throwable cause) -> failed(link, cause, out);
      case AskFailure.Full(Object target) -> plain(FULL, target, out);
      case AskFailure.NodeLost(Object target, String why) -> {
        plain(NODE_LOST, target, out);
        out.text(why);
      }
      case AskFailure.NotSent(Object target, String why) -> {
        plain(NOT_SENT, target, out);
        out.text(why);
      }
      case AskFailure.Refused(ClusterUnavailableException why) ->
          plain(UNAVAILABLE, String.valueOf(why.getMessage()), out);
      case AskFailure.Refused(var why) -> failed(link, why, out);
      case AskFailure.TimedOut() -> out.u8(GIVEN_UP);
      case AskFailure.Interrupted() -> out.u8(GIVEN_UP);
      case AskFailure.Cancelled() -> out.u8(GIVEN_UP);
    }
  }

  private static void plain(int code, Object target, Output out) {
    out.u8(code);
    out.text(target.toString());
  }

  private static void reasoned(Link link, int code, Object target, ExitReason reason, Output out) {
    plain(code, target, out);
    link.codec().write(reason, ExitReason.class, out, link.references());
  }

  private static void failed(Link link, Throwable cause, Output out) {
    out.u8(FAILED);
    link.codec().write(cause, Throwable.class, out, link.references());
  }

  static AskFailure read(Link link, Input in) {
    int code = in.u8();
    return switch (code) {
      case NO_PROCESS -> new AskFailure.NoProcess(in.text(), reason(link, in));
      case STOPPED -> new AskFailure.Stopped(in.text(), reason(link, in));
      case NOT_ANSWERED -> new AskFailure.NotAnswered(in.text());
      case NOT_UNDERSTOOD -> new AskFailure.NotUnderstood(in.text());
      case FAILED ->
          new AskFailure.Failed(
              (Throwable) link.codec().read(in, Throwable.class, link.references()));
      case FULL -> new AskFailure.Full(in.text());
      case NODE_LOST -> new AskFailure.NodeLost(in.text(), in.text());
      case NOT_SENT -> new AskFailure.NotSent(in.text(), in.text());
      case UNAVAILABLE -> new AskFailure.Refused(new ClusterUnavailableException(in.text()));
      case GIVEN_UP -> new AskFailure.TimedOut();
      default -> throw new MalformedException("There is no kind of failure " + code);
    };
  }

  private static ExitReason reason(Link link, Input in) {
    return (ExitReason) link.codec().read(in, ExitReason.class, link.references());
  }
}
