package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.AskTimeoutException;
import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.Handler;
import dev.talma.Request;
import dev.talma.Restart;
import dev.talma.SystemEvent;
import dev.talma.TargetStoppedException;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What is true of the event-driven style alone.
class HandlerTest extends Contract {

  @Override
  Style style() {
    return Style.HANDLER;
  }

  /// Tells the journal with which reason it ends.
  private final class Frank implements Handler<Cue> {
    @Override
    public void init(Context<Cue> ctx) {
      journal.add("init");
    }

    @Override
    public void handle(Cue cue, Context<Cue> ctx) throws Exception {
      if (cue instanceof Cue.Act(_, Cue.Deed deed)) {
        deed.in(ctx);
      } else if (cue instanceof Cue.Question question) {
        question.treatment().of(question, ctx);
      }
    }

    @Override
    public void terminate(ExitReason reason, Context<Cue> ctx) {
      journal.add("terminate " + reason);
    }
  }

  private ActorRef<Cue> frank() {
    return start("frank", Actor.handler(Frank::new));
  }

  @Test
  void theCleanUpIsToldTheReason() {
    ActorRef<Cue> stopped = frank();
    stopped.stop(ExitReason.shutdown("tired"));
    awaitEnd(stopped);
    ActorRef<Cue> itself = frank();
    itself.send(Cue.act(Context::stop));
    awaitEnd(itself);
    ActorRef<Cue> crashed = frank();
    IllegalStateException cause = new IllegalStateException("on purpose");
    crashed.send(
        Cue.act(
            ctx -> {
              throw cause;
            }));
    awaitEnd(crashed);
    journal.expect(
        "init",
        "terminate " + ExitReason.shutdown("tired"),
        "init",
        "terminate " + ExitReason.shutdown(),
        "init",
        "terminate " + ExitReason.crashed(cause));
  }

  @Test
  void aKillRunsNoCleanUp() {
    ActorRef<Cue> actor = frank();
    actor.kill();
    awaitEnd(actor);
    journal.expect("init");
  }

  @Test
  void aFailedStartRunsNoCleanUp() {
    ActorRef<Cue> actor =
        system.spawn(
            Actor.handler(
                () ->
                    new Handler<>() {
                      @Override
                      public void init(Context<Cue> ctx) {
                        throw new IllegalStateException("at the start");
                      }

                      @Override
                      public void handle(Cue cue, Context<Cue> ctx) {}

                      @Override
                      public void terminate(ExitReason reason, Context<Cue> ctx) {
                        journal.add("terminate");
                      }
                    }));
    awaitEnd(actor);
    journal.expect();
  }

  @Test
  void beforeARestartTheOldHandlerCleansUpAndTheFactoryMakesANewOne() {
    List<Handler<Cue>> made = new ArrayList<>();
    ActorRef<Cue> actor =
        start(
            "frank",
            Actor.handler(
                    () -> {
                      Frank handler = new Frank();
                      made.add(handler);
                      return handler;
                    })
                .supervised(Restart.always()));
    IllegalStateException cause = new IllegalStateException("on purpose");
    actor.send(
        Cue.act(
            ctx -> {
              throw cause;
            }));
    settled(actor);
    journal.expect("init", "terminate " + ExitReason.crashed(cause), "init");
    assertEquals(2, made.size());
  }

  @Test
  void whatTheCleanUpThrowsIsLoggedAndChangesNothing() {
    var stopped = system.record(SystemEvent.Stopped.class);
    ActorRef<Cue> actor =
        cleaningUp(
            _ -> {
              throw new IllegalStateException("in the clean-up");
            });
    try (LogTap log = LogTap.open()) {
      actor.stop();
      assertEquals(
          ExitReason.shutdown(), stopped.expect("it", e -> e.ref().equals(actor)).reason());
      log.awaitLine("ERROR contract:/actor failed in its clean-up");
    }
    assertEquals(0, system.counters().crashes());
  }

  /// Its clean-up does something.
  private ActorRef<Cue> cleaningUp(Cue.Deed cleanUp) {
    return start(
        "actor",
        Actor.handler(
            () ->
                new Handler<>() {
                  @Override
                  public void handle(Cue cue, Context<Cue> ctx) throws Exception {
                    new Puppet("actor", journal).handle(cue, ctx);
                  }

                  @Override
                  public void terminate(ExitReason reason, Context<Cue> ctx) throws Exception {
                    cleanUp.in(ctx);
                  }
                }));
  }

  @Test
  void whoeverHasAskedDoesNotWaitForTheCleanUp() {
    Gate gate = system.gate("clean-up");
    ActorRef<Cue> actor = cleaningUp(_ -> gate.pass());
    Throwable cause = new IllegalStateException("on purpose");
    var asked =
        actor.askAsync(
            Cue.question(
                (_, _) -> {
                  throw new IllegalStateException("on purpose");
                }),
            AGES);
    gate.awaitArrival();
    assertEquals(
        cause.toString(), String.valueOf(failure(TargetStoppedException.class, asked).getCause()));
    gate.open();
    awaitEnd(actor);
  }

  @Test
  void whoeverHasAskedOneWithoutACleanUpFindsItsNameFree() {
    ActorRef<Cue> actor =
        start(
            "actor",
            Actor.handler(() -> (cue, ctx) -> new Puppet("actor", journal).handle(cue, ctx)));
    assertSuccessorOf(actor);
  }

  @Test
  void whatTheCleanUpAsksHasATimeOfItsOwn() {
    ActorRef<Cue> other = start("other");
    CompletableFuture<String> answer = new CompletableFuture<>();
    ActorRef<Cue> actor =
        cleaningUp(
            _ -> {
              try {
                answer.complete(other.ask(Cue.echo("saved"), AGES));
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    Duration timeout = Duration.ofSeconds(1);
    var asked =
        actor.askAsync(
            Cue.question(
                (_, ctx) -> {
                  system.advance(timeout.multipliedBy(2), ctx.self());
                  throw new IllegalStateException("too late");
                }),
            timeout);
    assertEquals("saved", value(answer));
    AskTimeoutException _ = failure(AskTimeoutException.class, asked);
    awaitEnd(actor);
  }

  @Test
  void aFactoryThatGivesNothingIsACrash() {
    @SuppressWarnings("NullAway") // on purpose
    Actor<Cue> broken = Actor.handler(() -> null);
    ActorRef<Cue> actor = system.spawn(broken);
    Throwable cause = system.crashes().expect(actor).cause();
    assertInstanceOf(NullPointerException.class, cause);
    assertSays(cause, "factory");
    awaitEnd(actor);
  }

  private sealed interface Count {
    record Add(int amount) implements Count {}

    record Crash() implements Count {}

    record Get() implements Count, Request<Count, Integer> {}
  }

  @Test
  void aStateCanBeAValueThatEachMessageTurnsIntoTheNextOne() {
    Actor<Count> counter =
        Actor.stateful(
            () -> 10,
            (count, message, ctx) ->
                switch (message) {
                  case Count.Add(int amount) -> count + amount;
                  case Count.Crash() -> throw new IllegalStateException("on purpose");
                  case Count.Get get -> {
                    ctx.reply(get, count);
                    yield count;
                  }
                });
    ActorRef<Count> ref = system.spawn(counter.supervised(Restart.always()));
    ref.send(new Count.Add(1));
    ref.send(new Count.Add(2));
    assertEquals(13, ref.ask(new Count.Get(), AGES));
    ref.send(new Count.Crash());
    assertEquals(10, ref.ask(new Count.Get(), AGES), "a restart begins with the initial state");
  }

  @Test
  void itIsCalledForOneMessageAtATime() {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Gate gate = system.gate("inside");
    ActorRef<Integer> actor =
        system.spawn(
            Actor.handler(
                () ->
                    (number, ctx) -> {
                      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                      if (number % 100 == 0) {
                        gate.pass(); // blocks, so that its place is taken by another worker
                      }
                      inside.decrementAndGet();
                      journal.add("" + number);
                    }));
    gate.open();
    for (int i = 1; i <= 1_000; i++) {
      actor.send(i);
      if (i == 500) {
        gate.shut();
      }
    }
    gate.awaitArrival();
    gate.open();
    journal.awaitLine("1000");
    assertEquals(1, most.get());
    assertEquals(1_000, journal.lines().size());
  }
}
