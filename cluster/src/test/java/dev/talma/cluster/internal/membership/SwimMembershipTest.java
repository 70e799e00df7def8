package dev.talma.cluster.internal.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.Member.Status;
import dev.talma.cluster.MemberEvent;
import dev.talma.cluster.internal.membership.TestNodes.TestNode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SwimMembershipTest {
  private final MemoryFabric fabric = new MemoryFabric();
  private final TestNodes nodes = new TestNodes(fabric::open);

  @AfterEach
  void close() {
    nodes.close();
    fabric.close();
  }

  @Test
  void threeNodesSeeEachOther() {
    TestNode a = nodes.start("a", 1);
    TestNode b = nodes.start("b", 2, 1);
    TestNode c = nodes.start("c", 3, 1, 2);
    nodes.awaitTogether(a, b, c);
    assertEquals(
        Set.of("r-b"),
        a.membership.members().stream()
            .filter(m -> m.id().equals(b.id()))
            .findFirst()
            .orElseThrow()
            .roles());
    assertEquals(a.id(), a.membership.self().id());
    assertEquals(List.of("Joined"), a.kinds(c));
  }

  @Test
  void seedsMayStartLater() {
    TestNode a = nodes.start("a", 1, 2, 3);
    TestNode b = nodes.start("b", 2, 3);
    TestNode c = nodes.start("c", 3);
    nodes.awaitTogether(a, b, c);
  }

  @Test
  void oneThatWasStartedAnewTakesThePlaceOfItsFormerRun() {
    TestNode a = nodes.start("a", 1);
    TestNode b = nodes.start("b", 2, 1);
    TestNode c = nodes.start("c", 3, 1);
    nodes.awaitTogether(a, b, c);
    fabric.crash(c.network);
    TestNode again = nodes.start("c", 3, 1);
    nodes.awaitTogether(a, b, again);
    for (TestNode node : List.of(a, b)) {
      assertEquals("Removed", node.kinds(c).getLast());
      MemberEvent removed = node.about(c).getLast();
      MemberEvent joined = node.about(again).getFirst();
      assertTrue(node.events.indexOf(removed) < node.events.indexOf(joined));
    }
  }

  @Test
  void oneThatWasStartedAnewElsewhere() {
    TestNode a = nodes.start("a", 1);
    TestNode c = nodes.start("c", 3, 1);
    nodes.awaitTogether(a, c);
    fabric.crash(c.network);
    TestNode again = nodes.start("c", 4, 1);
    nodes.awaitTogether(a, again);
    assertEquals("Removed", a.kinds(c).getLast());
  }

  @Test
  void ofTwoThatLiveTheLaterIsRefused() {
    TestNode a = nodes.start("a", 1);
    TestNode b = nodes.start("b", 2, 1);
    TestNode c = nodes.start("c", 3, 1);
    nodes.awaitTogether(a, b, c);
    TestNode late = nodes.start("b", 4, 3);
    nodes.await("refused", () -> !late.refusals.isEmpty());
    assertTrue(late.refusals.getFirst().contains("127.0.0.1:2"), late.refusals.toString());
    assertTrue(late.refusals.getFirst().contains("127.0.0.1:4"), late.refusals.toString());
    assertTrue(a.sees(b) && c.sees(b));
    assertTrue(a.about(late).isEmpty() && c.about(late).isEmpty());
    assertTrue(b.refusals.isEmpty());
  }

  @Test
  void crash() {
    TestNode a = nodes.start("a", 1);
    TestNode b = nodes.start("b", 2, 1);
    TestNode c = nodes.start("c", 3, 1);
    nodes.awaitTogether(a, b, c);
    fabric.crash(c.network);
    nodes.await("not routed to", () -> !a.routes(c) && !b.routes(c));
    nodes.await("removed", () -> !a.sees(c) && !b.sees(c));
    assertEquals(List.of("Joined", "Unreachable", "Removed"), a.kinds(c));
    assertFalse(((MemberEvent.Removed) a.about(c).getLast()).orderly());
    nodes.awaitTogether(a, b);
  }

  @Test
  void leave() {
    TestNode a = nodes.start("a", 1);
    TestNode b = nodes.start("b", 2, 1);
    TestNode c = nodes.start("c", 3, 1);
    nodes.awaitTogether(a, b, c);
    c.membership.leave().join();
    assertTrue(a.sees(c, m -> m.status() == Status.LEAVING), a::toString);
    assertTrue(b.sees(c, m -> m.status() == Status.LEAVING), b::toString);
    assertFalse(a.routes(c) || b.routes(c) || c.routes(c));
    c.membership.close();
    c.network.close();
    nodes.await("removed", () -> !a.sees(c) && !b.sees(c));
    assertEquals(List.of("Joined", "Leaving", "Removed"), a.kinds(c));
    assertTrue(((MemberEvent.Removed) a.about(c).getLast()).orderly());
    nodes.awaitTogether(a, b);
  }

  @Test
  void whatIsPublishedReachesAll() {
    TestNode a = nodes.start("a", 1);
    TestNode b = nodes.start("b", 2, 1);
    TestNode c = nodes.start("c", 3, 1);
    nodes.awaitTogether(a, b, c);
    for (int i = 0; i < 100; i++) {
      c.membership.publish("n", Integer.toString(i));
    }
    c.membership.publish("gone", "x");
    c.membership.unpublish("gone");
    nodes.await(
        "published",
        () ->
            a.sees(c, m -> "99".equals(m.state().get("n")) && m.state().size() == 1)
                && b.sees(c, m -> "99".equals(m.state().get("n")) && m.state().size() == 1));
    assertEquals("99", c.membership.self().state().get("n"));
    var updates = a.about(c).stream().filter(e -> e instanceof MemberEvent.Updated).toList();
    assertTrue(updates.size() < 20, "together: " + updates.size());
    assertTrue(((MemberEvent.Updated) updates.getFirst()).before().state().isEmpty());
    assertThrows(
        IllegalArgumentException.class, () -> c.membership.publish("big", "x".repeat(4096)));
    assertEquals("99", c.membership.self().state().get("n"));
  }

  @Test
  void oneCutLinkIsUnreachableAndStaysAMember() {
    TestNode a = nodes.start("a", 1);
    TestNode b = nodes.start("b", 2, 1);
    TestNode c = nodes.start("c", 3, 1);
    TestNode d = nodes.start("d", 4, 1);
    nodes.awaitTogether(a, b, c, d);
    fabric.cut(a.network, b.network);
    nodes.await(
        "lost",
        () ->
            a.sees(b, m -> m.status() == Status.UNREACHABLE)
                && b.sees(a, m -> m.status() == Status.UNREACHABLE));
    // News goes on reaching both, which takes many rounds of pings in the meantime.
    for (int i = 0; i < 12; i++) {
      String value = Integer.toString(i);
      b.membership.publish("n", value);
      nodes.await("told", () -> a.sees(b, m -> value.equals(m.state().get("n"))));
      a.membership.publish("n", value);
      nodes.await("told", () -> b.sees(a, m -> value.equals(m.state().get("n"))));
    }
    assertTrue(a.routes(b) && b.routes(a));
    assertFalse(a.kinds(b).contains("Removed") || b.kinds(a).contains("Removed"));
    fabric.heal();
    nodes.awaitTogether(a, b, c, d);
    assertEquals("Reachable", a.kinds(b).getLast());
  }

  @Test
  void oneThatJoinsBehindACutLinkIsAMemberAllTheSame() {
    TestNode a = nodes.start("a", 1);
    TestNode b = nodes.start("b", 2, 1);
    nodes.awaitTogether(a, b);
    TestNode c = nodes.start("c", 3);
    fabric.cut(a.network, c.network);
    TestNode seed = nodes.start("d", 4, 2, 3);
    nodes.await("seen", () -> a.sees(c) && c.sees(a) && seed.sees(c));
    fabric.heal();
    nodes.awaitTogether(a, b, c, seed);
  }

  @Test
  void halvesComeTogetherAgainWithoutASeed() {
    TestNode seed = nodes.start("seed", 9);
    TestNode a = nodes.start("a", 1, 9);
    TestNode b = nodes.start("b", 2, 9);
    TestNode c = nodes.start("c", 3, 9);
    TestNode d = nodes.start("d", 4, 9);
    nodes.awaitTogether(seed, a, b, c, d);
    seed.membership.close();
    seed.network.close();
    nodes.awaitTogether(a, b, c, d);
    for (TestNode left : List.of(a, b)) {
      for (TestNode right : List.of(c, d)) {
        fabric.cut(left.network, right.network);
      }
    }
    nodes.awaitTogether(a, b);
    nodes.awaitTogether(c, d);
    fabric.heal();
    nodes.awaitTogether(a, b, c, d);
    assertEquals(List.of("Joined", "Unreachable", "Removed", "Joined"), a.kinds(c));
  }

  @Test
  void oneThatPausedComesBack() {
    TestNode a = nodes.start("a", 1);
    TestNode b = nodes.start("b", 2, 1);
    TestNode c = nodes.start("c", 3, 1);
    nodes.awaitTogether(a, b, c);
    fabric.pause(c.network);
    nodes.await("removed", () -> !a.sees(c) && !b.sees(c));
    fabric.resume(c.network);
    nodes.awaitTogether(a, b, c);
  }
}
