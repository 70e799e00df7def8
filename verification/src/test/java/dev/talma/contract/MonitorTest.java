package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Backoff;
import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.Handler;
import dev.talma.Monitor;
import dev.talma.Restart;
import dev.talma.testkit.Await;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What one actor hears of the end of another one that it watches.
@BothStyles
class MonitorTest extends StyledContract {
  private static final int ROUNDS = 50;

  /// Has an actor watch another one, and write down what it hears.
  private static Monitor watch(ActorRef<Cue> watcher, ActorRef<?> target) {
    return in(watcher, ctx -> ctx.monitor(target, News::note));
  }

  private List<String> heard(String watcher) {
    return journal.of(watcher + ": down");
  }

  private static void awaitWaiting(ActorRef<?> ref, int count) {
    Await.until("what came waits", PATIENCE, () -> ref.waiting() == count);
  }

  // --- what is heard

  @Test
  void eachEndIsToldWithItsReasonAsAMessage() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> stopped = start("stopped");
    ActorRef<Cue> dismissed = start("dismissed");
    ActorRef<Cue> killed = start("killed");
    ActorRef<Cue> crashed = start("crashed");
    ActorRef<Cue> done = start("done");
    for (ActorRef<Cue> each : List.of(stopped, dismissed, killed, crashed, done)) {
      watch(watcher, each);
    }
    stopped.stop();
    journal.awaitLine("watcher: down stopped shutdown");
    dismissed.stop(ExitReason.shutdown("for today"));
    journal.awaitLine("watcher: down dismissed shutdown for today");
    killed.kill();
    journal.awaitLine("watcher: down killed killed");
    crashed.send(Cue.crash("on purpose"));
    journal.awaitLine("watcher: down crashed crashed on purpose");
    done.stop(ExitReason.normal());
    journal.awaitLine("watcher: down done normal");
    assertEquals(5, heard("watcher").size());
  }

  @Test
  void anActorWhoseFunctionReturnsHasEndedNormally() {
    ActorRef<Cue> watcher = start("watcher");
    Actor<Cue> once = (mailbox, ctx) -> mailbox.receive(dev.talma.Selection::take);
    ActorRef<Cue> target = system.spawn("target", once);
    watch(watcher, target);
    target.send(Cue.note("the only one"));
    journal.awaitLine("watcher: down target normal");
  }

  @Test
  void theEndIsGivenToTheFunctionForSignals() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> target = start("target");
    tell(
        watcher,
        ctx -> {
          ctx.onSignal(signal -> journal.add("signal " + News.of(signal)));
          ctx.monitor(target);
        });
    target.send(Cue.crash("on purpose"));
    journal.awaitLine("signal down target crashed on purpose");
  }

  @Test
  void aWatchForSignalsNeedsAFunctionForThem() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> target = start("target");
    IllegalStateException refused =
        in(watcher, ctx -> assertThrows(IllegalStateException.class, () -> ctx.monitor(target)));
    assertSays(refused, "contract:/watcher", "ctx.onSignal", "monitor(target, onDown)");
  }

  @Test
  void theReferenceInTheNoticeIsThatOfTheTarget() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> target = start("target");
    Monitor monitor =
        in(
            watcher,
            ctx -> ctx.monitor(target, down -> Cue.note("same " + down.ref().equals(target))));
    assertEquals(target, monitor.target());
    target.stop();
    journal.awaitLine("watcher: same true");
  }

  @Test
  void anActorThatHasEndedIsNoProcessAtOnce() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> target = start("target");
    target.stop();
    awaitEnd(target);
    watch(watcher, target);
    journal.awaitLine("watcher: down target no process");
    tell(
        watcher,
        ctx -> {
          ctx.onSignal(signal -> journal.add("signal " + News.of(signal)));
          ctx.monitor(target);
        });
    journal.awaitLine("signal down target no process");
    system.settle();
    assertEquals(1, heard("watcher").size());
  }

  // --- how often

  @Test
  void watchesStack() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> target = start("target");
    watch(watcher, target);
    Monitor second = watch(watcher, target);
    watch(watcher, target);
    tell(watcher, _ -> second.cancel());
    target.stop();
    journal.awaitLine("watcher: down target shutdown");
    system.settle();
    assertEquals(2, heard("watcher").size());
  }

  @Test
  void eachWatchGivesExactlyOneNoticeHoweverTheTargetEnds() {
    ActorRef<Cue> watcher = start("watcher");
    for (int round = 0; round < ROUNDS; round++) {
      ActorRef<Cue> target = start("target-" + round);
      Thread.ofVirtual().start(target::stop);
      Thread.ofVirtual().start(target::kill);
      watch(watcher, target);
      target.send(Cue.crash("on purpose"));
      awaitEnd(target);
    }
    Await.untilPasses(PATIENCE, () -> assertEquals(ROUNDS, heard("watcher").size()));
    system.settle();
    assertEquals(ROUNDS, heard("watcher").size());
  }

  @Test
  void severalWatchersAllHearOfIt() {
    ActorRef<Cue> one = start("one");
    ActorRef<Cue> other = start("other");
    ActorRef<Cue> target = start("target");
    watch(one, target);
    watch(other, target);
    target.kill();
    journal.awaitLine("one: down target killed");
    journal.awaitLine("other: down target killed");
  }

  @Test
  void theWatchIsOneWay() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> target = start("target");
    watch(watcher, target);
    watcher.send(Cue.crash("on purpose"));
    awaitEnd(watcher);
    settled(target);
    assertTrue(target.isAlive());
  }

  // --- when

  @Test
  void theNoticeComesAfterWhatTheTargetSentBefore() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> target =
        start(
            "target",
            style.actor(
                () ->
                    new Handler<>() {
                      @Override
                      public void handle(Cue cue, Context<Cue> ctx) throws Exception {
                        if (cue instanceof Cue.Question question) {
                          question.treatment().of(question, ctx);
                        } else {
                          watcher.send(cue);
                        }
                      }

                      @Override
                      public void terminate(ExitReason reason, Context<Cue> ctx) {
                        watcher.send(Cue.note("last words"));
                      }
                    }));
    watch(watcher, target);
    Gate gate = hold(watcher);
    for (int i = 0; i < ROUNDS; i++) {
      target.send(Cue.note("word " + i));
    }
    target.stop();
    awaitEnd(target);
    gate.open();
    journal.awaitLine("watcher: down target shutdown");
    List<String> lines = journal.of("watcher: ");
    assertEquals(ROUNDS + 2, lines.size());
    assertEquals(
        List.of("watcher: last words", "watcher: down target shutdown"),
        lines.subList(ROUNDS, ROUNDS + 2));
  }

  @Test
  void theNoticeOfACrashComesAfterWhatTheFailingMessageMadeItSend() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> target = start("target");
    watch(watcher, target);
    target.send(
        Cue.act(
            _ -> {
              watcher.send(Cue.note("last words"));
              throw new IllegalStateException("on purpose");
            }));
    journal.awaitLine("watcher: down target crashed on purpose");
    assertEquals(
        List.of("watcher: last words", "watcher: down target crashed on purpose"),
        journal.of("watcher: "));
  }

  @Test
  void theNameIsFreeBeforeTheNotice() {
    for (int round = 0; round < ROUNDS; round++) {
      ActorRef<Cue> watcher = start("watcher");
      ActorRef<Cue> target = start("target");
      tell(
          watcher,
          ctx ->
              ctx.monitor(
                  target,
                  down ->
                      Cue.act(
                          _ -> {
                            system.spawn("target", puppet("again")).stop();
                            journal.add("came back");
                          })));
      target.stop();
      journal.awaitLine("came back");
      journal.clear();
      watcher.stop();
      awaitEnd(watcher);
      Await.until("it is gone again", () -> system.find("/target").isEmpty());
    }
  }

  @Test
  void theNameOfAChildIsFreeBeforeTheNotice() {
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> child = startChild(parent, "child");
    tell(
        parent,
        ctx ->
            ctx.monitor(
                child,
                down -> Cue.act(own -> own.spawn("child", puppet("again"))))); // throws if taken
    child.send(Cue.crash("on purpose"));
    journal.awaitLine("again starts");
    settled(parent);
  }

  // --- not any more

  @Test
  void afterACancelNothingIsHeard() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> target = start("target");
    Monitor monitor = watch(watcher, target);
    tell(watcher, _ -> monitor.cancel());
    tell(watcher, _ -> monitor.cancel()); // does nothing
    target.stop();
    awaitEnd(target);
    system.settle();
    assertEquals(List.of(), heard("watcher"));
  }

  @Test
  void aNoticeThatWaitsIsNotHandledAfterACancel() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> target = start("target");
    Monitor monitor = watch(watcher, target);
    Gate gate = system.gate("before the cancel");
    watcher.send(
        Cue.act(
            _ -> {
              gate.pass();
              monitor.cancel();
            }));
    gate.awaitArrival();
    target.stop();
    awaitWaiting(watcher, 1);
    gate.open();
    system.settle();
    assertEquals(List.of(), heard("watcher"));
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void onlyTheWatcherCancels() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> target = start("target");
    Monitor monitor = watch(watcher, target);
    assertSays(
        assertThrows(IllegalStateException.class, monitor::cancel),
        "Monitor.cancel",
        "contract:/watcher");
    target.stop();
    journal.awaitLine("watcher: down target shutdown");
  }

  @Test
  void aRestartOfTheWatcherEndsItsWatches() {
    ActorRef<Cue> watcher = restarting("watcher");
    ActorRef<Cue> early = start("early");
    ActorRef<Cue> late = start("late");
    watch(watcher, early);
    watch(watcher, late);
    Gate gate = hold(watcher);
    watcher.send(Cue.crash("on purpose"));
    early.stop(); // the notice waits when the watcher crashes
    awaitWaiting(watcher, 2);
    gate.open();
    system.advance(Duration.ofSeconds(1));
    assertEquals(2, journal.of("watcher starts").size());
    late.stop();
    awaitEnd(late);
    system.settle();
    assertEquals(List.of(), heard("watcher"));
  }

  @Test
  void aRestartOfTheTargetIsNoEndAndTheWatchGoesOn() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> target = restarting("target");
    watch(watcher, target);
    target.send(Cue.crash("on purpose"));
    system.advance(Duration.ofSeconds(1));
    assertEquals(2, journal.of("target starts").size());
    assertEquals(List.of(), heard("watcher"));
    target.stop();
    journal.awaitLine("watcher: down target shutdown");
  }

  // --- from the start

  @Test
  void whoIsSpawnedMonitoredIsWatchedBeforeItRuns() {
    ActorRef<Cue> watcher = start("watcher");
    Actor<Cue> stillborn =
        style.actor(
            () -> {
              throw new IllegalStateException("at birth");
            });
    for (int round = 0; round < ROUNDS; round++) {
      String name = "child-" + round;
      tell(watcher, ctx -> ctx.spawnMonitored(name, stillborn, News::note));
    }
    Await.untilPasses(PATIENCE, () -> assertEquals(ROUNDS, heard("watcher").size()));
    assertTrue(
        heard("watcher").stream().allMatch(line -> line.endsWith("crashed at birth")),
        () -> heard("watcher").toString());
  }

  @Test
  void whoIsSpawnedMonitoredIsAChild() {
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> child =
        in(parent, ctx -> ctx.spawnMonitored("child", puppet("child"), News::note));
    assertEquals("/parent/child", child.path());
    parent.stop();
    awaitEnd(parent);
    assertFalse(child.isAlive());
    assertEquals(List.of(), heard("parent"), "that it stopped its own child is no news");
  }

  @Test
  void whoIsSpawnedMonitoredNeedsNoName() {
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> first = in(parent, ctx -> ctx.spawnMonitored(puppet("first"), News::note));
    ActorRef<Cue> second = in(parent, ctx -> ctx.spawnMonitored(puppet("second"), News::note));
    assertEquals(List.of(first, second), in(parent, Context::children));
    first.stop();
    journal.awaitLine("parent: down " + first.name() + " shutdown");
  }

  // --- failing

  @Test
  void anExceptionOfTheFunctionThatMakesTheMessageIsACrashOfTheWatcher() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> target = start("target");
    ActorRef<Cue> witness = start("witness");
    watch(witness, watcher);
    tell(
        watcher,
        ctx ->
            ctx.monitor(
                target,
                down -> {
                  throw new IllegalStateException("cannot say");
                }));
    target.stop();
    journal.awaitLine("witness: down watcher crashed cannot say");
  }

  @Test
  void anExceptionOfTheFunctionForSignalsIsACrashOfTheWatcher() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> target = start("target");
    ActorRef<Cue> witness = start("witness");
    watch(witness, watcher);
    tell(
        watcher,
        ctx -> {
          ctx.onSignal(
              signal -> {
                throw new IllegalStateException("cannot hear");
              });
          ctx.monitor(target);
        });
    target.stop();
    journal.awaitLine("witness: down watcher crashed cannot hear");
  }

  private ActorRef<Cue> restarting(String name) {
    return start(
        name,
        puppet(name).supervised(Restart.always().backoff(Backoff.fixed(Duration.ofSeconds(1)))));
  }
}
