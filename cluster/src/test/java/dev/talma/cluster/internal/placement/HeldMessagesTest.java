package dev.talma.cluster.internal.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.placement.Route.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeldMessagesTest {
  private static final NodeId A = new NodeId("a", "1");
  private static final NodeId B = new NodeId("b", "1");
  private static final Key KEY = new Key("t", "k", Optional.empty());
  private static final Key OTHER = new Key("t", "other", Optional.empty());

  private static Route route(NodeId source, long epoch, long order, Kind kind) {
    return new Route(source, epoch, order, source, 1, epoch, kind);
  }

  private static <M> List<HeldMessages.Held<M>> all(HeldMessages<M> held) {
    held.release();
    return held.next(Integer.MAX_VALUE);
  }

  private static <M> List<HeldMessages.Held<M>> of(HeldMessages<M> held, Key key) {
    held.release(key.mark());
    return held.next(Integer.MAX_VALUE);
  }

  @Test
  void theHandOverComesFirstThenEachSourceInItsOrder() {
    HeldMessages<String> held = new HeldMessages<>();
    assertTrue(held.hold(KEY, route(A, 2, 1, Kind.SENT), "a3"));
    assertTrue(held.hold(KEY, route(B, 9, 4, Kind.SENT), "b1"));
    assertTrue(held.hold(KEY, route(A, 1, 8, Kind.SENT), "a2"));
    assertTrue(held.hold(KEY, route(A, 1, 7, Kind.SENT), "a1"));
    assertTrue(held.hold(KEY, route(B, 9, 0, Kind.HAND_OVER), "state"));
    assertEquals(5, held.size());
    assertEquals(
        List.of("state", "a1", "a2", "a3", "b1"),
        all(held).stream().map(HeldMessages.Held::message).toList());
    assertEquals(0, held.size());
    assertEquals(List.of(), all(held));
  }

  @Test
  void whatIsTooMuchForOneActorLeavesRoomForOthers() {
    HeldMessages<Integer> held = new HeldMessages<>(10, 2);
    assertTrue(held.hold(KEY, route(A, 1, 1, Kind.SENT), 1));
    assertTrue(held.hold(KEY, route(A, 1, 2, Kind.SENT), 2));
    assertFalse(held.hold(KEY, route(A, 1, 3, Kind.SENT), 3));
    assertTrue(held.hold(OTHER, route(A, 1, 4, Kind.SENT), 4));
    assertEquals(3, held.size());
  }

  @Test
  void aHandOverIsHeldEvenIfAllIsFull() {
    HeldMessages<Integer> held = new HeldMessages<>(1, 1);
    assertTrue(held.hold(KEY, route(A, 1, 1, Kind.SENT), 1));
    assertFalse(held.hold(OTHER, route(A, 1, 2, Kind.SENT), 2));
    assertTrue(held.hold(KEY, route(A, 1, 0, Kind.HAND_OVER), 3));
    assertEquals(2, held.size());
  }

  @Test
  void oneIsReleasedWithoutTheOthers() {
    HeldMessages<Integer> held = new HeldMessages<>(3, 2);
    assertTrue(held.hold(KEY, route(A, 1, 2, Kind.SENT), 2));
    assertTrue(held.hold(OTHER, route(A, 1, 4, Kind.SENT), 4));
    assertTrue(held.hold(KEY, route(A, 1, 1, Kind.SENT), 1));
    assertEquals(List.of(1, 2), of(held, KEY).stream().map(HeldMessages.Held::message).toList());
    assertEquals(1, held.size());
    assertEquals(List.of(), of(held, KEY));
    assertTrue(held.hold(KEY, route(A, 1, 3, Kind.SENT), 3), "there is room again");
    assertTrue(held.hold(KEY, route(A, 1, 4, Kind.SENT), 4));
  }

  @Test
  void whatIsHeldSurelyTakesNoRoom() {
    HeldMessages<Integer> held = new HeldMessages<>(2, 1);
    for (int i = 0; i < 5; i++) {
      held.holdSurely(KEY, route(A, 1, i, Kind.SENT), i);
    }
    assertTrue(held.hold(KEY, route(A, 1, 5, Kind.SENT), 5));
    assertTrue(held.hold(OTHER, route(A, 1, 6, Kind.SENT), 6));
    assertFalse(held.hold(KEY, route(A, 1, 7, Kind.SENT), 7));
    assertFalse(held.hold(OTHER, route(A, 1, 8, Kind.SENT), 8));
    assertEquals(7, held.size());
    assertEquals(
        List.of(0, 1, 2, 3, 4, 5, 6),
        all(held).stream().map(HeldMessages.Held::message).sorted().toList());
    assertTrue(held.hold(KEY, route(A, 1, 9, Kind.SENT), 9));
  }

  @Test
  void allOfAnActorComesAtOnceAndOthersLater() {
    HeldMessages<Integer> held = new HeldMessages<>(10, 3);
    for (int i = 0; i < 3; i++) {
      assertTrue(held.hold(KEY, route(A, 1, i, Kind.SENT), i));
    }
    assertTrue(held.hold(OTHER, route(A, 1, 4, Kind.SENT), 4));
    assertFalse(held.isAhead(OTHER), "nothing is released");
    held.release();
    assertEquals(3, held.next(1).size());
    assertTrue(held.isReleasing());
    assertFalse(held.isAhead(KEY));
    assertTrue(held.isAhead(OTHER));
    assertTrue(held.hold(OTHER, route(A, 1, 5, Kind.SENT), 5));
    assertTrue(held.hold(OTHER, route(B, 1, 0, Kind.HAND_OVER), 0));
    assertTrue(held.hold(KEY, route(A, 1, 6, Kind.SENT), 6), "there is room again");
    assertTrue(held.hold(OTHER, route(A, 1, 7, Kind.SENT), 7));
    assertFalse(held.hold(OTHER, route(A, 1, 8, Kind.SENT), 8), "there is none");
    assertEquals(
        List.of(0, 4, 5, 7), held.next(1).stream().map(HeldMessages.Held::message).toList());
    assertFalse(held.isReleasing());
    assertEquals(1, held.size(), "what was held meanwhile is not released");
  }

  @Test
  void aLimitIsPositive() {
    assertThrows(IllegalArgumentException.class, () -> new HeldMessages<>(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new HeldMessages<>(1, 0));
  }
}
