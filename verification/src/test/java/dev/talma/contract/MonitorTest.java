package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.Down;
import dev.talma.ExitReason;
import dev.talma.Monitor;
import dev.talma.Restart;
import dev.talma.testkit.Await;
import dev.talma.testkit.Gate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Watching the lives of others.
@BothStyles
class MonitorTest extends StyledContract {
  private static final IllegalStateException CAUSE = new IllegalStateException("on purpose");

  private static final Cue CRASH =
      Cue.act(
          "crash",
          ctx -> {
            throw CAUSE;
          });

  private static Cue noted(Down down) {
    return Cue.note("down " + down.ref().name() + ": " + down.reason());
  }

  private static Monitor watch(ActorRef<Cue> watcher, ActorRef<?> target) {
    return in(watcher, ctx -> ctx.monitor(target, MonitorTest::noted));
  }

  @Test
  void theEndOfAWatchedActorBecomesAMessage() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> crashes = start("crashes");
    ActorRef<Cue> stops = start("stops");
    ActorRef<Cue> killed = start("killed");
    ActorRef<Cue> returns = start("returns");
    List.of(crashes, stops, killed, returns).forEach(each -> watch(watcher, each));
    crashes.send(CRASH);
    journal.awaitLine("watcher: down crashes: " + ExitReason.crashed(CAUSE));
    stops.stop();
    journal.awaitLine("watcher: down stops: " + ExitReason.shutdown());
    killed.kill();
    journal.awaitLine("watcher: down killed: " + ExitReason.killed());
    returns.stop(ExitReason.normal());
    journal.awaitLine("watcher: down returns: " + ExitReason.normal());
  }

  @Test
  void theMessageIsMadeByTheWatcherWhenItTakesIt() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> watched = start("watched");
    CompletableFuture<String> made = new CompletableFuture<>();
    Gate gate = system.gate("before the message is taken");
    tell(
        watcher,
        ctx ->
            ctx.monitor(
                watched,
                down -> {
                  made.complete(ctx.children().toString()); // only the watcher itself may do that
                  return noted(down);
                }));
    watcher.send(Cue.act(_ -> gate.pass()));
    gate.awaitArrival();
    var end = witness(watched);
    watched.stop();
    value(end);
    assertFalse(made.isDone());
    gate.open();
    assertEquals("[]", value(made));
  }

  @Test
  void theEndOfAWatchedActorCanBeGivenToAFunction() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> watched = start("watched");
    tell(
        watcher,
        ctx -> {
          ctx.onSignal(signal -> journal.add("signal " + signal));
          ctx.monitor(watched);
        });
    watched.send(CRASH);
    journal.awaitLine("signal " + new Down(watched, ExitReason.crashed(CAUSE)));
  }

  @Test
  void withoutAFunctionForSignalsItIsRefused() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> watched = start("watched");
    IllegalStateException refused =
        in(watcher, ctx -> assertThrows(IllegalStateException.class, () -> ctx.monitor(watched)));
    assertSays(refused, "contract:/watcher", "ctx.onSignal", "monitor(target, onDown)");
  }

  @Test
  void watchesStackAndEachGivesExactlyOneNotice() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> watched = start("watched");
    assertEquals(watched, watch(watcher, watched).target());
    watch(watcher, watched);
    watch(watcher, watched);
    var end = witness(watched);
    watched.stop();
    value(end);
    settled(watcher);
    assertEquals(3, journal.of("watcher: down watched").size());
  }

  @Test
  void aCancelledWatchGivesNoNoticeEvenIfItIsOnItsWay() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> watched = start("watched");
    Monitor kept = watch(watcher, watched);
    Monitor cancelled = watch(watcher, watched);
    Gate gate = system.gate("before the cancel");
    watcher.send(
        Cue.act(
            _ -> {
              gate.pass();
              cancelled.cancel();
              cancelled.cancel();
            }));
    gate.awaitArrival();
    var end = witness(watched);
    watched.stop();
    value(end); // and both notices wait
    gate.open();
    settled(watcher);
    assertEquals(1, journal.of("watcher: down watched").size());
    tell(watcher, _ -> kept.cancel()); // which changes nothing any more
  }

  @Test
  void onlyTheWatcherMayCancel() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> watched = start("watched");
    Monitor monitor = watch(watcher, watched);
    assertSays(assertThrows(IllegalStateException.class, monitor::cancel), "contract:/watcher");
    watched.stop();
    journal.awaitLine("watcher: down watched: " + ExitReason.shutdown());
  }

  @Test
  void anActorThatHasEndedIsNoProcess() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> ended = start("ended");
    ended.send(CRASH);
    awaitEnd(ended);
    watch(watcher, ended);
    journal.awaitLine("watcher: down ended: " + ExitReason.noProcess());
  }

  @Test
  void aRestartOfTheWatchedIsNoEnd() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> watched = start("watched", puppet("watched").supervised(Restart.always()));
    watch(watcher, watched);
    watched.send(CRASH);
    settled(watched);
    settled(watcher);
    assertEquals(List.of(), journal.of("watcher:"));
    watched.stop(ExitReason.shutdown("for good"));
    journal.awaitLine("watcher: down watched: " + ExitReason.shutdown("for good"));
    assertEquals(1, journal.of("watcher:").size());
  }

  @Test
  void aRestartOfTheWatcherEndsItsWatches() {
    ActorRef<Cue> watcher = start("watcher", puppet("watcher").supervised(Restart.always()));
    ActorRef<Cue> watched = start("watched");
    watch(watcher, watched);
    watcher.send(CRASH);
    settled(watcher);
    var end = witness(watched);
    watched.stop();
    value(end);
    settled(watcher);
    assertEquals(List.of(), journal.of("watcher:"));
  }

  @Test
  void aWatchIsOneWay() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> watched = start("watched");
    watch(watcher, watched);
    watcher.send(CRASH);
    awaitEnd(watcher);
    settled(watched);
    assertTrue(watched.isAlive());
  }

  @Test
  void aNoticeComesWhenTheWatchedIsGoneWithAllBelowIt() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> watched = start("watched");
    ActorRef<Cue> child = startChild(watched, "child");
    Gate gate = hold(child);
    watch(watcher, watched);
    watched.send(CRASH);
    settled(watcher);
    assertEquals(List.of(), journal.of("watcher:"));
    gate.open();
    journal.awaitLine("watcher: down watched: " + ExitReason.crashed(CAUSE));
    assertFalse(child.isAlive());
  }

  @Test
  void aNameIsFreeBeforeTheNoticeOfItsHolderArrives() {
    ActorRef<Cue> watcher = start("watcher");
    for (int i = 1; i <= 50; i++) {
      ActorRef<Cue> actor = start("name-" + i);
      tell(
          watcher,
          ctx ->
              ctx.monitor(
                  actor,
                  down ->
                      Cue.act(
                          in -> {
                            in.system().spawn(down.ref().name(), puppet("heir"));
                            journal.add("the name was free");
                          })));
      if (i % 2 == 0) {
        actor.kill();
      } else {
        actor.send(CRASH);
      }
    }
    Await.untilPasses(PATIENCE, () -> assertEquals(50, journal.of("the name was free").size()));
  }

  @Test
  void throwingWhileItMakesTheMessageOrHearsTheSignalIsACrashOfTheWatcher() {
    ActorRef<Cue> watched = start("watched");
    ActorRef<Cue> mapping = start("mapping");
    ActorRef<Cue> hearing = start("hearing");
    tell(
        mapping,
        ctx ->
            ctx.monitor(
                watched,
                down -> {
                  throw CAUSE;
                }));
    tell(
        hearing,
        ctx -> {
          ctx.onSignal(
              signal -> {
                throw CAUSE;
              });
          ctx.monitor(watched);
        });
    watched.stop();
    assertSame(CAUSE, system.crashes().expect(mapping).cause());
    assertSame(CAUSE, system.crashes().expect(hearing).cause());
    awaitEnd(mapping);
    awaitEnd(hearing);
  }
}
