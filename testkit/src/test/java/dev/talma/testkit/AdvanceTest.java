package dev.talma.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.AskTimeoutException;
import dev.talma.Backoff;
import dev.talma.Context;
import dev.talma.Handler;
import dev.talma.Request;
import dev.talma.Restart;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Actors that wait for time, under a clock that the test moves.
class AdvanceTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TestSystem system = TestSystem.create("clock", TestSettings::withVirtualTime);
  private final Probe<String> probe = system.probe();

  @AfterEach
  void close() {
    system.close();
  }

  @Test
  void aScheduleRunsAtItsTimeAndNotBefore() {
    system.<String>spawn(
        "egg-timer",
        (mailbox, ctx) -> {
          ctx.schedule("ring", Duration.ofMinutes(4));
          for (String message : mailbox) {
            probe.ref().send(message);
          }
        });

    system.advance(Duration.ofMinutes(4).minusNanos(1));
    probe.expectNothing();
    system.advance(Duration.ofNanos(1));
    probe.expect("ring");
  }

  @Test
  void everyTickOfALongTimeIsHandled() {
    system.spawn(
        "ticker",
        Actor.<String>handler(
            () ->
                new Handler<>() {
                  private int ticks;

                  @Override
                  public void init(Context<String> ctx) {
                    ctx.scheduleEvery("tick", SECOND);
                  }

                  @Override
                  public void handle(String message, Context<String> ctx) {
                    ticks++;
                    probe.ref().send(message + " " + ticks);
                  }
                }));

    system.advance(Duration.ofMinutes(10));

    assertEquals(
        IntStream.rangeClosed(1, 600).mapToObj(i -> "tick " + i).toList(), probe.receiveAll(600));
    probe.expectNothing();
  }

  @Test
  void timersThatActorsSetInAnswerToTimersAreHonoured() {
    system.<Integer>spawn(
        "halving",
        (mailbox, ctx) -> {
          ctx.schedule(32, SECOND.multipliedBy(32));
          for (int n : mailbox) {
            probe.ref().send(n + " @" + system.time().elapsed().toSeconds());
            if (n > 1) {
              ctx.schedule(n / 2, SECOND.multipliedBy(n / 2));
            }
          }
        });

    system.advance(SECOND.multipliedBy(63));

    assertEquals(
        List.of("32 @32", "16 @48", "8 @56", "4 @60", "2 @62", "1 @63"), probe.receiveAll(6));
  }

  @Test
  void aReceiveTimesOut() {
    for (int round = 0; round < 200; round++) {
      system.<String>spawn(
          (mailbox, ctx) -> {
            Optional<String> message = mailbox.poll(SECOND);
            probe.ref().send(message.orElse("timeout"));
            message = mailbox.poll(SECOND);
            probe.ref().send(message.orElse("second timeout"));
          });

      system.advance(SECOND.minusNanos(1));
      assertEquals(List.of(), probe.drain());
      system.advance(Duration.ofNanos(1));
      assertEquals(List.of("timeout"), probe.drain(), "round " + round);
      system.advance(SECOND);
      assertEquals(List.of("second timeout"), probe.drain(), "round " + round);
    }
  }

  @Test
  void actorsThatWaitForEachOtherAndForTimeComeInOrder() {
    ActorRef<String> relay =
        system.<String>spawn(
            "relay",
            (mailbox, ctx) -> {
              for (String message : mailbox) {
                probe.ref().send(message + " @" + system.time().elapsed().toMillis());
              }
            });
    for (int i = 1; i <= 5; i++) {
      Duration period = Duration.ofMillis(10L * i);
      String name = "every-" + period.toMillis();
      system.<String>spawn(
          name,
          (mailbox, ctx) -> {
            while (mailbox.poll(period).isEmpty()) {
              relay.send(name);
            }
          });
    }

    system.advance(Duration.ofMillis(60));

    List<String> seen = probe.drain();
    assertEquals(6 + 3 + 2 + 1 + 1, seen.size(), seen.toString());
    for (String each : seen) {
      int period = Integer.parseInt(each.substring("every-".length(), each.indexOf(' ')));
      int at = Integer.parseInt(each.substring(each.indexOf('@') + 1));
      assertEquals(0, at % period, each);
    }
    system.close();
  }

  record Question() implements Request<Object, String> {}

  @Test
  void anAskTimesOutWhenTheClockSaysSo() {
    ActorRef<Object> silent =
        system.spawn(
            "silent", Actor.handler(() -> (message, ctx) -> ctx.replyTo((Question) message)));
    var answer = silent.askAsync(new Question(), Duration.ofSeconds(30));

    system.advance(Duration.ofSeconds(29));
    assertEquals(false, answer.isDone());
    system.advance(SECOND);

    var e = assertThrows(ExecutionException.class, () -> answer.get(3, TimeUnit.SECONDS));
    assertInstanceOf(AskTimeoutException.class, e.getCause());
  }

  @Test
  void anActorThatWaitsWithinAnAskHasToBeNamed() {
    ActorRef<Object> silent =
        system.spawn(
            "silent", Actor.handler(() -> (message, ctx) -> ctx.replyTo((Question) message)));
    ActorRef<String> asker =
        system.<String>spawn(
            "asker",
            (mailbox, ctx) -> {
              for (String message : mailbox) {
                try {
                  silent.ask(new Question());
                } catch (AskTimeoutException e) {
                  probe.ref().send(message + " timed out");
                }
              }
            });
    asker.send("it");
    system.time().awaitTimers(1);

    system.advance(system.settings().askTimeout(), asker);

    probe.expect("it timed out");
  }

  @Test
  void aRestartWaitsForItsBackOff() {
    for (boolean loop : new boolean[] {true, false}) {
      var script = CrashScript.first(3);
      Actor<String> actor =
          loop
              ? script.inFrontOf(TestSystemTest.echo(probe))
              : Actor.handler(
                  () ->
                      (message, ctx) -> {
                        script.step();
                        probe.ref().send(message);
                      });
      ActorRef<String> ref =
          system.spawn(
              actor.supervised(
                  Restart.upTo(3).backoff(new Backoff(SECOND, Duration.ofSeconds(100), 2, 0))));
      ref.send("1");
      ref.send("2");
      ref.send("3");
      ref.send("4");

      for (int wait = 1; wait <= 4; wait *= 2) {
        long crashes = script.crashes();
        system.advance(SECOND.multipliedBy(wait).minusNanos(1));
        probe.expectNothing();
        assertEquals(Math.max(1, crashes), script.crashes());
        system.advance(Duration.ofNanos(1));
      }

      probe.expect("4");
      assertEquals(Duration.ofSeconds(loop ? 7 : 14), system.time().elapsed());
    }
  }

  @Test
  void siblingsThatRestartTogetherWaitForOneBackOff() {
    var script = CrashScript.onDemand();
    Restart together = Restart.always().backoff(Backoff.fixed(SECOND)).allForOne();
    List<ActorRef<String>> siblings =
        IntStream.range(0, 5)
            .mapToObj(
                i ->
                    system.spawn(
                        "s" + i, script.inFrontOf(TestSystemTest.echo(probe)).supervised(together)))
            .toList();
    for (int round = 1; round <= 50; round++) {
      script.crashNext();
      siblings.get(round % 5).send("lost");
      system.advance(SECOND.minusNanos(1));
      assertEquals(5L * (round - 1), system.counters().restarts(), "round " + round);
      system.advance(Duration.ofNanos(1));
      assertEquals(5L * round, system.counters().restarts(), "round " + round);
    }
    probe.expectNothing();
  }

  @Test
  void advancesToWhateverComesNext() {
    ActorRef<String> actor =
        system.<String>spawn(
            "sleeper",
            (mailbox, ctx) -> {
              ctx.schedule("b", Duration.ofDays(2));
              ctx.schedule("a", Duration.ofDays(1));
              for (String message : mailbox) {
                probe.ref().send(message);
              }
            });

    assertEquals(Optional.of(Duration.ofDays(1)), system.advanceToNext());
    assertEquals(List.of("a"), probe.drain());
    assertEquals(Optional.of(Duration.ofDays(1)), system.advanceToNext());
    assertEquals(List.of("b"), probe.drain());
    assertEquals(Optional.empty(), system.advanceToNext());
    actor.stop();
  }

  @Test
  void whatIsDueAtOnceNeedsNoMove() {
    system.<String>spawn(
        "now",
        (mailbox, ctx) -> {
          ctx.schedule("now", Duration.ZERO);
          for (String message : mailbox) {
            probe.ref().send(message);
          }
        });

    system.settle();

    assertEquals(List.of("now"), probe.drain());
  }

  @Test
  void doesNotRunBackwards() {
    assertThrows(IllegalArgumentException.class, () -> system.advance(Duration.ofNanos(-1)));
  }
}
