package dev.talma.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorType;
import dev.talma.cluster.Address;
import dev.talma.cluster.Cluster;
import dev.talma.cluster.ClusterSettings;
import dev.talma.cluster.DevelopmentCluster;
import dev.talma.cluster.Timing;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What whoever runs a cluster finds in its log.
class ClusterLogTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int COUNT = 20;

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
            node(
                "one",
                s -> s.clusterName("shop").roles("web", "back").weight(2).seeds("127.0.0.1:1"))) {
      assertEquals(
          "INFO The node one of the cluster shop is reached at "
              + node.address()
              + ", without TLS; its roles are [back, web], its weight is 2, its seeds are"
              + " [127.0.0.1:1]",
          log.next("The node one"));
    }
  }

  @Test
  void tooFewMembersAreAWarningIfSomethingStops() throws InterruptedException {
    try (var log = new ClusterLog();
        var one = node("one", s -> s.minMembers(2))) {
      assertEquals(
          "INFO Named actors need 2 members of the cluster, but this node sees 1; named actors wait"
              + " for more",
          log.next("Named actors need"));
      try (var two = node("two", s -> seeds(one.address()).apply(s.minMembers(2)))) {
        assertTrue(one.awaitMembers(2, LONG));
        assertTrue(two.awaitMembers(2, LONG));
      }
      assertEquals(
          "WARN Named actors need 2 members of the cluster, but this node sees 1; named actors stop",
          log.next("this node sees 1"));
    }
  }

  @Test
  void theEndOfADevelopmentClusterIsNoShortageOfMembers() throws InterruptedException {
    try (var log = new ClusterLog()) {
      DevelopmentCluster.start(2, s -> s.minMembers(2)).close();
      assertStarts("INFO", log.next("Named actors need"));
      assertEquals(List.of(), log.all("Named actors need"));
    }
  }

  @Test
  void whoReachesNoSeedAndMayNotWorkAloneDoesNotSayThatItDoes() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var log = new ClusterLog();
        var _ = node("waits", s -> s.minMembers(3).seeds("127.0.0.1:" + silent.getLocalPort()))) {
      assertEquals(
          "WARN No seed was reached for 3 s; goes on trying, and named actors wait for 3 members",
          log.next("No seed was reached"));
    }
  }

  @Test
  void whoLeavesLateNamesWhatIsBusy() throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(COUNT);
    CountDownLatch end = new CountDownLatch(1);
    Actor<Account> works =
        Actor.handler(
            () ->
                (_, _) -> {
                  busy.countDown();
                  end.await();
                });
    ActorType<Account> type = ActorType.of("busy", Account.class, () -> works);
    UnaryOperator<ClusterSettings> settings =
        s -> s.types(type).handOverTimeout(Duration.ofMillis(200));
    try (var log = new ClusterLog();
        var first = node("first", settings)) {
      try {
        for (int i = 0; i < COUNT; i++) {
          first.actor(type, "n" + i).send(new Account.Deposit(1));
        }
        assertTrue(busy.await(20, TimeUnit.SECONDS));
        try (var second = node("second", s -> seeds(first.address()).apply(settings.apply(s)))) {
          assertTrue(second.awaitMembers(2, LONG));
          var _ = Thread.ofVirtual().start(first::close);
          String line = log.next("have to leave this node");
          assertTrue(
              line.matches("WARN \\d+ named actors have .* such as /busy:n\\d+[.] .*"), line);
          assertEquals(List.of(), log.all("[]"));
          end.countDown();
        }
      } finally {
        end.countDown();
      }
    }
  }
}
