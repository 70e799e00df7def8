package dev.talma.soak;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/// The errors that the runtime logs for as long as this is open. The log is off in tests otherwise.
final class LoggedErrors implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.talma");
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  LoggedErrors() {
    appender.start();
    logger.setAdditive(false);
    logger.setLevel(Level.ERROR);
    logger.addAppender(appender);
  }

  /// {@return what was logged}
  List<String> messages() {
    return List.copyOf(appender.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    logger.setLevel(null);
    logger.setAdditive(true);
  }
}
