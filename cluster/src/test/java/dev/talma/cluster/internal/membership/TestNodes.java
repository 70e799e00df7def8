package dev.talma.cluster.internal.membership;

import static org.junit.jupiter.api.Assertions.fail;

import dev.talma.cluster.Address;
import dev.talma.cluster.Member;
import dev.talma.cluster.MemberEvent;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.Timing;
import dev.talma.cluster.internal.transport.Network;
import dev.talma.cluster.internal.transport.SessionListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Nodes for tests, and waiting until they see what they should.
final class TestNodes implements AutoCloseable {
  private final Opener opener;
  private final AtomicInteger runs = new AtomicInteger();
  private final Object changes = new Object();
  private final List<TestNode> all = new CopyOnWriteArrayList<>();
  Timing timing = Timing.local();

  TestNodes(Opener opener) {
    this.opener = opener;
  }

  /// Makes a node's end of the network.
  interface Opener {
    Network open(NodeId self, Address address, SessionListener listener);
  }

  /// A node with all that it was told.
  final class TestNode implements MembershipListener {
    final List<MemberEvent> events = new CopyOnWriteArrayList<>();
    final List<String> refusals = new CopyOnWriteArrayList<>();
    final SwimMembership membership;
    final Network network;

    TestNode(String name, Address address, MembershipSettings settings) {
      membership = new SwimMembership(settings, this);
      network =
          opener.open(
              new NodeId(name, Integer.toString(runs.incrementAndGet())),
              address,
              membership.sessions());
    }

    NodeId id() {
      return network.self();
    }

    @Override
    public void happened(MemberEvent event) {
      events.add(event);
      signal();
    }

    @Override
    public void routable(Set<NodeId> routable) {
      signal();
    }

    @Override
    public void refused(String why) {
      refusals.add(why);
      signal();
    }

    Set<String> names() {
      return membership.members().stream().map(Member::name).collect(Collectors.toSet());
    }

    boolean routes(TestNode other) {
      return membership.routable().contains(other.id());
    }

    boolean sees(TestNode other, Predicate<Member> how) {
      return membership.members().stream().anyMatch(m -> m.id().equals(other.id()) && how.test(m));
    }

    boolean sees(TestNode other) {
      return sees(other, m -> true);
    }

    List<MemberEvent> about(TestNode other) {
      return events.stream().filter(e -> e.member().id().equals(other.id())).toList();
    }

    List<String> kinds(TestNode other) {
      return about(other).stream().map(e -> e.getClass().getSimpleName()).toList();
    }

    @Override
    public String toString() {
      return id()
          + " sees "
          + membership.members()
          + " routes "
          + membership.routable()
          + " after "
          + events;
    }
  }

  /// {@return a port that nobody has, and that the system gives to no connection: a node that tries
  /// to reach a port where nobody listens may otherwise get that very port for its own end}
  static int freePort() {
    for (int i = 0; i < 100; i++) {
      int port = 15_000 + ThreadLocalRandom.current().nextInt(15_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // the next one, then
      }
    }
    return fail("No port is free");
  }

  private void signal() {
    synchronized (changes) {
      changes.notifyAll();
    }
  }

  /// Starts a node at a port of the system's choice.
  TestNode startAnywhere(String name, TestNode... seeds) {
    return start(name, 0, Stream.of(seeds).map(seed -> seed.network.address()).toList());
  }

  TestNode start(String name, int port, int... seeds) {
    List<Address> addresses = new ArrayList<>();
    for (int seed : seeds) {
      addresses.add(new Address("127.0.0.1", seed));
    }
    return start(name, port, addresses);
  }

  TestNode start(String name, int port, List<Address> addresses) {
    return start(
        name,
        port,
        new MembershipSettings("test", addresses, Set.of("r-" + name), 1, Map.of(), timing));
  }

  TestNode start(String name, int port, MembershipSettings settings) {
    TestNode node = new TestNode(name, new Address("127.0.0.1", port), settings);
    all.add(node);
    node.membership.start(node.network);
    return node;
  }

  void await(String what, BooleanSupplier condition) {
    await(what, Duration.ofSeconds(20), condition);
  }

  void await(String what, Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    synchronized (changes) {
      while (!condition.getAsBoolean()) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          fail(
              "Not within "
                  + limit
                  + ": "
                  + what
                  + "\n"
                  + all.stream().map(TestNode::toString).collect(Collectors.joining("\n")));
        }
        try {
          changes.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          fail("Interrupted: " + what);
        }
      }
    }
  }

  /// Waits until each of these sees exactly these, up and routable.
  void awaitTogether(TestNode... nodes) {
    await("all see each other", () -> together(nodes));
  }

  private static boolean together(TestNode... nodes) {
    for (TestNode node : nodes) {
      if (node.membership.members().size() != nodes.length
          || node.membership.routable().size() != nodes.length) {
        return false;
      }
      for (TestNode other : nodes) {
        if (!node.sees(other, m -> m.status() == Member.Status.UP) || !node.routes(other)) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public void close() {
    for (TestNode node : all) {
      node.membership.close();
      node.network.close();
    }
  }
}
