package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Backoff;
import dev.talma.Context;
import dev.talma.DeadLetter.Reason;
import dev.talma.Escalate;
import dev.talma.ExitReason;
import dev.talma.Restart;
import dev.talma.Stop;
import dev.talma.SystemEvent;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What a crash does, and what a restart keeps and drops.
@BothStyles
class SupervisionTest extends StyledContract {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Restart AFTER_A_SECOND = Restart.always().backoff(Backoff.fixed(SECOND));

  @Test
  void aCrashEndsAnActorThatNobodySupervises() {
    ActorRef<Cue> plain = start("plain");
    ActorRef<Cue> explicit = start("explicit", puppet("explicit").supervised(new Stop()));
    plain.send(Cue.crash("on purpose"));
    explicit.send(Cue.crash("on purpose"));
    awaitEnd(plain);
    awaitEnd(explicit);
    assertEquals(0, system.counters().restarts());
  }

  @Test
  void aRestartKeepsTheReferenceAndWhatWaitsAndDropsTheMessageThatFailed() {
    ActorRef<Cue> actor = start("actor", puppet("actor").supervised(AFTER_A_SECOND));
    Gate gate = hold(actor);
    Cue crash = Cue.crash("on purpose");
    actor.send(Cue.note("before"));
    actor.send(crash);
    actor.send(Cue.note("behind"));
    gate.open();
    system.settle();
    actor.send(Cue.note("sent during the back-off"));
    assertTrue(actor.isAlive());
    journal.awaitLine("actor: before");
    system.advance(SECOND);
    settled(actor);
    assertEquals(
        List.of("actor: before", "actor: behind", "actor: sent during the back-off"),
        journal.of("actor:"));
    assertEquals(List.of(crash), deadLetters(Reason.CRASHED));
    assertEquals(1, system.counters().deadLettersTotal());
    assertEquals(actor, system.find("/actor").orElseThrow());
  }

  @Test
  void aRestartBeginsAfresh() {
    AtomicInteger runs = new AtomicInteger();
    Actor<Cue> counted = style.actor(() -> new Puppet("run " + runs.incrementAndGet(), journal));
    ActorRef<Cue> actor = start("actor", counted.supervised(Restart.always()));
    actor.send(Cue.note("a"));
    actor.send(Cue.crash("on purpose"));
    actor.send(Cue.note("b"));
    settled(actor);
    assertEquals(
        List.of("run 1 starts", "run 1: a", "run 2 starts", "run 2: b"),
        journal.lines().stream().filter(line -> !line.contains("cleans up")).toList());
  }

  @Test
  void theChildrenAreStoppedBeforeTheFreshRunBegins() {
    ActorRef<Cue> actor = start("actor", puppet("actor").supervised(Restart.always()));
    startChild(actor, "first");
    ActorRef<Cue> second = startChild(actor, "second");
    Gate gate = hold(second);
    journal.clear();
    actor.send(Cue.crash("on purpose"));
    system.settle(actor, second);
    assertEquals(List.of(), journal.of("first"));
    assertEquals(List.of(), journal.of("actor starts"));
    gate.open();
    settled(actor);
    assertEquals(
        List.of("second cleans up", "first cleans up", "actor starts"),
        journal.lines().stream().filter(line -> !line.equals("actor cleans up")).toList());
    assertEquals(List.of(), in(actor, Context::children));
  }

  @Test
  void theNamesOfTheChildrenAreFreeForTheFreshRun() {
    Actor<Cue> withChild =
        style.<Cue>actor(
            () ->
                new dev.talma.Handler<>() {
                  private final Puppet puppet = new Puppet("actor", journal);

                  @Override
                  public void init(Context<Cue> ctx) {
                    puppet.init(ctx);
                    ctx.spawn("child", puppet("child"));
                  }

                  @Override
                  public void handle(Cue cue, Context<Cue> ctx) throws Exception {
                    puppet.handle(cue, ctx);
                  }
                });
    ActorRef<Cue> actor = start("actor", withChild.supervised(Restart.always()));
    for (int i = 0; i < 20; i++) {
      actor.send(Cue.crash("on purpose"));
      system.advance(Duration.ofMinutes(1));
    }
    settled(actor);
    assertEquals(20, system.counters().crashes());
    assertEquals(1, in(actor, Context::children).size());
  }

  @Test
  void theTimersOfTheRunAreGone() {
    ActorRef<Cue> actor = start("actor", puppet("actor").supervised(Restart.always()));
    tell(
        actor,
        ctx -> {
          ctx.schedule(Cue.note("once"), SECOND);
          ctx.scheduleEvery(Cue.note("tick"), SECOND);
        });
    actor.send(Cue.crash("on purpose"));
    settled(actor);
    system.advance(Duration.ofSeconds(5));
    assertEquals(List.of(), journal.of("actor:"));
    assertEquals(0, system.time().pending());
  }

  @Test
  void aTickThatWaitsAlreadyIsGoneToo() {
    ActorRef<Cue> actor = start("actor", puppet("actor").supervised(Restart.always()));
    tell(actor, ctx -> ctx.schedule(Cue.note("tick"), SECOND));
    Gate gate = hold(actor);
    actor.send(Cue.crash("on purpose"));
    system.advance(SECOND, actor);
    gate.open();
    settled(actor);
    assertEquals(List.of(), journal.of("actor:"));
  }

  @Test
  void aCrashAtTheStartIsRestartedToo() {
    AtomicInteger runs = new AtomicInteger();
    Actor<Cue> second =
        style.actor(
            () -> {
              if (runs.incrementAndGet() < 3) {
                throw new IllegalStateException("run " + runs);
              }
              return new Puppet("actor", journal);
            });
    ActorRef<Cue> actor = system.spawn("actor", second.supervised(AFTER_A_SECOND));
    actor.send(Cue.note("waits for the third run"));
    system.advance(Duration.ofSeconds(2));
    settled(actor);
    assertEquals(List.of("actor: waits for the third run"), journal.of("actor:"));
    assertEquals(2, system.counters().crashes());
    assertEquals(0, system.counters().deadLettersTotal(), "no message was being handled");
  }

  @Test
  void theLastOfSeveralSupervisionsCounts() {
    ActorRef<Cue> actor =
        start(
            "actor",
            puppet("actor")
                .supervised(new Stop())
                .supervised(new Escalate())
                .supervised(Restart.always()));
    actor.send(Cue.crash("on purpose"));
    settled(actor);
    assertEquals(1, system.counters().restarts());
  }

  @Test
  void aCrashAndWhatFollowsAreEvents() {
    var events = system.record(SystemEvent.class);
    ActorRef<Cue> actor = start("actor", puppet("actor").supervised(AFTER_A_SECOND));
    IllegalStateException cause = new IllegalStateException("on purpose");
    Cue crash =
        Cue.act(
            ctx -> {
              throw cause;
            });
    actor.send(crash);
    system.advance(SECOND);
    actor.stop();
    awaitEnd(actor);
    system.settle();
    List<SystemEvent> lives =
        events.all().stream().filter(e -> !(e instanceof SystemEvent.DeadLettered)).toList();
    assertEquals(
        List.of(
            new SystemEvent.Started(actor),
            new SystemEvent.Crashed(actor, Cue.Act.class.getName(), cause),
            new SystemEvent.Restarting(actor, SECOND),
            new SystemEvent.Stopped(actor, ExitReason.shutdown())),
        lives);
  }

  @Test
  void aCrashWithoutAMessageSaysSo() {
    Actor<Cue> broken =
        style.actor(
            () -> {
              throw new IllegalStateException("at the start");
            });
    ActorRef<Cue> actor = system.spawn("actor", broken);
    assertEquals("none", system.crashes().expect(actor).messageType());
  }

  @Test
  void anOverflowOfTheStackIsACrashLikeOthers() {
    ActorRef<Cue> actor = start("actor", puppet("actor").supervised(Restart.always()));
    actor.send(Cue.act(_ -> endless(1)));
    settled(actor);
    system.crashes().expect(actor, StackOverflowError.class);
    assertEquals(1, system.counters().restarts());
  }

  @SuppressWarnings("InfiniteRecursion") // on purpose
  private static long endless(long depth) {
    return endless(depth + 1) + 1;
  }
}
