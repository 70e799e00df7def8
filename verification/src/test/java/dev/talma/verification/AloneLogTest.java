package dev.talma.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.Cluster;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A node that reaches none of its seeds says so when it begins to work alone.
class AloneLogTest {
  @Test
  void whoReachesNoSeedWorksAloneAndSaysSo() throws Exception {
    String line = "WARN No seed was reached for 3 s: works alone from now on";
    try (var log = LogTap.open();
        var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      try (var first = Cluster.join(s -> s.node("first"))) {
        assertTrue(first.awaitMembers(1, Duration.ofSeconds(20)));
        try (var _ =
            Cluster.join(s -> s.node("alone").seeds("127.0.0.1:" + silent.getLocalPort()))) {
          log.awaitLine(line);
        }
      }
      assertEquals(1, log.lines(line).size()); // not for the one that waits for nobody
    }
  }
}
