package dev.talma.verification;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/// What nodes of this JVM say to the log from INFO on, as `LEVEL text`.
final class ClusterLog implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.talma.cluster");
  private final boolean wasAdditive = logger.isAdditive();
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getLevel() + " " + event.getFormattedMessage());
        }
      };

  ClusterLog() {
    appender.setContext(logger.getLoggerContext());
    appender.start();
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(appender);
  }

  /// {@return the next line that says so; waits for it, and drops all before it}
  String next(String part) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    String line = "";
    while (!line.contains(part)) {
      line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        return "nothing that contains: " + part;
      }
    }
    return line;
  }

  /// {@return those that were said so far, and not taken yet, and say so}
  List<String> all(String part) {
    return lines.stream().filter(line -> line.contains(part)).toList();
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    logger.setLevel(null);
    logger.setAdditive(wasAdditive);
    appender.stop();
  }
}
