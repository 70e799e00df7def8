package dev.talma.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.talma.Actor;
import dev.talma.otp.ChildSpec;
import dev.talma.otp.Strategy;
import dev.talma.otp.Supervisor;
import dev.talma.testkit.TestSystem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What supervisors say to the log.
class SupervisorReportTest {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private final AppenderBase<ILoggingEvent> tap =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          if (event.getFormattedMessage().contains("/reported")) {
            lines.add(event.getLevel() + " " + event.getFormattedMessage());
          }
        }
      };

  private static Actor<String> actor() {
    return (mailbox, ctx) -> {
      for (String message : mailbox) {
        throw new IllegalStateException(message);
      }
    };
  }

  @Test
  void restartsAndGivingUpAreReportedWithPathChildAndReason() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("dev.talma.otp.supervisor");
    tap.setContext(logger.getLoggerContext());
    tap.start();
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(tap);
    try (var system = TestSystem.create("shop", s -> s.toleratingCrashes())) {
      ChildSpec<String> a = ChildSpec.actor("a", actor());
      ChildSpec<String> b = ChildSpec.actor("b", actor());
      var sup =
          Supervisor.start(
              system, "reported", Supervisor.spec(Strategy.ONE_FOR_ALL).child(a).child(b));
      Supervisor.child(system, sup, a).send("on purpose");
      system.settle();
      Supervisor.child(system, sup, b).kill();
      assertTrue(sup.awaitTermination(Duration.ofSeconds(20)));
    } finally {
      logger.detachAppender(tap);
      logger.setAdditive(true);
      logger.setLevel(null);
    }
    assertEquals(2, lines.size(), lines::toString);
    assertTrue(
        lines.getFirst().startsWith("WARN shop:/reported restarts its child \"a\" and 1 more")
            && lines.getFirst().contains("on purpose"),
        lines.getFirst());
    assertTrue(
        lines.getLast().startsWith("ERROR shop:/reported gives up: its child \"b\"")
            && lines.getLast().contains("Killed"),
        lines.getLast());
  }
}
