package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.Restart;
import dev.talma.TaskResult;
import dev.talma.testkit.Gate;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Work beside an actor.
@BothStyles
class AsyncTest extends StyledContract {

  private <R> ActorRef<?> async(
      ActorRef<Cue> actor, Callable<R> work, CompletableFuture<TaskResult<R>> result) {
    return in(actor, ctx -> ctx.<R>async(work, there -> Cue.act(_ -> result.complete(there))));
  }

  private <R> TaskResult<R> async(ActorRef<Cue> actor, Callable<R> work) {
    CompletableFuture<TaskResult<R>> result = new CompletableFuture<>();
    ActorRef<?> _ = async(actor, work, result);
    return value(result);
  }

  private static Callable<String> passing(Gate gate) {
    return () -> {
      gate.pass();
      return "done";
    };
  }

  @Test
  void whatTheWorkGivesBecomesAMessage() {
    ActorRef<Cue> actor = start("actor");
    TaskResult<String> result = async(actor, () -> "done");
    assertEquals(new TaskResult.Success<>("done"), result);
    assertEquals("done", result.orThrow());
  }

  @Test
  void theActorGoesOnMeanwhile() {
    ActorRef<Cue> actor = start("actor");
    Gate gate = system.gate("work");
    CompletableFuture<TaskResult<String>> result = new CompletableFuture<>();
    ActorRef<?> work = async(actor, passing(gate), result);
    gate.awaitArrival();
    settled(actor);
    assertEquals(List.of(work), in(actor, Context::children));
    assertFalse(result.isDone());
    gate.open();
    assertEquals("done", value(result).orThrow());
    assertFalse(work.isAlive());
    assertEquals(List.of(), in(actor, Context::children));
  }

  @Test
  void aCrashOfTheWorkIsToldWithItsCause() {
    ActorRef<Cue> actor = start("actor");
    IOException cause = new IOException("on purpose");
    TaskResult<String> result =
        async(
            actor,
            () -> {
              throw cause;
            });
    assertEquals(new TaskResult.Failure<String>(ExitReason.crashed(cause)), result);
    IllegalStateException thrown = assertThrows(IllegalStateException.class, result::orThrow);
    assertSame(cause, thrown.getCause());
    assertEquals(1, system.counters().crashes());
    settled(actor); // it is no crash of the actor
  }

  @Test
  @SuppressWarnings("NullAway") // the mistake
  void toGiveNullIsAFailure() {
    ActorRef<Cue> actor = start("actor");
    TaskResult<String> result = async(actor, () -> null);
    assertInstanceOf(
        NullPointerException.class,
        assertInstanceOf(TaskResult.Failure.class, result).reason().failure().orElseThrow());
  }

  @Test
  void aKillOfTheWorkIsToldAsSuch() {
    ActorRef<Cue> actor = start("actor");
    Gate gate = system.gate("work");
    CompletableFuture<TaskResult<String>> result = new CompletableFuture<>();
    ActorRef<?> work = async(actor, passing(gate), result);
    gate.awaitArrival();
    work.kill();
    assertEquals(new TaskResult.Failure<String>(ExitReason.killed()), value(result));
    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, value(result)::orThrow);
    assertEquals(Optional.empty(), Optional.ofNullable(thrown.getCause()));
    assertEquals(0, system.counters().crashes());
  }

  @Test
  void aKillAfterTheWorkHasGivenSomethingChangesNothing() {
    ActorRef<Cue> actor = start("actor");
    CompletableFuture<TaskResult<String>> result = new CompletableFuture<>();
    Gate gate = system.gate("the actor is busy");
    ActorRef<?> work =
        in(
            actor,
            ctx -> {
              ctx.self().send(Cue.act(_ -> gate.pass()));
              return ctx.async(() -> "done", there -> Cue.act(_ -> result.complete(there)));
            });
    awaitEnd(work);
    work.kill();
    gate.open();
    assertEquals("done", value(result).orThrow());
  }

  @Test
  void theEndOfTheActorEndsTheWork() {
    ActorRef<Cue> stops = start("stops");
    ActorRef<Cue> killed = start("killed");
    Gate gate = system.gate("work");
    CompletableFuture<TaskResult<String>> result = new CompletableFuture<>();
    ActorRef<?> ofStops = async(stops, passing(gate), result);
    ActorRef<?> ofKilled = async(killed, passing(gate), result);
    gate.awaitArrivals(2);
    stops.stop();
    system.time().awaitTimers(1);
    assertTrue(ofStops.isAlive(), "it has the time to finish that every child has");
    system.time().advance(system.settings().stopTimeout());
    awaitEnd(stops);
    assertFalse(ofStops.isAlive());
    killed.kill();
    awaitEnd(killed);
    assertFalse(ofKilled.isAlive());
    assertFalse(result.isDone());
  }

  @Test
  void theResultTakesItsTurnBehindWhatTheWorkHasSent() {
    ActorRef<Cue> actor = start("actor");
    Gate begin = system.gate("begin");
    ActorRef<?> work =
        in(
            actor,
            ctx ->
                ctx.async(
                    () -> {
                      begin.pass();
                      actor.send(Cue.note("sent by the work"));
                      return "result";
                    },
                    there -> Cue.note(there.orThrow())));
    Gate busy = hold(actor);
    begin.open();
    awaitEnd(work);
    actor.send(Cue.note("behind"));
    busy.open();
    settled(actor);
    assertEquals(
        List.of("actor: sent by the work", "actor: result", "actor: behind"), journal.of("actor:"));
  }

  @Test
  void theWorkIsTheSenderOfTheResult() {
    ActorRef<Cue> actor = start("actor");
    CompletableFuture<ActorRef<?>> sender = new CompletableFuture<>();
    ActorRef<?> work =
        in(
            actor,
            ctx ->
                ctx.async(
                    () -> "done",
                    _ -> Cue.act(inside -> sender.complete(inside.sender().orElseThrow()))));
    assertEquals(work, value(sender));
  }

  @Test
  void aRestartedActorIsToldNothingOfFormerWork() {
    ActorRef<Cue> actor = start("actor", puppet("actor").supervised(Restart.always()));
    Gate gate = system.gate("work");
    CompletableFuture<TaskResult<String>> former = new CompletableFuture<>();
    ActorRef<?> unfinished = async(actor, passing(gate), former);
    gate.awaitArrival();
    CompletableFuture<TaskResult<String>> waiting = new CompletableFuture<>();
    Gate crash = system.gate("crash");
    ActorRef<?> finished =
        in(
            actor,
            ctx -> {
              ctx.self()
                  .send(
                      Cue.act(
                          _ -> {
                            crash.pass();
                            throw new IllegalStateException("on purpose");
                          }));
              return ctx.async(() -> "done", there -> Cue.act(_ -> waiting.complete(there)));
            });
    awaitEnd(finished);
    crash.open();
    gate.open();
    settled(actor);
    assertFalse(unfinished.isAlive());
    assertFalse(former.isDone());
    assertFalse(waiting.isDone(), "its notice waited already");
    assertEquals("again", async(actor, () -> "again").orThrow());
    assertEquals(1, system.counters().restarts());
  }
}
