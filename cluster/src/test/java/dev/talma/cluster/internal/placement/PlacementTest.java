package dev.talma.cluster.internal.placement;

import static dev.talma.cluster.internal.placement.Placements.sent;
import static dev.talma.cluster.internal.placement.Placements.view;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.placement.PlacementMessage.Done;
import dev.talma.cluster.internal.placement.PlacementMessage.Followed;
import dev.talma.cluster.internal.placement.PlacementMessage.Switched;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Single steps of the barrier. Whole runs are in [PlacementModelTest].
class PlacementTest {
  private static final NodeId A = new NodeId("a", "1");
  private static final NodeId B = new NodeId("b", "1");
  private static final NodeId C = new NodeId("c", "1");

  private record Sent(NodeId from, NodeId to, PlacementMessage message) {}

  private final Map<NodeId, Placement> nodes = new LinkedHashMap<>();
  private final Deque<Sent> links = new ArrayDeque<>();
  private final Map<NodeId, List<Action>> done = new LinkedHashMap<>();

  private static View leaving(NodeId leaving, NodeId... members) {
    return new View(view(members).members(), Set.of(leaving));
  }

  private Placement node(NodeId id) {
    return nodes.computeIfAbsent(id, n -> new Placement(n, 1));
  }

  private List<Action> done(NodeId id) {
    return done.computeIfAbsent(id, _ -> new ArrayList<>());
  }

  private void perform(NodeId id, List<Action> actions) {
    done(id).addAll(actions);
    for (Action action : actions) {
      switch (action) {
        case Action.Send(NodeId peer, PlacementMessage message) ->
            links.add(new Sent(id, peer, message));
        case Action.HandOver(long epoch, Ring _) -> perform(id, node(id).handedOver(epoch));
        case Action.Release _ -> perform(id, node(id).released());
        default -> {}
      }
    }
  }

  private void see(NodeId id, View view) {
    perform(id, node(id).viewChanged(view));
  }

  private void run() {
    while (!links.isEmpty()) {
      Sent sent = links.remove();
      perform(sent.to(), node(sent.to()).received(sent.from(), sent.message()));
    }
  }

  private void together(NodeId... ids) {
    for (NodeId id : ids) {
      see(id, view(ids));
    }
    run();
    done.clear();
  }

  private static Key key(Ring before, NodeId owner, Ring after, NodeId next) {
    return IntStream.range(0, 10_000)
        .mapToObj(i -> new Key("t", "k" + i, Optional.empty()))
        .filter(k -> before.owner(k).equals(Optional.of(owner)))
        .filter(k -> after.owner(k).equals(Optional.of(next)))
        .findFirst()
        .orElseThrow();
  }

  private static Key key(NodeId owner, NodeId next, NodeId[] before, NodeId... after) {
    return key(Ring.of(view(before).members()), owner, Ring.of(view(after).members()), next);
  }

  private static NodeId[] of(NodeId... ids) {
    return ids;
  }

  /// Sends, and asks the one who gets it. {@return its decision}
  private Decision send(NodeId from, Key key, Presence presence) {
    Decision decision = node(from).routing().decide(key, node(from).routing().local(), presence);
    if (decision instanceof Decision.Forward(NodeId to, Route route)) {
      Routing there = node(to).routing();
      return there.decide(key, there.arrived(route, from), presence);
    }
    return decision;
  }

  @Test
  void theFirstNodeIsSettledAtOnce() {
    see(A, view(A));
    assertTrue(node(A).isSettled());
    Key key = new Key("t", "k", Optional.empty());
    assertEquals(new Decision.Activate(Presence.NATIVE), send(A, key, Presence.ABSENT));
    assertEquals(new Decision.Here(), send(A, key, Presence.NATIVE));
  }

  @Test
  void beforeAnyViewAllIsHeld() {
    assertInstanceOf(
        Decision.Hold.class, send(A, new Key("t", "k", Optional.empty()), Presence.ABSENT));
    assertEquals(List.of(), node(A).sessionOpened(B));
  }

  @Test
  void theSameViewAgainIsNothing() {
    see(A, view(A));
    assertEquals(List.of(), node(A).viewChanged(view(A)));
  }

  @Test
  void nodesThatStartTogetherSettle() {
    see(A, view(A, B));
    assertFalse(node(A).isSettled());
    see(B, view(A, B));
    run();
    assertTrue(node(A).isSettled());
    assertTrue(node(B).isSettled());
    assertTrue(done(A).getLast() instanceof Action.Release);
  }

  @Test
  void actorsThatDoNotMoveDoNotNoticeWhenAnotherNodeJoins() {
    together(A, B);
    Key key = key(B, B, of(A, B), A, B, C);
    see(A, view(A, B, C));
    assertEquals(new Decision.Here(), send(A, key, Presence.NATIVE));
    perform(B, node(B).received(A, ((Action.Send) done(A).get(0)).message()));
    assertEquals(new Decision.Here(), send(A, key, Presence.NATIVE), "only the sender knows");
    see(B, view(A, B, C));
    assertEquals(new Decision.Here(), send(A, key, Presence.NATIVE), "both know");
    assertEquals(
        new Decision.Activate(Presence.NATIVE), send(A, key, Presence.ABSENT), "a new one");
    assertFalse(node(B).isSettled());
  }

  @Test
  void actorsThatMoveWaitForTheHandOverAndStrangersUntilItHasSettled() {
    together(A, B);
    Key key = key(A, C, of(A, B), A, B, C);
    see(C, view(A, B, C));
    see(A, view(A, B, C));
    see(B, view(A, B, C));
    // still at its old owner, which has not heard of all
    assertInstanceOf(Decision.Hold.class, send(B, key, Presence.ABSENT));
    run();
    assertTrue(node(C).isSettled());
    assertEquals(new Decision.Activate(Presence.NATIVE), send(B, key, Presence.ABSENT));
  }

  @Test
  void theFormerOwnerPassesOnInOrderBehindItsHandOver() {
    together(A, B);
    Key key = key(A, C, of(A, B), A, B, C);
    Decision early = node(B).routing().decide(key, node(B).routing().local(), Presence.ABSENT);
    Route fromB = assertInstanceOf(Decision.Forward.class, early).route();
    see(C, view(A, B, C));
    see(A, view(A, B, C));
    Routing a = node(A).routing();
    Route atA = a.arrived(fromB, B);
    assertEquals(new Decision.Here(), a.decide(key, atA, Presence.NATIVE), "still runs");
    Decision handOver = a.decide(key, a.handOver(), Presence.ABSENT);
    Decision passed = a.decide(key, atA, Presence.ABSENT);

    Routing c = node(C).routing();
    Decision arrived =
        c.decide(key, c.arrived(((Decision.Forward) handOver).route(), A), Presence.ABSENT);
    Presence inherited = assertInstanceOf(Decision.Activate.class, arrived).presence();
    Presence.Inherited from = assertInstanceOf(Presence.Inherited.class, inherited);
    assertEquals(A, from.from());
    Route next = c.arrived(((Decision.Forward) passed).route(), A);
    assertEquals(new Decision.Here(), c.decide(key, next, inherited));
    for (Presence other :
        List.of(
            new Presence.Inherited(B, from.epoch(), from.fromEpoch()),
            new Presence.Inherited(A, from.epoch() - 1, from.fromEpoch()),
            new Presence.Inherited(A, from.epoch(), from.fromEpoch() - 1))) {
      assertInstanceOf(Decision.Hold.class, c.decide(key, next, other));
    }
    assertInstanceOf(Decision.Hold.class, c.decide(key, next, Presence.ABSENT));
    assertInstanceOf(
        Decision.Hold.class,
        c.decide(key, c.local(), inherited),
        "what comes straight may have overtaken another");
  }

  @Test
  void whatWouldGoBackWaits() {
    together(A, B);
    Key key = key(B, A, of(A, B), A);
    // A has dropped B, which does not know
    Route sent =
        assertInstanceOf(
                Decision.Forward.class,
                node(A).routing().decide(key, node(A).routing().local(), Presence.ABSENT))
            .route();
    see(B, leaving(B, A));
    Routing b = node(B).routing();
    assertInstanceOf(Decision.Hold.class, b.decide(key, b.arrived(sent, A), Presence.ABSENT));
    see(A, leaving(B, A));
    run();
    b = node(B).routing();
    assertInstanceOf(Decision.Forward.class, b.decide(key, b.arrived(sent, A), Presence.ABSENT));
  }

  @Test
  void aHandOverOfWhatRunsHereIsAConflict() {
    together(A, B);
    Key key = key(A, A, of(A, B), A, B);
    Routing b = node(B).routing();
    Decision sent = b.decide(key, b.handOver(), Presence.ABSENT);
    Routing a = node(A).routing();
    Route route = a.arrived(((Decision.Forward) sent).route(), B);
    assertEquals(new Decision.Conflict(), a.decide(key, route, Presence.NATIVE));
  }

  @Test
  void oneWhoLeavesGoesWhenAllOthersHaveWhatItHad() {
    together(A, B, C);
    see(C, leaving(C, A, B));
    see(A, leaving(C, A, B));
    run();
    assertFalse(done(C).contains(new Action.Left()));
    see(B, leaving(C, A, B));
    run();
    assertEquals(1, done(C).stream().filter(a -> a.equals(new Action.Left())).count());
    assertTrue(node(A).isSettled());
    see(A, view(A, B));
    see(B, view(A, B));
    run();
    assertTrue(node(A).isSettled());
    assertTrue(node(B).isSettled());
  }

  @Test
  void theLastNodeStopsAllAndLeaves() {
    see(A, view(A));
    List<Action> actions = node(A).viewChanged(leaving(A));
    Action.StopAll stop =
        actions.stream()
            .filter(Action.StopAll.class::isInstance)
            .map(Action.StopAll.class::cast)
            .findFirst()
            .orElseThrow();
    assertFalse(node(A).handedOver(stop.epoch()).contains(new Action.Left()));
    assertEquals(List.of(new Action.Settled(2), new Action.Release()), node(A).released());
    assertEquals(List.of(new Action.Left()), node(A).released());
  }

  @Test
  void aPeerThatSwitchesAndComesBackMakesAnotherBarrier() {
    together(A, B);
    assertTrue(node(A).isSettled());
    see(B, view(A, B, C));
    see(B, view(A, B));
    run();
    assertTrue(node(A).isSettled());
    assertTrue(node(B).isSettled());
    assertEquals(1, done(A).stream().filter(Action.Settled.class::isInstance).count());
  }

  @Test
  void whoSettlesLateSaysWhoIsMissingAndTakesEverything() {
    together(A, B);
    Key key = key(B, A, of(A, B, C), A, C);
    see(A, view(A, C));
    long ticket =
        done(A).stream()
            .filter(Action.AwaitSettled.class::isInstance)
            .map(a -> ((Action.AwaitSettled) a).ticket())
            .max(Long::compare)
            .orElseThrow();
    assertInstanceOf(Decision.Hold.class, send(A, key, Presence.ABSENT));
    assertEquals(List.of(), node(A).settleTimeout(ticket - 1));
    List<Action> actions = node(A).settleTimeout(ticket);
    assertEquals(new Action.SettledLate(2, Set.of(C)), actions.get(0));
    assertTrue(actions.stream().anyMatch(Action.HandOver.class::isInstance));
    assertEquals(List.of(), node(A).settleTimeout(ticket));
    assertEquals(new Decision.Activate(Presence.NATIVE), send(A, key, Presence.ABSENT));
  }

  private static boolean handsOver(List<Action> actions) {
    return actions.stream().anyMatch(Action.HandOver.class::isInstance);
  }

  @Test
  void whatIsNotHandedOverWhenOthersDoNotAgreeIsAskedForAgain() {
    see(A, view(A));
    Placement a = node(A);
    List<Action> joined = a.viewChanged(view(A, B));
    Switched switched = new Switched(((Switched) sent(joined)).digest(), 1);
    assertTrue(handsOver(a.received(B, switched)));
    assertTrue(a.mayHandOver(2));
    List<Action> _ = a.sessionClosed(B);
    assertFalse(a.mayHandOver(2), "to whom?");
    assertTrue(handsOver(a.received(B, switched)));
    assertTrue(a.mayHandOver(2));
    List<Action> _ = a.handedOver(2);
    List<Action> _ = a.sessionClosed(B);
    assertFalse(handsOver(a.received(B, switched)), "it was done");
    List<Action> _ = a.viewChanged(view(A));
    assertFalse(a.mayHandOver(2));
    assertTrue(a.mayHandOver(3));
  }

  @Test
  void whoWaitsForABusyOneHearsThatItHasGoneAlsoWhenOthersAreCutOff() {
    see(A, view(A));
    Key key = key(A, B, of(A), A, B, C);
    Placement a = node(A);
    Switched switched = new Switched(((Switched) sent(a.viewChanged(view(A, B, C)))).digest(), 1);
    List<Action> _ = a.received(B, switched);
    assertTrue(handsOver(a.received(C, switched)));
    List<Action> _ = a.released();
    Done done = (Done) sent(a.handedOver(2, Set.of(key)));
    assertEquals(Set.of(key.mark()), done.busy());
    List<Action> _ = a.sessionClosed(C);
    assertEquals(
        List.of(new Action.Send(B, new Followed(done.stamp(), key.mark()))), a.followed(key));
  }

  @Test
  void whatIsHandedOverWhileOthersDoNotAgreeIsNotAskedForAgain() {
    see(A, view(A));
    Placement a = node(A);
    Switched switched = new Switched(((Switched) sent(a.viewChanged(view(A, B)))).digest(), 1);
    assertTrue(handsOver(a.received(B, switched)));
    List<Action> _ = a.sessionClosed(B);
    List<Action> _ = a.handedOver(2);
    assertFalse(handsOver(a.received(B, switched)));
  }

  @Test
  void withTooFewMembersNothingRunsAndLaterAllWaitsForTheBarrier() {
    nodes.put(A, new Placement(A, 2));
    nodes.put(B, new Placement(B, 2));
    together(A, B);
    Key key = key(A, A, of(A, B), A);
    assertInstanceOf(Decision.Activate.class, send(A, key, Presence.ABSENT));
    see(A, view(A));
    assertTrue(
        done(A)
            .contains(
                new Action.StopAll(
                    2, "Named actors need 2 members of the cluster, but this node sees 1")));
    assertInstanceOf(Decision.Refuse.class, send(A, key, Presence.ABSENT));
    perform(A, node(A).handedOver(2));
    see(A, view(A, B));
    assertInstanceOf(Decision.Hold.class, send(A, key, Presence.ABSENT));
    run();
    assertTrue(node(A).isSettled());
    assertInstanceOf(Decision.Activate.class, send(A, key, Presence.ABSENT));
  }

  @Test
  void aRoleThatNobodyHasIsRefusedInWords() {
    see(A, view(A));
    assertEquals(
        new Decision.Refuse(
            "No member of the cluster has the role gpu, which t/k (role gpu) needs"),
        send(A, new Key("t", "k", Optional.of("gpu")), Presence.ABSENT));
  }

  @Test
  void aNewSessionIsToldWhereThisNodeIs() {
    together(A, B);
    perform(A, node(A).sessionClosed(B));
    assertFalse(node(A).isSettled());
    perform(B, node(B).sessionClosed(A));
    perform(A, node(A).sessionOpened(B));
    perform(B, node(B).sessionOpened(A));
    assertInstanceOf(Switched.class, links.getFirst().message());
    run();
    assertTrue(node(A).isSettled());
    assertTrue(node(B).isSettled());
  }

  @Test
  void aSessionThatIsLostInTheMiddleOfTheBarrierDoesNotEndIt() {
    see(A, view(A, B));
    see(B, view(A, B));
    // A has got all from B, and B's session ends before it has got anything
    for (Sent sent : List.copyOf(links)) {
      if (sent.to().equals(A)) {
        perform(A, node(A).received(B, sent.message()));
      }
    }
    links.clear();
    perform(A, node(A).sessionClosed(B));
    perform(B, node(B).sessionClosed(A));
    perform(A, node(A).sessionOpened(B));
    perform(B, node(B).sessionOpened(A));
    run();
    assertTrue(node(A).isSettled());
    assertTrue(node(B).isSettled());
  }

  @Test
  void whoHasGivenUpOnALostSessionSettlesWhenItIsBack() {
    together(A, B);
    perform(A, node(A).sessionClosed(B));
    long ticket = ((Action.AwaitSettled) done(A).getLast()).ticket();
    perform(A, node(A).settleTimeout(ticket));
    perform(A, node(A).sessionOpened(B));
    perform(B, node(B).sessionClosed(A));
    perform(B, node(B).sessionOpened(A));
    run();
    assertEquals(1, done(A).stream().filter(Action.Settled.class::isInstance).count());
  }

  @Test
  void whatCannotBeIsRefusedInWords() {
    assertThrows(IllegalArgumentException.class, () -> new Placement(A, 0));
    assertThrows(IllegalArgumentException.class, () -> leaving(A, A));
  }

  /// It may have run the actor itself in between, and what waits for that one is older.
  @Test
  void whoWasTakenForLostAndDoesNotKnowIsHeardWhenAllAgreeAgain() {
    together(A, B);
    Key key = key(A, A, of(A, B), A);
    see(A, view(A));
    links.clear(); // B hears nothing of it
    assertTrue(node(A).isSettled());
    assertEquals(new Decision.Here(), send(A, key, Presence.NATIVE));
    assertInstanceOf(Decision.Hold.class, send(B, key, Presence.NATIVE));

    see(A, view(A, B));
    assertInstanceOf(Decision.Hold.class, send(B, key, Presence.NATIVE));
    run();
    assertTrue(node(A).isSettled());
    assertEquals(new Decision.Here(), send(B, key, Presence.NATIVE));
  }

  @Test
  void whatOneHasSentWhoWasTakenForLostIsDecidedWhenItIsGone() {
    together(A, B);
    Key key = key(A, A, of(A, B), A);
    see(A, view(A));
    Route route = node(A).routing().arrived(new Route(B, 1, 0, B, 1, 1, Route.Kind.SENT), B);
    assertInstanceOf(Decision.Hold.class, node(A).routing().decide(key, route, Presence.NATIVE));
    assertEquals(List.of(new Action.Release()), node(A).sessionClosed(B));
    assertEquals(new Decision.Here(), node(A).routing().decide(key, route, Presence.NATIVE));
  }

  @Test
  void whatGoesRoundAmongThoseThatAgreeIsRefusedInTheEnd() {
    together(A, B);
    Routing routing = node(A).routing();
    Key key = key(B, B, of(A, B), A, B);
    int most = 2 * Routing.MAX_HOPS;
    Route last = new Route(B, 1, 1, B, most - 1, 0, Route.Kind.SENT);
    Route late = new Route(B, 1, 1, B, most, 0, Route.Kind.SENT);
    assertInstanceOf(Decision.Forward.class, routing.decide(key, last, Presence.ABSENT));
    assertInstanceOf(Decision.Refuse.class, routing.decide(key, late, Presence.ABSENT));
  }
}
