package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.Cancellable;
import dev.talma.Context;
import dev.talma.Restart;
import dev.talma.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Timers that are called off, that end with their actor, and very many of them.
@Supplement
@BothStyles
class TimerTest extends StyledContract {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int MANY = 10_000;

  /// Notes the time at which it is handled.
  private Cue clock() {
    return Cue.act("clock", _ -> journal.add("at " + system.time().elapsed().toMillis()));
  }

  // --- once

  @Test
  void aMessageSeemsToComeFromTheSenderThatIsNamed() {
    ActorRef<Cue> actor = start("actor");
    ActorRef<Cue> other = start("other");
    Cue noteSender = Cue.act(ctx -> journal.add("from " + ctx.sender().map(ActorRef::path)));
    tell(
        actor,
        ctx -> {
          ctx.schedule(noteSender, SECOND, other);
          ctx.schedule(noteSender, SECOND);
          ctx.scheduleEvery(noteSender, Duration.ofSeconds(2), other);
        });
    system.advance(Duration.ofSeconds(2));
    assertEquals(
        List.of("from Optional[/other]", "from Optional.empty", "from Optional[/other]"),
        journal.of("from"));
  }

  // --- again and again

  // --- called off

  @Test
  void aTimerThatIsCalledOffDoesNotCome() {
    ActorRef<Cue> actor = start("actor");
    Cancellable once = in(actor, ctx -> ctx.schedule(Cue.note("once"), SECOND));
    Cancellable ticks = in(actor, ctx -> ctx.scheduleEvery(Cue.note("tick"), SECOND));
    Cancellable other = in(actor, ctx -> ctx.schedule(Cue.note("other"), SECOND));
    once.cancel();
    ticks.cancel();
    ticks.cancel();
    assertEquals(1, system.time().pending());
    system.advance(Duration.ofMinutes(1));
    assertEquals(List.of("actor: other"), journal.of("actor:"));
    other.cancel();
    once.cancel();
  }

  @Test
  void aTimerThatIsCalledOffFromElsewhereDoesNotComeEvenIfItWaitsAlready() throws Exception {
    ActorRef<Cue> actor = start("actor");
    Cancellable once = in(actor, ctx -> ctx.schedule(Cue.note("once"), SECOND));
    Cancellable ticks = in(actor, ctx -> ctx.scheduleEvery(Cue.note("tick"), SECOND));
    var gate = hold(actor);
    system.advance(Duration.ofSeconds(3), actor);
    assertEquals(2, actor.waiting());
    assertTrue(Thread.ofVirtual().start(once::cancel).join(PATIENCE));
    ticks.cancel();
    gate.open();
    system.advance(Duration.ofMinutes(1));
    assertEquals(List.of(), journal.of("actor:"));
    assertEquals(0, system.counters().deadLettersTotal(), "what is called off is no dead letter");
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

  // --- the end

  @Test
  void timersAreGoneWhenTheirActorStops() {
    for (boolean kill : new boolean[] {false, true}) {
      ActorRef<Cue> actor = start("actor");
      tell(actor, TimerTest::setTimers);
      system.settle(); // a kill makes what is being handled a dead letter
      assertEquals(2, system.time().pending());
      if (kill) {
        actor.kill();
      } else {
        actor.stop();
      }
      awaitEnd(actor);
      system.settle();
      assertEquals(0, system.time().pending());
      system.advance(Duration.ofMinutes(1));
    }
    assertEquals(List.of(), journal.of("actor:"));
    assertEquals(0, system.counters().deadLettersTotal());
  }

  private static void setTimers(Context<Cue> ctx) {
    ctx.schedule(Cue.note("once"), SECOND);
    ctx.scheduleEvery(Cue.note("tick"), SECOND);
  }

  @Test
  void timersAreGoneWhenTheirActorRestarts() {
    ActorRef<Cue> actor = start("actor", puppet("actor").supervised(Restart.always()));
    tell(actor, TimerTest::setTimers);
    actor.send(Cue.crash("on purpose"));
    settled(actor);
    assertEquals(0, system.time().pending());
    system.advance(Duration.ofMinutes(1));
    assertEquals(List.of(), journal.of("actor:"));
  }

  @Test
  void aTickThatWaitsWhenItsActorRestartsDoesNotCome() {
    ActorRef<Cue> actor = start("actor", puppet("actor").supervised(Restart.always()));
    tell(actor, TimerTest::setTimers);
    var gate = system.gate("before the crash");
    actor.send(
        Cue.act(
            _ -> {
              gate.pass();
              throw new IllegalStateException("on purpose");
            }));
    gate.awaitArrival();
    system.advance(Duration.ofSeconds(5), actor);
    actor.send(Cue.note("sent"));
    assertEquals(3, actor.waiting());
    gate.open();
    system.advance(Duration.ofMinutes(1));
    assertEquals(List.of("actor: sent"), journal.of("actor:"));
  }

  @Test
  void timersOfTheRunAfterARestartCome() {
    ActorRef<Cue> actor = start("actor", puppet("actor").supervised(Restart.always()));
    tell(actor, TimerTest::setTimers);
    actor.send(Cue.crash("on purpose"));
    tell(actor, ctx -> ctx.schedule(Cue.note("afresh"), SECOND));
    system.advance(Duration.ofMinutes(1));
    assertEquals(List.of("actor: afresh"), journal.of("actor:"));
  }

  // --- many

  @Test
  void thousandsOfTimersShareOneThread() throws Exception {
    Set<Thread> firing = ConcurrentHashMap.newKeySet();
    TimeSource watched =
        new TimeSource() {
          @Override
          public long nanoTime() {
            return TimeSource.system().nanoTime();
          }

          @Override
          public Cancellable schedule(Duration delay, Runnable task) {
            return TimeSource.system()
                .schedule(
                    delay,
                    () -> {
                      firing.add(Thread.currentThread());
                      task.run();
                    });
          }
        };
    CountDownLatch all = new CountDownLatch(MANY);
    try (var real = ActorSystem.create("timers", s -> s.withTimeSource(watched))) {
      ActorRef<String> actor =
          real.spawn(
              style.of(
                  (message, ctx) -> {
                    switch (message) {
                      case "begin" -> {
                        for (int i = 0; i < MANY; i++) {
                          ctx.schedule("tick", Duration.ofMillis(i % 10));
                          ctx.schedule("never", AGES);
                        }
                      }
                      case "tick" -> all.countDown();
                      default -> throw new AssertionError(message);
                    }
                  }));
      actor.send("begin");
      assertTrue(all.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }
    assertEquals(1, firing.size(), firing::toString);
  }
}
