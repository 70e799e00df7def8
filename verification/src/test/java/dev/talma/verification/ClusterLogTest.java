package dev.talma.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorType;
import dev.talma.cluster.Address;
import dev.talma.cluster.Cluster;
import dev.talma.cluster.ClusterSettings;
import dev.talma.cluster.Timing;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What whoever runs a cluster finds in its log.
class ClusterLogTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  sealed interface Account {
    record Deposit(long amount) implements Account {}
  }

  sealed interface Other {
    record Take(long amount) implements Other {}
  }

  private static <M> ActorType<M> type(Class<M> protocol) {
    return ActorType.of("account", protocol, () -> Actor.handler(() -> (_, _) -> {}));
  }

  private static Cluster node(String name, UnaryOperator<ClusterSettings> settings) {
    return Cluster.join(s -> settings.apply(s.node(name).timing(Timing.local())));
  }

  private static UnaryOperator<ClusterSettings> seeds(Address... seeds) {
    return s -> s.seeds(List.of(seeds).stream().map(Address::toString).toArray(String[]::new));
  }

  private static void assertStarts(String start, String line) {
    assertTrue(line.startsWith(start), line);
  }

  @Test
  void twoNodesWithOneTypeAndTwoProtocolsSayBothSo() throws InterruptedException {
    try (var log = new ClusterLog();
        var good = node("good", s -> s.types(type(Account.class)));
        var bad = node("bad", s -> seeds(good.address()).apply(s.types(type(Other.class))))) {
      assertTrue(good.awaitMembers(2, LONG));
      assertTrue(bad.awaitMembers(2, LONG));
      List<String> lines = log.all("The protocol of the actor type");
      assertEquals(2, lines.size(), lines::toString);
      for (String node : List.of("good", "bad")) {
        Class<?> here = node.equals("good") ? Account.class : Other.class;
        Class<?> there = node.equals("good") ? Other.class : Account.class;
        String other = node.equals("good") ? "bad" : "good";
        String line =
            "ERROR The protocol of the actor type \"account\" is %s on this node, %s, and %s on %s."
                .formatted(here.getName(), node, there.getName(), other);
        assertEquals(1, log.all(line).size(), lines::toString);
      }
    }
  }

  @Test
  void aNameThatIsTakenIsSaidOnceByEachOfTheTwo() throws InterruptedException {
    try (var log = new ClusterLog();
        var first = node("first", s -> s);
        var namesake = node("first", seeds(first.address()))) {
      assertTrue(namesake.awaitTermination(LONG));
      assertStarts(
          "ERROR This node cannot be a member: The name \"first\" belongs to a node that lives",
          log.next("ends its membership"));
      assertEquals(List.of(), log.all("ends its membership"));
    }
  }

  @Test
  void aNodeSaysWhatItIsWhenItStarts() throws InterruptedException {
    try (var log = new ClusterLog();
        var node =
            node("one", s -> s.clusterName("shop").roles("web", "back").weight(2)
                .seeds("127.0.0.1:1"))) {
      assertEquals(
          "INFO The node one of the cluster shop is reached at "
              + node.address()
              + ", without TLS; its roles are [back, web], its weight is 2, its seeds are"
              + " [127.0.0.1:1]",
          log.next("The node one"));
    }
  }
}
