package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.ActorScope;
import dev.talma.ActorSnapshot;
import dev.talma.ActorSnapshot.State;
import dev.talma.Backoff;
import dev.talma.Restart;
import dev.talma.testkit.Await;
import dev.talma.testkit.Gate;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The tree of actors at a moment.
@BothStyles
class SnapshotTest extends StyledContract {

  private ActorSnapshot find(String path) {
    return find(system.snapshot(), path);
  }

  private static ActorSnapshot find(ActorSnapshot from, String path) {
    if (from.path().equals(path)) {
      return from;
    }
    return from.children().stream()
        .filter(child -> path.startsWith(child.path()))
        .map(child -> find(child, path))
        .findAny()
        .orElseThrow();
  }

  private void awaitState(ActorRef<?> ref, State state) {
    Await.value(ref + " is " + state, PATIENCE, () -> find(ref.path()).state(), state::equals);
  }

  @Test
  void itShowsTheTreeInTheOrderOfStarts() {
    ActorRef<Cue> b = start("b");
    start("a");
    startChild(b, "d");
    startChild(b, "c");
    ActorSnapshot top = system.snapshot();
    assertEquals("/", top.path());
    assertEquals(ActorSnapshot.Style.SCOPE, top.style());
    assertEquals(List.of("/b", "/a"), top.children().stream().map(ActorSnapshot::path).toList());
    ActorSnapshot ofB = top.children().getFirst();
    assertEquals(
        List.of("/b/d", "/b/c"), ofB.children().stream().map(ActorSnapshot::path).toList());
    assertEquals(style.name(), ofB.style().name());
    assertThrows(UnsupportedOperationException.class, () -> top.children().clear());
  }

  @Test
  void itShowsScopes() {
    try (ActorScope scope = system.scope()) {
      ActorRef<Cue> inside = scope.spawn("inside", puppet("inside"));
      ActorSnapshot shown = system.snapshot().children().getFirst();
      assertEquals(ActorSnapshot.Style.SCOPE, shown.style());
      assertEquals(inside.path(), shown.children().getFirst().path());
    }
    Await.until("the scope is gone", () -> system.snapshot().children().isEmpty());
  }

  @Test
  void itShowsWhoIsIdleAndWhoIsNot() {
    ActorRef<Cue> actor = start("actor");
    awaitState(actor, State.IDLE);
    Gate gate = hold(actor);
    assertEquals(State.RUNNING, find("/actor").state());
    actor.send(Cue.note("one"));
    actor.send(Cue.note("two"));
    assertEquals(2, find("/actor").waiting());
    assertEquals(2, actor.waiting());
    actor.stop();
    assertEquals(State.STOPPING, find("/actor").state());
    gate.open();
    awaitEnd(actor);
    assertEquals(List.of(), system.snapshot().children());
    assertEquals(0, actor.waiting());
  }

  @Test
  void itShowsWhoWaitsForARestartAndHowOftenThatWas() {
    ActorRef<Cue> actor =
        start("actor", puppet("actor").supervised(Restart.always().backoff(Backoff.fixed(AGES))));
    for (int restarts = 0; restarts < 3; restarts++) {
      assertEquals(restarts, find("/actor").restarts());
      actor.send(Cue.crash("on purpose"));
      awaitState(actor, State.RESTARTING);
      system.advance(AGES);
      settled(actor);
    }
    assertEquals(3, find("/actor").restarts());
  }

  @Test
  void whatWaitsIsCountedNoFurtherThanAThousand() {
    ActorRef<Cue> actor = start("actor");
    Gate gate = hold(actor);
    for (int i = 0; i < 999; i++) {
      actor.send(Cue.note("waits"));
    }
    assertEquals(999, actor.waiting());
    actor.send(Cue.note("waits"));
    actor.send(Cue.note("waits"));
    assertEquals(1_000, actor.waiting());
    assertEquals(1_000, find("/actor").waiting());
    gate.open();
    settled(actor);
    assertTrue(actor.isAlive());
  }
}
