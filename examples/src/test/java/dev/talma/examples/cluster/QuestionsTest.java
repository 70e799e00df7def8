package dev.talma.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.Address;
import dev.talma.cluster.Cluster;
import dev.talma.cluster.Member;
import dev.talma.cluster.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What can be asked in words.
class QuestionsTest {
  private static String ask(Cluster cluster, String words) throws UsageException {
    return Questions.parse(List.of(words.split(" "))).ask(cluster);
  }

  @Test
  void answersReadAsWords() throws Exception {
    try (var node =
        Cluster.join(settings -> ExampleTypes.known(settings).roles(ExampleTypes.ROLE))) {
      assertEquals("5", ask(node, "counter visits increment 5"));
      assertEquals("6", ask(node, "counter visits increment"));
      assertEquals("4", ask(node, "counter visits increment -2"));
      assertEquals("4", ask(node, "counter visits get"));
      assertEquals("not there", ask(node, "cache c get k"));
      assertEquals("1 entries, 0 hits, 1 misses", ask(node, "cache c put k v"));
      assertEquals("v", ask(node, "cache c get k"));
      assertEquals("1 entries, 1 hits, 1 misses", ask(node, "cache c stats"));
      assertEquals("no services", ask(node, "registry services list"));
      assertEquals("runs on node", ask(node, "service mail start"));
      assertEquals("mail on node", ask(node, "registry services list"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "counter",
        "counter visits",
        "counter visits reset",
        "counter visits get 1",
        "counter visits increment many",
        "cache c put k",
        "planet mars get"
      })
  void whatIsNoQuestionIsRefused(String words) {
    var e = assertThrows(UsageException.class, () -> Questions.parse(List.of(words.split(" "))));
    assertTrue(
        e.getMessage().matches(".*(needs a number, and not .*|to be asked\\?|is no question)"));
  }

  @Test
  void membersAreATable() {
    var id = new NodeId("node-1", "7");
    var member =
        new Member(
            id,
            new Address("127.0.0.1", 8001),
            Set.of("node", "db"),
            1,
            Member.Status.UP,
            Map.of());
    assertEquals(
        List.of(
            "NAME    ADDRESS         STATUS  SHARE  ROLES",
            "node-1  127.0.0.1:8001  up      34 %   db,node"),
        MembersTool.print(List.of(member), Map.of(id, 0.339)));
  }
}
