package dev.talma.cluster.internal.transport;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says what went wrong on the network, but of the same kind about the same peer only once in a
/// while, with a count of what was left out: whoever can reach the port could fill the disk.
final class Complaints {
  private static final Logger LOG = LoggerFactory.getLogger("dev.talma.cluster.network");
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);
  private static final int REMEMBERED = 1024;

  private record Topic(Object about, String kind) {}

  private static final class Line {
    long saidAt;
    long leftOut;
  }

  private final Map<Topic, Line> lines = new LinkedHashMap<>();
  private final LongSupplier clock;

  Complaints() {
    this(System::nanoTime);
  }

  Complaints(LongSupplier clock) {
    this.clock = clock;
  }

  /// Logs a line, unless one of the kind was logged a moment ago.
  ///
  /// @param whom the node, or the IP address if it is not known
  /// @param kind what kind of failure
  /// @param sentence the line
  void about(Object whom, String kind, String sentence) {
    long leftOut = admit(new Topic(whom, kind));
    if (leftOut == 0) {
      LOG.warn("{} [{}]", sentence, whom);
    } else if (leftOut > 0) {
      LOG.warn("{} [{}], and {} more like this since the last line", sentence, whom, leftOut);
    }
  }

  /// {@return how many were left out before this one, or -1 if this one is to be left out, too}
  synchronized long admit(Object topic) {
    return topic instanceof Topic known ? admit(known) : admit(new Topic(topic, ""));
  }

  private long admit(Topic topic) {
    long now = clock.getAsLong();
    Line line = lines.get(topic);
    if (line == null) {
      if (lines.size() >= REMEMBERED) {
        Iterator<Topic> eldest = lines.keySet().iterator();
        eldest.next();
        eldest.remove();
      }
      line = new Line();
      line.saidAt = now;
      lines.put(topic, line);
      return 0;
    }
    if (now - line.saidAt < PAUSE) {
      line.leftOut++;
      return -1;
    }
    long leftOut = line.leftOut;
    line.saidAt = now;
    line.leftOut = 0;
    return leftOut;
  }

  /// For what happens in good health.
  static void aside(String sentence, Object... arguments) {
    LOG.debug(sentence, arguments);
  }
}
