package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.ActorScope;
import dev.talma.ActorSnapshot;
import dev.talma.ActorSnapshot.State;
import dev.talma.ActorSnapshot.Style;
import dev.talma.ActorType;
import dev.talma.Backoff;
import dev.talma.Overflow;
import dev.talma.Restart;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What one sees of the actors from outside: the tree, and one by its path.
@BothStyles
class SnapshotTest extends StyledContract {

  private ActorSnapshot of(ActorRef<?> ref) {
    return find(system.snapshot(), ref.path()).orElseThrow();
  }

  private static Optional<ActorSnapshot> find(ActorSnapshot actor, String path) {
    return actor.path().equals(path)
        ? Optional.of(actor)
        : actor.children().stream().flatMap(child -> find(child, path).stream()).findFirst();
  }

  private static List<String> pathsBelow(ActorSnapshot actor) {
    return actor.children().stream().map(ActorSnapshot::path).toList();
  }

  // --- the tree

  @Test
  void theTreeHasTheActorsInTheOrderOfTheirStart() {
    ActorRef<Cue> b = start("b");
    start("a");
    startChild(b, "z");
    startChild(b, "y");
    ActorSnapshot top = system.snapshot();
    assertEquals("/", top.path());
    assertEquals(Style.SCOPE, top.style());
    assertEquals(List.of("/b", "/a"), pathsBelow(top));
    assertEquals(List.of("/b/z", "/b/y"), pathsBelow(of(b)));
    b.stop();
    awaitEnd(b);
    assertEquals(List.of("/a"), pathsBelow(system.snapshot()));
  }

  @Test
  void theStyleIsThatOfTheActor() {
    ActorRef<Cue> actor = start("actor");
    assertEquals(
        style == dev.talma.contract.Style.LOOP ? Style.LOOP : Style.HANDLER, of(actor).style());
  }

  @Test
  void aScopeIsAPartOfTheTree() {
    try (ActorScope scope = system.scope()) {
      ActorRef<Cue> actor = scope.spawn("actor", puppet("actor"));
      ActorSnapshot inTree = system.snapshot().children().getFirst();
      assertEquals(Style.SCOPE, inTree.style());
      assertEquals(List.of(actor.path()), pathsBelow(inTree));
      assertEquals(inTree.path() + "/actor", actor.path());
    }
    assertEquals(List.of(), pathsBelow(system.snapshot()));
  }

  // --- the states

  @Test
  void anActorIsIdleOrRunning() {
    ActorRef<Cue> actor = start("actor");
    system.settle();
    assertEquals(State.IDLE, of(actor).state());
    Gate gate = hold(actor);
    assertEquals(State.RUNNING, of(actor).state());
    gate.open();
    system.settle();
    assertEquals(State.IDLE, of(actor).state());
  }

  @Test
  void anActorThatIsAskedToStopIsStopping() {
    ActorRef<Cue> actor = start("actor");
    hold(actor);
    actor.stop();
    assertEquals(State.STOPPING, of(actor).state());
  }

  @Test
  void anActorThatWaitsForItsRestartIsRestarting() {
    ActorRef<Cue> actor =
        start(
            "actor",
            puppet("actor")
                .supervised(Restart.always().backoff(Backoff.fixed(Duration.ofSeconds(1)))));
    actor.send(Cue.crash("on purpose"));
    actor.send(Cue.note("waits"));
    system.settle();
    assertEquals(State.RESTARTING, of(actor).state());
    assertEquals(1, of(actor).waiting());
    assertEquals(0, of(actor).restarts());
    system.advance(Duration.ofSeconds(1));
    assertEquals(State.IDLE, of(actor).state());
    assertEquals(1, of(actor).restarts());
  }

  @Test
  void restartsAreCounted() {
    ActorRef<Cue> actor = start("actor", puppet("actor").supervised(Restart.always()));
    for (int i = 1; i <= 3; i++) {
      actor.send(Cue.crash("on purpose"));
      system.advance(Duration.ofSeconds(10));
      assertEquals(i, of(actor).restarts());
    }
  }

  @Test
  void aClosedSystemIsStoppedAndEmpty() {
    start("actor");
    system.close();
    assertEquals(State.STOPPED, system.snapshot().state());
    assertEquals(List.of(), system.snapshot().children());
  }

  // --- what waits

  @Test
  void whatWaitsIsCountedAndWhatIsBeingHandledIsNot() {
    for (boolean bounded : new boolean[] {false, true}) {
      ActorRef<Cue> actor =
          start(
              "actor" + bounded,
              bounded ? puppet("actor").bounded(2_000, Overflow.REJECT) : puppet("actor"));
      Gate gate = hold(actor);
      assertEquals(0, of(actor).waiting());
      actor.send(Cue.note("one"));
      actor.send(Cue.note("two"));
      assertEquals(2, of(actor).waiting());
      assertEquals(2, actor.waiting());
      gate.open();
      system.settle();
      assertEquals(0, of(actor).waiting());
    }
  }

  @Test
  void whatWaitsIsCountedNoFurtherThanAThousand() {
    ActorRef<Cue> actor = start("actor");
    Gate gate = hold(actor);
    for (int i = 0; i < 1_500; i++) {
      actor.send(Cue.note("message"));
    }
    assertEquals(1_000, actor.waiting());
    assertEquals(1_000, of(actor).waiting());
    gate.open();
  }

  // --- by path

  @Test
  void aLivingActorIsFoundByItsPath() {
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> child = startChild(parent, "child");
    ActorRef<Cue> unnamed = in(parent, ctx -> ctx.spawn(puppet("unnamed")));
    assertEquals("/parent/child", child.path());
    assertEquals("child", child.name());
    for (ActorRef<Cue> ref : List.of(parent, child, unnamed)) {
      assertEquals(Optional.of(ref), system.find(ref.path()));
    }
  }

  @Test
  void anActorInAScopeIsFoundByItsPath() {
    try (ActorScope scope = system.scope()) {
      ActorRef<Cue> actor = scope.spawn("actor", puppet("actor"));
      assertEquals(Optional.of(actor), system.find(actor.path()));
    }
  }

  @Test
  void anActorOfATypeIsFoundByItsPath() {
    ActorRef<Cue> actor =
        system.actor(ActorType.of("puppet", Cue.class, () -> puppet("typed")), "typed");
    assertEquals(Optional.of(actor), system.find(actor.path()));
  }

  @Test
  void whoeverDoesNotLiveIsNotFound() {
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> child = startChild(parent, "child");
    for (String path : List.of("/nobody", "/parent/nobody", "/child", "/parent/", "//parent")) {
      assertEquals(Optional.empty(), system.find(path), path);
    }
    child.stop();
    awaitEnd(child);
    assertEquals(Optional.empty(), system.find("/parent/child"));
    parent.kill();
    awaitEnd(parent);
    assertEquals(Optional.empty(), system.find("/parent"));
    ActorRef<Cue> successor = start("parent");
    assertEquals(Optional.of(successor), system.find("/parent"));
    assertTrue(!successor.equals(parent), "two actors never share a reference");
  }

  @Test
  void whatIsNoPathIsRefused() {
    for (String path : List.of("", "parent", "parent/child")) {
      assertSays(
          assertThrows(IllegalArgumentException.class, () -> system.find(path)),
          "\"" + path + "\"",
          "begins with /");
    }
  }
}
