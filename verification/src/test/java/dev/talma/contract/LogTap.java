package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.talma.testkit.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/// Takes down what the runtime says to the log.
final class LogTap implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.talma");
  private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
  private final boolean wasAdditive = logger.isAdditive();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          event.prepareForDeferredProcessing();
          events.add(event);
        }
      };

  private LogTap() {}

  static LogTap open() {
    LogTap tap = new LogTap();
    tap.appender.setContext(tap.logger.getLoggerContext());
    tap.appender.start();
    tap.logger.setLevel(Level.INFO);
    tap.logger.setAdditive(false);
    tap.logger.addAppender(tap.appender);
    return tap;
  }

  /// {@return what was said so far}
  List<ILoggingEvent> events() {
    return events;
  }

  /// {@return what was said so far that begins so, with the level before it}
  List<String> lines(String beginning) {
    return events.stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .filter(line -> line.startsWith(beginning))
        .toList();
  }

  /// Waits until a line begins so, with the level before it.
  void awaitLine(String beginning) {
    Await.untilPasses(
        Journal.PATIENCE,
        () -> assertTrue(!lines(beginning).isEmpty(), () -> beginning + " is not in " + lines("")));
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    logger.setLevel(null);
    logger.setAdditive(wasAdditive);
    appender.stop();
  }
}
