package dev.talma.otp;

import dev.talma.ActorRef;
import dev.talma.ExitReason;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The reports of supervisors. A crash itself is told by the core, with its stack.
final class SupervisorLog {
  private static final Logger LOG = LoggerFactory.getLogger("dev.talma.otp.supervisor");

  private SupervisorLog() {}

  static void restarting(
      ActorRef<?> supervisor, Child child, ExitReason reason, int together, Duration delay) {
    LOG.warn(
        "{} restarts its child {}{} in {}, which ended as {}",
        supervisor,
        child,
        together > 1 ? " and " + (together - 1) + " more" : "",
        delay,
        reason);
  }

  static void startFailed(ActorRef<?> supervisor, Child child, ExitReason reason) {
    LOG.error("{} could not start its child {}: {}", supervisor, child, reason);
  }

  static void givesUp(ActorRef<?> supervisor, Child child, ExitReason reason, RestartLimit limit) {
    LOG.error(
        "{} gives up: its child {} ended as {}, and more restarts than {} are not allowed",
        supervisor,
        child,
        reason,
        limit);
  }

  static void autoShutdown(ActorRef<?> supervisor, Child child) {
    LOG.info("{} ends, as its significant child {} has ended", supervisor, child);
  }

  static void killing(ActorRef<?> child, Duration patience) {
    LOG.warn("{} did not shut down within {} and is killed", child, patience);
  }
}
