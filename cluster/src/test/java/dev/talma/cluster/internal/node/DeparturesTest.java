package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorSystem;
import dev.talma.ActorType;
import dev.talma.cluster.internal.placement.Presence;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// When all have gone, and who tells the others of those that go late.
class DeparturesTest {
  private static final ActorType<String> TYPE =
      ActorType.of("type", String.class, () -> Actor.handler(() -> (_, _) -> {}));

  private final ActorSystem system = ActorSystem.create("departures");
  private final Departures departures = new Departures();
  private final Resident one = resident("one");
  private final Resident two = resident("two");

  private Resident resident(String name) {
    return new Resident(
        TYPE,
        new Target.Named(TYPE.name(), name),
        system.spawn(name, TYPE.factory().get()),
        Presence.NATIVE);
  }

  @AfterEach
  void close() {
    system.close();
  }

  @Test
  void theyAreNotOverBeforeAllWereToldToGo() {
    departures.begin();
    departures.begins(one);
    assertFalse(departures.ended(one), "others may still have to go");
    assertFalse(departures.areOver());
    departures.begins(two);
    departures.begun();
    assertFalse(departures.areOver());
    assertTrue(departures.ended(two));
    assertTrue(departures.areOver());
    assertFalse(departures.ended(two), "it has gone before");
  }

  @Test
  void oneTellsOfAllThatHaveGoneMeanwhile() {
    departures.begins(one);
    departures.begins(two);
    departures.begins(resident("three"));
    assertFalse(departures.ended(resident("none")));
    assertEquals(3, departures.tell().size());
    assertTrue(departures.ended(one), "it is the first");
    assertFalse(departures.ended(two), "somebody is about to tell");
    assertEquals(List.of(one.key(), two.key()), departures.followed());
    assertEquals(List.of(), departures.followed());
  }

  @Test
  void oneHasGoneWhenTheNextOfItsNameHas() {
    Resident heir =
        new Resident(TYPE, one.target(), system.spawn(TYPE.factory().get()), Presence.NATIVE);
    departures.begins(one);
    departures.begins(heir);
    assertEquals(Set.of(one.key()), departures.tell());
    assertFalse(departures.ended(one), "there is nothing to tell");
    assertTrue(departures.ended(heir));
    assertEquals(List.of(one.key()), departures.followed());
  }

  @Test
  void whatWasNotToldBeforeAnotherViewIsNotSaidByThat() {
    departures.begins(one);
    departures.begins(two);
    assertEquals(Set.of(one.key(), two.key()), departures.tell());
    assertTrue(departures.ended(one));
    departures.begin();
    assertEquals(List.of(), departures.followed());
    departures.begun();
    assertTrue(departures.ended(two));
    assertEquals(List.of(), departures.followed());
  }
}
