package dev.talma.cluster.internal.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.Address;
import dev.talma.cluster.Member.Status;
import dev.talma.cluster.MemberEvent;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.membership.TestNodes.TestNode;
import dev.talma.cluster.internal.transport.NettyNetwork;
import dev.talma.cluster.internal.transport.Network;
import dev.talma.cluster.internal.transport.NetworkSettings;
import dev.talma.cluster.internal.transport.SessionListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The same over real sockets.
class LoopbackTest {
  private final TestNodes nodes = new TestNodes(LoopbackTest::open);

  private static Network open(NodeId self, Address address, SessionListener listener) {
    try {
      return NettyNetwork.start(NetworkSettings.of(address, "test"), self, new byte[0], listener);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  @Test
  void manyNodesFindEachOther() {
    List<TestNode> all = new ArrayList<>();
    all.add(nodes.startAnywhere("n0"));
    for (int i = 1; i < 12; i++) {
      all.add(nodes.startAnywhere("n" + i, all.getFirst()));
    }
    nodes.awaitTogether(all.toArray(TestNode[]::new));
    all.getLast().membership.publish("k", "v");
    nodes.await(
        "published",
        () -> all.stream().allMatch(n -> n.sees(all.getLast(), m -> m.state().containsKey("k"))));
    for (TestNode node : all) {
      assertFalse(
          node.events.stream().anyMatch(e -> e instanceof MemberEvent.Removed), node::toString);
    }
  }

  @Test
  void crashAndNewStart() {
    TestNode a = nodes.startAnywhere("a");
    TestNode b = nodes.startAnywhere("b", a);
    int port = TestNodes.freePort();
    TestNode c = nodes.start("c", port, List.of(a.network.address()));
    nodes.awaitTogether(a, b, c);
    c.network.close();
    nodes.await("not routed to", () -> !a.routes(c) && !b.routes(c));
    TestNode again = nodes.start("c", port, List.of(a.network.address()));
    nodes.awaitTogether(a, b, again);
    assertEquals("Removed", a.kinds(c).getLast());
    again.network.close();
    nodes.await("removed", () -> !a.sees(again) && !b.sees(again));
    assertFalse(((MemberEvent.Removed) a.about(again).getLast()).orderly());
  }

  @Test
  void seedsByNameAmongThemTheNodeItself() {
    TestNode a = nodes.startAnywhere("a");
    Address seed = new Address("localhost", a.network.address().port());
    Address nowhere = new Address("no-such-host.invalid", 1);
    int port = TestNodes.freePort();
    TestNode b = nodes.start("b", port, List.of(nowhere, seed));
    nodes.awaitTogether(a, b);
    b.network.close();
    TestNode again = nodes.start("b", port, List.of(new Address("localhost", port), seed));
    nodes.awaitTogether(a, again);
  }

  @Test
  void leave() {
    TestNode a = nodes.startAnywhere("a");
    TestNode b = nodes.startAnywhere("b", a);
    TestNode c = nodes.startAnywhere("c", b);
    nodes.awaitTogether(a, b, c);
    c.membership.leave().join();
    assertTrue(a.sees(c, m -> m.status() == Status.LEAVING), a::toString);
    assertFalse(a.routes(c) || b.routes(c) || c.routes(c));
    c.membership.close();
    c.network.close();
    nodes.await("removed", () -> !a.sees(c) && !b.sees(c));
    assertEquals(List.of("Joined", "Leaving", "Removed"), a.kinds(c));
    assertTrue(((MemberEvent.Removed) a.about(c).getLast()).orderly());
  }

  @Test
  void ofTwoThatLiveTheLaterIsRefused() {
    TestNode a = nodes.startAnywhere("a");
    TestNode b = nodes.startAnywhere("b", a);
    nodes.awaitTogether(a, b);
    TestNode late = nodes.startAnywhere("b", a);
    nodes.await("refused", () -> !late.refusals.isEmpty());
    assertTrue(a.sees(b) && b.refusals.isEmpty());
  }
}
