package dev.talma.cluster.internal.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class MembershipSettingsTest {

  private static void refused(String word, Executable what) {
    String message = assertThrows(IllegalArgumentException.class, what).getMessage();
    assertTrue(message.contains(word), message);
  }

  @Test
  void settings() {
    assertEquals(Timing.lan(), MembershipSettings.of("my-shop_2", List.of()).timing());
    refused("\"\"", () -> MembershipSettings.of("", List.of()));
    refused("a/b", () -> MembershipSettings.of("a/b", List.of()));
    refused("-ab", () -> MembershipSettings.of("-ab", List.of()));
    refused("weight", () -> with(-1, Set.of(), Map.of()));
    refused("roles", () -> with(1, Set.of("r".repeat(5000)), Map.of()));
    refused("4097", () -> with(1, Set.of(), Map.of("k", "ä".repeat(2048))));
  }

  private static MembershipSettings with(int weight, Set<String> roles, Map<String, String> state) {
    return new MembershipSettings("shop", List.of(), roles, weight, state, Timing.lan());
  }

  @Test
  void timing() {
    Duration second = Duration.ofSeconds(1);
    refused("pingTimeout", () -> timing(second, second, 3));
    refused("pingInterval", () -> timing(Duration.ZERO, second, 3));
    refused("suspicionMultiplier", () -> timing(second, Duration.ofMillis(10), 0));
  }

  private static Timing timing(Duration pingInterval, Duration pingTimeout, int multiplier) {
    Timing lan = Timing.lan();
    return new Timing(
        pingInterval,
        pingTimeout,
        lan.indirectProbes(),
        multiplier,
        lan.gossipInterval(),
        lan.gossipFanout(),
        lan.gossipRepeat(),
        lan.syncInterval(),
        lan.rejoinInterval(),
        lan.lossTimeout());
  }
}
