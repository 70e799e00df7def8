package dev.talma.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.Address;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Nodes in JVMs of their own.
class NodeProcessTest {
  private static final Duration LONGEST = Duration.ofSeconds(50);

  @Test
  void aNodeSaysWhereItListensAndLeavesWhenItIsTold() throws Exception {
    try (var node = NodeProcess.start("alone", List.of())) {
      Address address = Address.parse(node.awaitAddress(LONGEST));
      assertTrue(address.port() > 0);
      assertTrue(ProcessHandle.of(node.pid()).isPresent());
      node.leave();
      assertFalse(ProcessHandle.of(node.pid()).map(ProcessHandle::isAlive).orElse(false));
    }
  }

  @Test
  void whatANodeSaidIsToldWhenItDoesNotStart() throws Exception {
    try (var node = NodeProcess.start("wrong", List.of("nowhere"))) {
      var e = assertThrows(IllegalStateException.class, () -> node.awaitAddress(LONGEST));
      assertTrue(e.getMessage().contains("--seed: An address is host:port"), e.getMessage());
    }
  }

  @Test
  void anAddressIsReadFromALine() {
    assertEquals(
        Optional.of("[::1]:8001"), NodeTool.addressIn("n listens at [::1]:8001; Ctrl-C to leave"));
    assertEquals(Optional.of("127.0.0.1:1"), NodeTool.addressIn("n listens at 127.0.0.1:1"));
    assertEquals(Optional.empty(), NodeTool.addressIn("Picked up JAVA_TOOL_OPTIONS: -Dx=y"));
  }
}
