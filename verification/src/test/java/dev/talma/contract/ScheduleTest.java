package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.Cancellable;
import dev.talma.Context;
import dev.talma.Restart;
import dev.talma.testkit.Await;
import dev.talma.testkit.Gate;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Messages that an actor sends to itself later.
@BothStyles
class ScheduleTest extends StyledContract {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Cue TICK = Cue.note("tick");

  private int ticks() {
    return journal.of("actor: tick").size();
  }

  @Test
  void aMessageComesOnceAfterItsDelayAndNotBefore() {
    ActorRef<Cue> actor = start("actor");
    tell(actor, ctx -> ctx.schedule(TICK, SECOND));
    system.advance(Duration.ofMillis(999));
    assertEquals(0, ticks());
    system.advance(Duration.ofMillis(1));
    assertEquals(1, ticks());
    system.advance(AGES);
    assertEquals(1, ticks());
    assertEquals(0, system.time().pending());
  }

  @Test
  void aDelayOfNothingComesBehindWhatWaits() {
    ActorRef<Cue> actor = start("actor");
    Gate gate = system.gate("after the schedule");
    actor.send(
        Cue.act(
            ctx -> {
              ctx.schedule(TICK, Duration.ZERO);
              gate.pass();
            }));
    gate.awaitArrival();
    actor.send(Cue.note("sent before the clock moved"));
    system.time().advance(Duration.ZERO);
    gate.open();
    journal.await("actor starts", "actor: sent before the clock moved", "actor: tick");
  }

  @Test
  void aPeriodicMessageComesFirstAfterOnePeriodAndThenAtAFixedRate() {
    ActorRef<Cue> actor = start("actor");
    tell(actor, ctx -> ctx.scheduleEvery(TICK, SECOND));
    system.advance(Duration.ofMillis(999));
    assertEquals(0, ticks());
    for (int i = 1; i <= 100; i++) {
      system.advance(i == 1 ? Duration.ofMillis(1) : SECOND);
      assertEquals(i, ticks());
    }
  }

  @Test
  void atMostOneTickWaitsAndTheRateStaysAsItWas() {
    ActorRef<Cue> actor = start("actor");
    tell(actor, ctx -> ctx.scheduleEvery(TICK, SECOND));
    Gate gate = hold(actor);
    system.advance(Duration.ofMillis(10_500));
    assertEquals(1, actor.waiting());
    gate.open();
    settled(actor);
    assertEquals(1, ticks(), "nine were missed");
    system.advance(Duration.ofMillis(499));
    assertEquals(1, ticks());
    system.advance(Duration.ofMillis(1));
    assertEquals(2, ticks(), "at the eleventh second, as if nothing had been missed");
  }

  @Test
  void eachTimerMayHaveItsTickWaiting() {
    ActorRef<Cue> actor = start("actor");
    tell(
        actor,
        ctx -> {
          ctx.scheduleEvery(TICK, SECOND);
          ctx.scheduleEvery(TICK, SECOND);
          ctx.schedule(TICK, SECOND);
        });
    Gate gate = hold(actor);
    system.advance(Duration.ofSeconds(5));
    gate.open();
    settled(actor);
    assertEquals(3, ticks());
  }

  @Test
  void aTickHasTheSenderThatItWasGiven() {
    ActorRef<Cue> actor = start("actor");
    ActorRef<Cue> other = start("other");
    CompletableFuture<Optional<ActorRef<?>>> once = new CompletableFuture<>();
    CompletableFuture<Optional<ActorRef<?>>> periodic = new CompletableFuture<>();
    CompletableFuture<Optional<ActorRef<?>>> without = new CompletableFuture<>();
    tell(
        actor,
        ctx -> {
          ctx.schedule(Cue.act(in -> once.complete(in.sender())), SECOND, other);
          ctx.scheduleEvery(Cue.act(in -> periodic.complete(in.sender())), SECOND, other);
          ctx.schedule(Cue.act(in -> without.complete(in.sender())), SECOND);
        });
    system.advance(SECOND);
    assertEquals(Optional.of(other), value(once));
    assertEquals(Optional.of(other), value(periodic));
    assertEquals(Optional.empty(), value(without));
  }

  // --- calling off

  @Test
  void whatWasCancelledDoesNotCome() {
    ActorRef<Cue> actor = start("actor");
    Cancellable once = in(actor, ctx -> ctx.schedule(TICK, SECOND));
    Cancellable periodic = in(actor, ctx -> ctx.scheduleEvery(TICK, SECOND));
    once.cancel(); // by this thread, which is not the actor
    once.cancel();
    system.advance(SECOND);
    assertEquals(1, ticks());
    tell(actor, _ -> periodic.cancel());
    system.advance(AGES);
    assertEquals(1, ticks());
    assertEquals(0, system.time().pending());
  }

  @Test
  void whatWasCancelledIsNotHandledEvenIfItWaitsAlready() {
    ActorRef<Cue> actor = start("actor");
    Cancellable once = in(actor, ctx -> ctx.schedule(TICK, SECOND));
    Cancellable periodic = in(actor, ctx -> ctx.scheduleEvery(TICK, SECOND));
    Gate gate = hold(actor);
    system.advance(SECOND);
    assertEquals(2, actor.waiting());
    once.cancel();
    periodic.cancel();
    gate.open();
    settled(actor);
    assertEquals(0, ticks());
  }

  @Test
  void cancellingWhatHasComeDoesNothing() {
    ActorRef<Cue> actor = start("actor");
    Cancellable once = in(actor, ctx -> ctx.schedule(TICK, SECOND));
    system.advance(SECOND);
    once.cancel();
    assertEquals(1, ticks());
  }

  @Test
  void timersAreGoneWithTheActor() {
    for (Cue end : List.of(Cue.act(Context::stop), Cue.crash("on purpose"))) {
      ActorRef<Cue> actor = start("actor");
      tell(
          actor,
          ctx -> {
            ctx.schedule(TICK, SECOND);
            ctx.scheduleEvery(TICK, SECOND);
          });
      assertEquals(2, system.time().pending());
      actor.send(end);
      awaitEnd(actor);
      assertEquals(0, system.time().pending());
    }
    ActorRef<Cue> actor = start("actor");
    tell(actor, ctx -> ctx.scheduleEvery(TICK, SECOND));
    actor.kill();
    awaitEnd(actor);
    assertEquals(0, system.time().pending());
    system.advance(AGES);
    assertEquals(0, ticks());
  }

  @Test
  void thousandsOfTimersDoNotTakeAThreadEach() {
    try (ActorSystem real = ActorSystem.create("real")) {
      ActorRef<Cue> actor = real.spawn("actor", puppet("actor"));
      tell(actor, ctx -> ctx.schedule(TICK, AGES)); // starts the thread for timers, if need be
      int before = ManagementFactory.getThreadMXBean().getThreadCount();
      tell(
          actor,
          ctx -> {
            for (int i = 0; i < 5_000; i++) {
              ctx.schedule(TICK, AGES);
              ctx.scheduleEvery(TICK, AGES);
            }
          });
      int after = ManagementFactory.getThreadMXBean().getThreadCount();
      assertTrue(after - before < 10, before + " threads before, " + after + " after");
    }
  }

  @Test
  void onTheMachinesTimeTicksComeByThemselves() {
    try (ActorSystem real = ActorSystem.create("real")) {
      ActorRef<Cue> actor = real.spawn("actor", puppet("actor"));
      tell(
          actor,
          ctx -> {
            ctx.schedule(Cue.note("once"), Duration.ofMillis(1));
            ctx.scheduleEvery(Cue.note("again"), Duration.ofMillis(1));
          });
      journal.awaitLine("actor: once");
      Await.until("three ticks", PATIENCE, () -> journal.of("actor: again").size() >= 3);
    }
  }

  @Test
  void anActorCanCallOffATickThatWaits() {
    ActorRef<Cue> actor = start("actor");
    Cancellable ticks = in(actor, ctx -> ctx.scheduleEvery(Cue.note("tick"), SECOND));
    var gate = hold(actor);
    actor.send(Cue.act(_ -> ticks.cancel()));
    system.advance(SECOND, actor);
    gate.open();
    system.advance(Duration.ofMinutes(1));
    assertEquals(List.of(), journal.of("actor:"));
  }

  @Test
  void aTickCanCallItsTimerOff() {
    ActorRef<Cue> actor = start("actor");
    Cancellable[] ticks = new Cancellable[1];
    Cue tick =
        Cue.act(
            _ -> {
              journal.add("tick");
              ticks[0].cancel();
            });
    tell(actor, ctx -> ticks[0] = ctx.scheduleEvery(tick, SECOND));
    system.advance(Duration.ofMinutes(1));
    assertEquals(List.of("tick"), journal.of("tick"));
  }

  @Test
  void timersOfTheRunAfterARestartCome() {
    ActorRef<Cue> actor = start("actor", puppet("actor").supervised(Restart.always()));
    tell(
        actor,
        ctx -> {
          ctx.schedule(Cue.note("once"), SECOND);
          ctx.scheduleEvery(TICK, SECOND);
        });
    actor.send(Cue.crash("on purpose"));
    tell(actor, ctx -> ctx.schedule(Cue.note("afresh"), SECOND));
    system.advance(Duration.ofMinutes(1));
    assertEquals(List.of("actor: afresh"), journal.of("actor:"));
  }
}
