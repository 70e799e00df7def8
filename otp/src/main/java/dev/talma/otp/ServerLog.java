package dev.talma.otp;

import dev.talma.ActorRef;
import dev.talma.Signal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the behaviours say to the log.
final class ServerLog {
  private static final Logger LOG = LoggerFactory.getLogger("dev.talma.otp");

  private ServerLog() {}

  static void unexpectedInfo(ActorRef<?> server, Object message) {
    LOG.warn("{} has no handleInfo and drops {}", server, message.getClass().getName());
  }

  static void unexpectedSignal(ActorRef<?> server, Signal signal) {
    LOG.warn("{} has no handleSignal and drops {}", server, signal);
  }

  static void traceFailed(ActorRef<?> server, Throwable cause) {
    LOG.error("A trace of {} failed and is ended", server, cause);
  }

  static void listenerFull(ActorRef<?> listener, Object event) {
    LOG.warn("{} has no room and misses {}", listener, event);
  }
}
