package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.Address;
import dev.talma.cluster.Member;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.membership.Membership;
import dev.talma.cluster.internal.placement.Placement;
import dev.talma.cluster.internal.placement.PlacementMessage;
import dev.talma.cluster.internal.placement.Placements;
import dev.talma.cluster.internal.placement.RingMember;
import dev.talma.cluster.internal.transport.Network;
import dev.talma.cluster.internal.transport.SessionListener;
import dev.talma.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Which of the things that a node sees of the cluster it believes, and when.
class ViewsTest {
  private static final NodeId SELF = OneNode.self();
  private static final NodeId SECOND = new NodeId("node-2", "b");
  private static final NodeId THIRD = new NodeId("node-3", "c");

  private final VirtualTime time = new VirtualTime();
  private final OneNode node = new OneNode();
  private final Seen seen = new Seen();
  private final Views views = new Views(SELF, seen, node.barrier(), node.actors(), time, 1);

  @AfterEach
  void close() {
    node.close();
  }

  /// What the test has the node see.
  private static final class Seen implements Membership {
    private List<Member> members = List.of();

    Seen() {
      up(SELF);
    }

    /// There is one that stays.
    void up(NodeId id) {
      put(id, Member.Status.UP);
    }

    void unreachable(NodeId id) {
      put(id, Member.Status.UNREACHABLE);
    }

    void leaving(NodeId id) {
      put(id, Member.Status.LEAVING);
    }

    private void put(NodeId id, Member.Status status) {
      gone(id);
      List<Member> all = new ArrayList<>(members);
      all.add(new Member(id, new Address("127.0.0.1", 1), Set.of(), 1, status, Map.of()));
      members = List.copyOf(all);
    }

    void gone(NodeId id) {
      members = members.stream().filter(each -> !each.id().equals(id)).toList();
    }

    @Override
    public List<Member> members() {
      return members;
    }

    @Override
    public Set<NodeId> routable() {
      return members.stream()
          .filter(each -> each.status() == Member.Status.UP)
          .map(Member::id)
          .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public SessionListener sessions() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void start(Network network) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Member self() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void publish(String key, String value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void unpublish(String key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> leave() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  /// Those who own something by the last view that was believed; empty if there was none.
  private Set<NodeId> owners() {
    return node.barrier().routing().view().stream()
        .flatMap(ring -> ring.members().stream())
        .map(RingMember::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  private boolean participates(NodeId id) {
    return node.barrier().routing().participates(id);
  }

  /// The other one has the same view, and says that it has handed over all.
  private void settlesWith(NodeId other) {
    Placement there = new Placement(other, 1);
    PlacementMessage switched = Placements.sent(there.viewChanged(Placements.view(SELF, other)));
    long epoch = node.barrier().routing().local().epoch();
    PlacementMessage done = Placements.done(there, SELF, switched, epoch);
    node.barrier().apply(node.actors(), each -> each.received(other, switched));
    node.barrier().apply(node.actors(), each -> each.received(other, done));
    assertTrue(node.barrier().routing().hasSettled());
  }

  @Test
  void theFirstNodeWorksAtOnce() {
    views.begin(true);
    assertEquals(Set.of(SELF), owners());
    assertEquals(1, views.owners());
  }

  @Test
  void oneWithSeedsGivesThemThreeSecondsAndThenWorksAlone() {
    views.begin(false);
    views.look();
    time.advance(Duration.ofMillis(2_999));
    assertEquals(Set.of(), owners());
    time.advance(Duration.ofMillis(1));
    assertEquals(Set.of(SELF), owners());
  }

  @Test
  void whomItHasMetAndKnowsItBelievesAtOnce() {
    views.begin(false);
    seen.up(SECOND);
    views.look();
    assertEquals(Set.of(), owners(), "there was no connection yet");
    views.opened(SECOND);
    assertEquals(Set.of(SELF, SECOND), owners());
  }

  @Test
  void whoeverHasConnectedIsToBeAMemberBeforeItBelievesAnything() {
    views.begin(false);
    seen.up(SECOND);
    views.opened(THIRD);
    views.opened(SECOND);
    assertEquals(Set.of(), owners(), "the third one has connected, and is not known");
    seen.up(THIRD);
    views.look();
    assertEquals(Set.of(SELF, SECOND, THIRD), owners());
  }

  @Test
  void aStrangerThatGoesAwayIsNotWaitedFor() {
    views.begin(false);
    seen.up(SECOND);
    views.opened(THIRD);
    views.opened(SECOND);
    views.closed(THIRD);
    assertEquals(Set.of(SELF, SECOND), owners());
  }

  @Test
  void thatAllOthersLeaveIsNotBelievedByAYoungOne() {
    views.begin(false);
    seen.leaving(SECOND);
    views.opened(SECOND);
    assertEquals(Set.of(), owners(), "there may be others, who stay");
    time.advance(Duration.ofSeconds(3));
    assertEquals(Set.of(SELF), owners());
    assertTrue(participates(SECOND), "which has to hand over what it has");
  }

  @Test
  void whoHasSettledInWithOthersBelievesThatTheyLeave() {
    views.begin(false);
    seen.up(SECOND);
    views.opened(SECOND);
    settlesWith(SECOND);
    seen.leaving(SECOND);
    views.look();
    assertEquals(Set.of(SELF), owners());
  }

  @Test
  void aMemberThatCannotBeReachedOwnsNothingAndIsGone() {
    views.begin(true);
    seen.up(SECOND);
    views.opened(SECOND);
    assertEquals(Set.of(SELF, SECOND), owners());
    seen.unreachable(SECOND);
    views.closed(SECOND);
    views.look();
    assertEquals(Set.of(SELF), owners());
    assertFalse(participates(SECOND));
  }

  @Test
  void oneThatWasRemovedHasToBeMetAnew() {
    views.begin(true);
    seen.up(SECOND);
    views.opened(SECOND);
    seen.gone(SECOND);
    views.forget(SECOND);
    views.look();
    seen.up(SECOND);
    views.look();
    assertEquals(Set.of(SELF), owners());
    views.opened(SECOND);
    assertEquals(Set.of(SELF, SECOND), owners());
  }

  @Test
  void whoLeavesOwnsNothingAndTakesPart() {
    views.begin(true);
    seen.up(SECOND);
    views.opened(SECOND);
    assertTrue(views.leave());
    assertFalse(views.leave(), "the second time it leaves already");
    views.lookAsOneThatLeaves();
    assertEquals(Set.of(SECOND), owners());
    assertFalse(node.barrier().left().isDone(), "the other one has not said farewell");
  }

  @Test
  void aYoungOneThatLeavesWaitsForThoseWhoAreAboutToCountOnIt() {
    views.begin(false);
    seen.up(SECOND);
    views.opened(THIRD); // whom it does not know
    boolean _ = views.leave();
    views.lookAsOneThatLeaves();
    assertFalse(node.barrier().left().isDone());
    time.advance(Duration.ofMillis(499));
    assertFalse(node.barrier().left().isDone());
    views.closed(THIRD);
    time.advance(Duration.ofMillis(1));
    assertTrue(node.barrier().left().isDone(), "there is nobody");
  }

  @Test
  void aYoungOneThatLeavesAndMeetsSomebodyGoesWithHisFarewell() {
    views.begin(false);
    boolean _ = views.leave();
    views.lookAsOneThatLeaves();
    seen.up(SECOND);
    views.opened(SECOND);
    assertEquals(Set.of(SECOND), owners());
    time.advance(Duration.ofSeconds(3));
    assertFalse(node.barrier().left().isDone(), "it counts on this node until it says farewell");
  }
}
