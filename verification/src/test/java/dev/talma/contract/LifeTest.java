package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.AskException;
import dev.talma.Context;
import dev.talma.Down;
import dev.talma.Exit;
import dev.talma.ExitReason;
import dev.talma.Handler;
import dev.talma.Restart;
import dev.talma.SystemClosedException;
import dev.talma.SystemEvent;
import dev.talma.TargetStoppedException;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// How actors begin and end.
@BothStyles
class LifeTest extends StyledContract {

  @Test
  void aReferenceCanBeUsedBeforeTheActorHasBegun() {
    Gate gate = system.gate("start");
    ActorRef<Cue> actor =
        system.spawn(
            "actor",
            style.actor(
                () -> {
                  try {
                    gate.pass();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  return new Puppet("actor", journal);
                }));
    gate.awaitArrival();
    assertTrue(actor.isAlive());
    actor.send(Cue.note("before"));
    var answer = actor.askAsync(Cue.echo("asked before"), AGES);
    journal.expect();
    gate.open();
    assertEquals("asked before", value(answer));
    journal.expect("actor starts", "actor: before");
  }

  @Test
  void anActorThatIsAskedToStopEndsWithThatReason() {
    ActorRef<Cue> plain = start("plain");
    ActorRef<Cue> detailed = start("detailed");
    ActorRef<Cue> normal = start("normal");
    ActorRef<Cue> itself = start("itself");
    var stopped = system.record(SystemEvent.Stopped.class);
    plain.stop();
    detailed.stop(ExitReason.shutdown("tired"));
    normal.stop(ExitReason.normal());
    itself.send(Cue.act(Context::stop));
    assertEquals(ExitReason.shutdown(), reason(stopped, plain));
    assertEquals(ExitReason.shutdown("tired"), reason(stopped, detailed));
    assertEquals(ExitReason.normal(), reason(stopped, normal));
    assertEquals(ExitReason.shutdown(), reason(stopped, itself));
  }

  private static ExitReason reason(
      dev.talma.testkit.EventLog<SystemEvent.Stopped> log, ActorRef<?> ref) {
    return log.expect("the end of " + ref, event -> event.ref().equals(ref)).reason();
  }

  @Test
  void anActorThatThrowsEndsAsCrashedWithWhatItThrew() {
    ActorRef<Cue> actor = start("actor");
    var stopped = system.record(SystemEvent.Stopped.class);
    Exception cause = new Exception("checked, and thrown all the same");
    actor.send(
        Cue.act(
            ctx -> {
              throw cause;
            }));
    ExitReason reason = reason(stopped, actor);
    assertEquals(ExitReason.crashed(cause), reason);
    assertEquals(Optional.of(cause), reason.failure());
    assertFalse(reason.isOrderly());
  }

  @Test
  void everyoneIsToldTheSameReason() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> actor = start("actor");
    var stopped = system.record(SystemEvent.Stopped.class);
    CompletableFuture<Down> down = new CompletableFuture<>();
    CompletableFuture<Exit> exit = new CompletableFuture<>();
    tell(
        watcher,
        ctx -> {
          ctx.monitor(actor, notice -> Cue.act(_ -> down.complete(notice)));
          ctx.trapExits(notice -> Cue.act(_ -> exit.complete(notice)));
          ctx.link(actor);
        });
    actor.stop(ExitReason.shutdown("the one reason"));
    ExitReason reason = ExitReason.shutdown("the one reason");
    assertEquals(new Down(actor, reason), value(down));
    assertEquals(new Exit(actor, reason), value(exit));
    assertEquals(reason, reason(stopped, actor));
  }

  @Test
  void aReferenceTellsWhyItsActorHasEnded() {
    ActorRef<Cue> stopped = start("stopped");
    ActorRef<Cue> killed = start("killed");
    ActorRef<Cue> crashed = start("crashed");
    assertEquals(Optional.empty(), stopped.exitReason());
    stopped.stop(ExitReason.shutdown("tired"));
    killed.kill();
    crashed.send(Cue.crash("on purpose"));
    awaitEnd(stopped);
    awaitEnd(killed);
    awaitEnd(crashed);
    assertEquals(Optional.of(ExitReason.shutdown("tired")), stopped.exitReason());
    assertEquals(Optional.of(ExitReason.killed()), killed.exitReason());
    assertEquals(
        "on purpose", crashed.exitReason().flatMap(ExitReason::failure).get().getMessage());
    ActorRef<Cue> nobody = system.via("nobody", Optional::empty);
    assertEquals(Optional.of(ExitReason.noProcess()), nobody.exitReason());
  }

  @Test
  void whoHearsOfItsEndFindsItEnding() {
    for (int i = 0; i < 200; i++) {
      ActorRef<Cue> actor = start("crashes-" + i);
      assertFalse(actor.isEnding());
      Cue.Question crash =
          Cue.question(
              (_, _) -> {
                throw new IllegalStateException("on purpose");
              });
      assertThrows(TargetStoppedException.class, () -> actor.ask(crash));
      assertTrue(actor.isEnding());
      ActorRef<Cue> busy = start("is-stopped-" + i);
      busy.stop();
      var late = busy.askAsync(Cue.echo("never"));
      Contract.failure(AskException.class, late);
      assertTrue(busy.isEnding());
      assertFalse(busy.isAlive());
    }
  }

  @Test
  void anActorThatRestartsIsNotEnding() {
    ActorRef<Cue> actor =
        system.spawn(
            "restarts",
            style.actor(() -> new Puppet("restarts", journal)).supervised(Restart.upTo(1)));
    Cue.Question crash =
        Cue.question(
            (_, _) -> {
              throw new IllegalStateException("on purpose");
            });
    assertThrows(TargetStoppedException.class, () -> actor.ask(crash));
    assertFalse(actor.isEnding());
    assertThrows(TargetStoppedException.class, () -> actor.ask(crash));
    assertTrue(actor.isEnding());
  }

  @Test
  void aCrashOfAChildDoesNotConcernItsOwner() {
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> child = startChild(parent, "child");
    child.send(Cue.crash("on purpose"));
    awaitEnd(child);
    settled(parent);
    assertEquals(List.of(), in(parent, Context::children));
  }

  @Test
  void anOwnerThatWatchesItsChildFromItsStartMissesNoReason() {
    ActorRef<Cue> parent = start("parent");
    CompletableFuture<ExitReason> reason = new CompletableFuture<>();
    IllegalStateException cause = new IllegalStateException("at once");
    Actor<Cue> dead =
        style.actor(
            () -> {
              throw cause;
            });
    in(
        parent,
        ctx ->
            ctx.spawnMonitored(
                "child", dead, down -> Cue.act(_ -> reason.complete(down.reason()))));
    assertEquals(ExitReason.crashed(cause), value(reason));
  }

  // --- start and clean-up

  /// A puppet that does something at its start and at its end.
  private Handler<Cue> staged(Consumer<Context<Cue>> start, Consumer<Context<Cue>> end) {
    Handler<Cue> puppet = new Puppet("actor", journal);
    return new Handler<>() {
      @Override
      public void init(Context<Cue> ctx) throws Exception {
        puppet.init(ctx);
        start.accept(ctx);
      }

      @Override
      public void handle(Cue cue, Context<Cue> ctx) throws Exception {
        puppet.handle(cue, ctx);
      }

      @Override
      public void terminate(ExitReason reason, Context<Cue> ctx) throws Exception {
        puppet.terminate(reason, ctx);
        end.accept(ctx);
      }
    };
  }

  @Test
  void throwingAtTheStartIsACrash() {
    IllegalStateException cause = new IllegalStateException("at the start");
    ActorRef<Cue> actor =
        system.spawn(
            "actor",
            style.actor(
                () ->
                    staged(
                        ctx -> {
                          throw cause;
                        },
                        ctx -> {})));
    assertSame(cause, system.crashes().expect(actor).cause());
    awaitEnd(actor);
    journal.expect("actor starts");
  }

  @Test
  void theCleanUpMayTalkToOthersButStartsNoChildren() {
    ActorRef<Cue> other = start("other");
    journal.clear();
    CompletableFuture<String> answer = new CompletableFuture<>();
    CompletableFuture<SystemClosedException> refused = new CompletableFuture<>();
    ActorRef<Cue> actor =
        system.spawn(
            "actor",
            style.actor(
                () ->
                    staged(
                        ctx -> {},
                        ctx -> {
                          other.send(Cue.note("bye"));
                          answer.complete(other.ask(Cue.echo("bye"), AGES));
                          refused.complete(
                              assertThrows(
                                  SystemClosedException.class,
                                  () -> ctx.spawn("late", puppet("late"))));
                        })));
    actor.stop();
    awaitEnd(actor);
    assertEquals("bye", value(answer));
    assertSays(value(refused), "contract:/actor", "stopping", "nothing was started");
    journal.expect("actor starts", "actor cleans up", "other: bye");
  }

  @Test
  void anActorThatThrowsInItsCleanUpIsNotRestarted() {
    ActorRef<Cue> actor =
        start(
            "actor",
            style
                .actor(
                    () ->
                        staged(
                            ctx -> {},
                            ctx -> {
                              throw new IllegalStateException("in the clean-up");
                            }))
                .supervised(Restart.always()));
    actor.stop();
    awaitEnd(actor);
    assertEquals(0, system.counters().restarts());
    journal.expect("actor starts", "actor cleans up");
  }

  // --- waiting for the end

  @Test
  void whoeverWaitsForAnEndIsToldWhenNothingIsLeft() throws Exception {
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> child = startChild(parent, "child");
    Gate gate = hold(child);
    parent.stop();
    assertFalse(parent.awaitTermination(Duration.ZERO));
    assertTrue(parent.isAlive());
    gate.open();
    awaitEnd(parent);
    assertFalse(parent.isAlive());
    assertFalse(child.isAlive());
    assertEquals(Optional.empty(), system.find("/parent"));
    assertTrue(parent.awaitTermination(Duration.ZERO), "it is told again");
  }

  @Test
  void nobodyWaitsForItselfOrItsOwner() {
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> child = startChild(parent, "child");
    for (ActorRef<Cue> awaited : List.of(child, parent)) {
      IllegalStateException refused =
          in(
              child,
              ctx ->
                  assertThrows(IllegalStateException.class, () -> awaited.awaitTermination(AGES)));
      assertSays(refused, "contract:/parent/child", "would wait for the end of", awaited);
    }
  }
}
