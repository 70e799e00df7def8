package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorOwner;
import dev.talma.ActorRef;
import dev.talma.ActorScope;
import org.junit.jupiter.api.Test;

/// What starts actors leaves it to its caller who owns them.
@BothStyles
class OwnerTest extends StyledContract {

  private ActorRef<Cue> startIn(ActorOwner owner) {
    ActorRef<Cue> unnamed = owner.spawn(puppet("unnamed"));
    ActorRef<Cue> ref = owner.spawn("helper", puppet("helper"));
    assertTrue(unnamed.isAlive());
    return ref;
  }

  @Test
  void aSystemAnActorAndAScopeAreOwners() {
    assertEquals("/helper", startIn(system).path());
    ActorRef<Cue> actor = start("actor");
    ActorRef<Cue> child = in(actor, this::startIn);
    assertEquals("/actor/helper", child.path());
    ActorRef<Cue> scoped;
    try (ActorScope scope = system.scope()) {
      scoped = startIn(scope);
      settled(scoped);
    }
    awaitEnd(scoped);
    actor.stop();
    awaitEnd(child);
  }
}
