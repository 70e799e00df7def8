package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.SystemEvent;
import dev.talma.testkit.Gate;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The reason with which an actor stops itself.
@BothStyles
class StopReasonTest extends StyledContract {

  private static Cue stop(ExitReason reason) {
    return Cue.act(ctx -> ctx.stop(reason));
  }

  @Test
  void aShutdownWithItsDetailIsSeenByMonitorsLinksAndEvents() {
    ActorRef<Cue> actor = start("actor");
    ActorRef<Cue> linked = start("linked");
    tell(linked, ctx -> ctx.link(actor));
    var ofActor = witness(actor);
    var ofLinked = witness(linked);
    var stopped = system.record(SystemEvent.Stopped.class);
    actor.send(stop(ExitReason.shutdown("done")));
    assertEquals("down actor shutdown done", News.of(value(ofActor)));
    assertEquals("down linked shutdown done", News.of(value(ofLinked)));
    assertEquals(
        ExitReason.shutdown("done"), stopped.expect("it", e -> e.ref().equals(actor)).reason());
  }

  @Test
  void normalIsSeenByMonitorsAndDoesNotSpread() {
    ActorRef<Cue> actor = start("actor");
    ActorRef<Cue> linked = start("linked");
    ActorRef<Cue> traps = start("traps");
    tell(linked, ctx -> ctx.link(actor));
    tell(
        traps,
        ctx -> {
          ctx.trapExits(News::note);
          ctx.link(actor);
        });
    var ofActor = witness(actor);
    actor.send(stop(ExitReason.normal()));
    assertEquals("down actor normal", News.of(value(ofActor)));
    journal.awaitLine("traps: exit actor normal");
    settled(linked);
    assertTrue(linked.isAlive());
  }

  @Test
  void theCleanUpRunsAndTheChildrenGo() {
    ActorRef<Cue> actor = start("actor");
    startChild(actor, "child");
    actor.send(stop(ExitReason.normal()));
    awaitEnd(actor);
    journal.expect("actor starts", "child starts", "child cleans up", "actor cleans up");
    assertEquals(0, system.counters().crashes());
  }

  @Test
  void anyOtherReasonIsRefusedAtTheCall() {
    ActorRef<Cue> actor = start("actor");
    List<ExitReason> others =
        List.of(
            ExitReason.killed(),
            ExitReason.crashed(new IllegalStateException("on purpose")),
            ExitReason.noProcess(),
            ExitReason.noConnection());
    for (ExitReason other : others) {
      IllegalArgumentException refused =
          in(actor, ctx -> assertThrows(IllegalArgumentException.class, () -> ctx.stop(other)));
      assertSays(refused, "normal or shutdown", other.getClass().getSimpleName().substring(0, 2));
    }
    settled(actor);
  }

  @Test
  void theFirstReasonCounts() {
    ActorRef<Cue> actor = start("actor");
    ActorRef<Cue> other = start("other");
    var ofActor = witness(actor);
    var ofOther = witness(other);
    Gate gate = hold(actor);
    actor.send(
        Cue.act(
            ctx -> {
              ctx.stop(ExitReason.normal());
              ctx.stop(ExitReason.shutdown("second"));
              ctx.stop();
            }));
    actor.stop(ExitReason.shutdown("third"));
    gate.open();
    assertEquals("down actor normal", News.of(value(ofActor)));
    other.send(
        Cue.act(
            ctx -> {
              ctx.stop();
              ctx.stop(ExitReason.normal());
            }));
    assertEquals("down other shutdown", News.of(value(ofOther)));
  }

  @Test
  void withoutAReasonItIsAShutdown() {
    ActorRef<Cue> actor = start("actor");
    var notice = witness(actor);
    actor.send(Cue.act(Context::stop));
    assertEquals("down actor shutdown", News.of(value(notice)));
  }
}
