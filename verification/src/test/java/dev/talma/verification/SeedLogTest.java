package dev.talma.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.talma.cluster.Address;
import dev.talma.cluster.Cluster;
import dev.talma.cluster.Timing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Who has to hear that a seed is missing, and what follows from it.
class SeedLogTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.talma.cluster");
  private final boolean wasAdditive = logger.isAdditive();
  private final BlockingQueue<Level> misses = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> alone = new LinkedBlockingQueue<>();
  private final AppenderBase<ILoggingEvent> tap =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          if (event.getFormattedMessage().contains("cannot be reached")) {
            misses.add(event.getLevel());
          } else if (event.getFormattedMessage().contains("works alone")) {
            alone.add(event.getLevel() + " " + event.getFormattedMessage());
          }
        }
      };

  @BeforeEach
  void listen() {
    tap.setContext(logger.getLoggerContext());
    tap.start();
    logger.setLevel(Level.DEBUG);
    logger.setAdditive(false);
    logger.addAppender(tap);
  }

  @AfterEach
  void close() {
    logger.detachAppender(tap);
    logger.setLevel(null);
    logger.setAdditive(wasAdditive);
    tap.stop();
  }

  private Level next() throws InterruptedException {
    Level next = misses.poll(20, TimeUnit.SECONDS);
    return next == null ? Level.OFF : next;
  }

  private static Cluster node(String name, Address... seeds) {
    return Cluster.join(
        s -> {
          var settings = s.node(name).timing(Timing.local());
          return seeds.length == 0 ? settings : settings.seeds(seeds[0].toString());
        });
  }

  @Test
  void aSeedThatHasLeftInGoodOrderIsNotMissed() throws InterruptedException {
    Cluster seed = node("seed");
    try (var node = node("node", seed.address())) {
      assertTrue(node.awaitMembers(2, LONG));
      assertTrue(seed.awaitMembers(2, LONG));
      misses.clear();
      seed.close();
      for (int i = 0; i < 6; i++) { // it goes on being tried
        assertEquals(Level.DEBUG, next(), "try " + i);
      }
    } finally {
      seed.close();
    }
  }

  @Test
  void aSeedThatWasNeverThereIsMissedOnce() throws IOException, InterruptedException {
    Address nobody;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = new Address("127.0.0.1", socket.getLocalPort());
    }
    try (var _ = node("node", nobody)) {
      Level level = next();
      for (int i = 0; i < 20 && level == Level.DEBUG; i++) {
        level = next();
      }
      assertEquals(Level.WARN, level);
      for (int i = 0; i < 3; i++) {
        assertEquals(Level.DEBUG, next(), "try " + i);
      }
    }
  }

  @Test
  void whoReachesNoSeedSaysThatItWorksAlone() throws IOException, InterruptedException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var _ = node("first");
        var _ = node("alone", new Address("127.0.0.1", silent.getLocalPort()))) {
      String line = String.valueOf(alone.poll(20, TimeUnit.SECONDS));
      assertTrue(
          line.startsWith("WARN No seed was reached for 3 s: works alone from now on"), line);
    }
    assertEquals(0, alone.size()); // not said of the one that waits for nobody
  }
}
