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
import dev.talma.Restart;
import dev.talma.testkit.Await;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Lives that are bound together.
@BothStyles
class LinkTest extends StyledContract {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private ActorRef<Cue> witness;

  @BeforeEach
  void bringAWitness() {
    witness = start("witness");
  }

  /// Starts an actor whose end is written down.
  private ActorRef<Cue> watched(String name) {
    return watched(name, puppet(name));
  }

  private ActorRef<Cue> watched(String name, Actor<Cue> actor) {
    ActorRef<Cue> ref = start(name, actor);
    tell(witness, ctx -> ctx.monitor(ref, News::note));
    return ref;
  }

  private Actor<Cue> restarting(String name) {
    return puppet(name).supervised(Restart.always().backoff(Backoff.fixed(SECOND)));
  }

  private static void link(ActorRef<Cue> one, ActorRef<?> other) {
    tell(one, ctx -> ctx.link(other));
  }

  private static void trap(ActorRef<Cue> actor) {
    tell(actor, ctx -> ctx.trapExits(News::note));
  }

  private void awaitDown(String what) {
    journal.awaitLine("witness: down " + what);
  }

  private List<String> exits(String actor) {
    return journal.of(actor + ": exit");
  }

  // --- what spreads

  @Test
  void aCrashSpreadsWithTheSameReasonInBothDirections() {
    ActorRef<Cue> one = watched("one");
    ActorRef<Cue> two = watched("two");
    ActorRef<Cue> three = watched("three");
    link(one, two);
    link(two, three);
    two.send(Cue.crash("on purpose"));
    awaitDown("one crashed on purpose");
    awaitDown("two crashed on purpose");
    awaitDown("three crashed on purpose");
    assertEquals(1, system.counters().crashes(), "only one of them threw");
  }

  @Test
  void itSpreadsFromLinkToLink() {
    ActorRef<Cue> first = watched("first");
    ActorRef<Cue> middle = watched("middle");
    ActorRef<Cue> last = watched("last");
    link(first, middle);
    link(middle, last);
    first.send(Cue.crash("on purpose"));
    awaitDown("middle crashed on purpose");
    awaitDown("last crashed on purpose");
  }

  @Test
  void aStopSpreadsWithItsDetail() {
    ActorRef<Cue> one = watched("one");
    ActorRef<Cue> other = watched("other");
    link(one, other);
    one.stop(ExitReason.shutdown("for today"));
    awaitDown("other shutdown for today");
  }

  @Test
  void aKillSpreads() {
    ActorRef<Cue> one = watched("one");
    ActorRef<Cue> other = watched("other");
    link(one, other);
    one.kill();
    awaitDown("other killed");
  }

  @Test
  void aNormalEndDoesNotSpread() {
    ActorRef<Cue> other = watched("other");
    Actor<Cue> once = (mailbox, ctx) -> mailbox.receive(dev.talma.Selection::take);
    ActorRef<Cue> returns = system.spawn("returns", once);
    ActorRef<Cue> stops = watched("stops");
    link(other, returns);
    link(other, stops);
    returns.send(Cue.note("the only one"));
    stops.stop(ExitReason.normal());
    awaitEnd(returns);
    awaitDown("stops normal");
    system.settle();
    assertTrue(other.isAlive());
  }

  @Test
  void itEndsAfterTheCurrentMessageAndCleansUp() {
    ActorRef<Cue> one = watched("one");
    ActorRef<Cue> other = watched("other");
    link(one, other);
    Gate gate = system.gate("busy");
    other.send(
        Cue.act(
            _ -> {
              gate.pass();
              journal.add("other: done");
            }));
    gate.awaitArrival();
    one.kill();
    Await.until("the exit waits", PATIENCE, () -> other.waiting() == 1);
    other.send(Cue.note("too late"));
    gate.open();
    awaitDown("other killed");
    assertEquals(List.of("other: done", "other cleans up"), journal.of("other").subList(1, 3));
    assertEquals(3, journal.of("other").size());
  }

  @Test
  void itComesAfterWhatTheOtherOneSentBefore() {
    ActorRef<Cue> one = watched("one");
    ActorRef<Cue> other = watched("other");
    link(one, other);
    one.send(
        Cue.act(
            _ -> {
              other.send(Cue.note("last words"));
              throw new IllegalStateException("on purpose");
            }));
    awaitDown("other crashed on purpose");
    assertEquals(List.of("other: last words"), journal.of("other: "));
  }

  // --- how many

  @Test
  void linkingTwiceIsLinkingOnceFromWhicheverSide() {
    ActorRef<Cue> one = watched("one");
    ActorRef<Cue> other = watched("other");
    trap(one);
    link(one, other);
    link(one, other);
    link(other, one);
    other.stop();
    journal.awaitLine("one: exit other shutdown");
    system.settle();
    assertEquals(1, exits("one").size());
  }

  @Test
  void oneUnlinkEndsItFromWhicheverSide() {
    ActorRef<Cue> one = watched("one");
    ActorRef<Cue> other = watched("other");
    link(one, other);
    link(one, other);
    tell(other, ctx -> ctx.unlink(one));
    other.send(Cue.crash("on purpose"));
    awaitDown("other crashed on purpose");
    system.settle();
    assertTrue(one.isAlive());
  }

  @Test
  void anExitThatWaitsIsNotHandledAfterAnUnlink() {
    ActorRef<Cue> one = watched("one");
    ActorRef<Cue> other = watched("other");
    link(one, other);
    Gate gate = system.gate("before the unlink");
    one.send(
        Cue.act(
            ctx -> {
              gate.pass();
              ctx.unlink(other);
            }));
    gate.awaitArrival();
    other.send(Cue.crash("on purpose"));
    Await.until("the exit waits", PATIENCE, () -> one.waiting() == 1);
    gate.open();
    system.settle();
    assertTrue(one.isAlive());
  }

  @Test
  void anActorThatLinksToItselfDoesNothing() {
    ActorRef<Cue> one = watched("one");
    tell(one, ctx -> ctx.link(ctx.self()));
    one.stop();
    awaitDown("one shutdown");
  }

  // --- an actor that has ended

  @Test
  void linkingToOneThatHasEndedEndsTheLinkerWithNoProcess() {
    ActorRef<Cue> one = watched("one");
    ActorRef<Cue> other = watched("other");
    other.stop();
    awaitEnd(other);
    link(one, other);
    awaitDown("one no process");
  }

  @Test
  void linkingToOneThatHasEndedIsToldToWhoTrapsExits() {
    ActorRef<Cue> one = watched("one");
    ActorRef<Cue> other = watched("other");
    other.stop();
    awaitEnd(other);
    trap(one);
    link(one, other);
    journal.awaitLine("one: exit other no process");
    assertTrue(one.isAlive());
  }

  // --- trapped

  @Test
  void whoTrapsExitsGetsEachEndAsAMessageNormalOnesToo() {
    ActorRef<Cue> one = watched("one");
    trap(one);
    ActorRef<Cue> crashed = watched("crashed");
    ActorRef<Cue> stopped = watched("stopped");
    ActorRef<Cue> killed = watched("killed");
    ActorRef<Cue> done = watched("done");
    for (ActorRef<Cue> each : List.of(crashed, stopped, killed, done)) {
      link(one, each);
    }
    crashed.send(Cue.crash("on purpose"));
    journal.awaitLine("one: exit crashed crashed on purpose");
    stopped.stop();
    journal.awaitLine("one: exit stopped shutdown");
    killed.kill();
    journal.awaitLine("one: exit killed killed");
    done.stop(ExitReason.normal());
    journal.awaitLine("one: exit done normal");
    assertTrue(one.isAlive());
  }

  @Test
  void whoTrapsExitsAsSignalsGetsEachEndNormalOnesToo() {
    ActorRef<Cue> one = watched("one");
    tell(
        one,
        ctx -> {
          ctx.onSignal(signal -> journal.add("signal " + News.of(signal)));
          ctx.trapExits();
        });
    ActorRef<Cue> crashed = watched("crashed");
    ActorRef<Cue> done = watched("done");
    link(one, crashed);
    link(one, done);
    crashed.send(Cue.crash("on purpose"));
    journal.awaitLine("signal exit crashed crashed on purpose");
    done.stop(ExitReason.normal());
    journal.awaitLine("signal exit done normal");
    settled(one);
  }

  @Test
  void trappingAsSignalsNeedsAFunctionForThem() {
    ActorRef<Cue> one = watched("one");
    IllegalStateException refused =
        in(one, ctx -> assertThrows(IllegalStateException.class, ctx::trapExits));
    assertSays(refused, "contract:/one", "ctx.onSignal", "trapExits(onExit)");
  }

  @Test
  void whoTrapsExitsCanStillBeStoppedAndKilled() {
    ActorRef<Cue> stopped = watched("stopped");
    ActorRef<Cue> killed = watched("killed");
    trap(stopped);
    trap(killed);
    stopped.stop();
    killed.kill();
    awaitDown("stopped shutdown");
    awaitDown("killed killed");
  }

  @Test
  void theNameIsFreeBeforeTheExit() {
    ActorRef<Cue> one = watched("one");
    ActorRef<Cue> other = watched("other");
    tell(
        one,
        ctx ->
            ctx.trapExits(
                exit -> Cue.act(_ -> system.spawn("other", puppet("again"))))); // throws if taken
    link(one, other);
    other.send(Cue.crash("on purpose"));
    journal.awaitLine("again starts");
    settled(one);
  }

  // --- children

  @Test
  void whoIsSpawnedLinkedIsLinkedBeforeItRuns() {
    ActorRef<Cue> parent = watched("parent");
    Actor<Cue> stillborn =
        style.actor(
            () -> {
              throw new IllegalStateException("at birth");
            });
    tell(parent, ctx -> ctx.spawnLinked("child", stillborn));
    awaitDown("parent crashed at birth");
    ActorRef<Cue> other = watched("other");
    tell(other, ctx -> ctx.spawnLinked(stillborn));
    awaitDown("other crashed at birth");
  }

  @Test
  void stoppingItsOwnLinkedChildrenIsNoNewsToAnActorThatStops() {
    ActorRef<Cue> parent = watched("parent");
    trap(parent);
    ActorRef<Cue> child = in(parent, ctx -> ctx.spawnLinked("child", puppet("child")));
    parent.stop(ExitReason.shutdown("for today"));
    awaitDown("parent shutdown for today");
    assertFalse(child.isAlive());
    assertEquals(List.of(), exits("parent"));
  }

  @Test
  void stoppingItsOwnLinkedChildrenDoesNotEndTheNextRun() {
    ActorRef<Cue> parent =
        watched(
            "parent",
            style
                .actor(() -> new WithLinkedChild("parent"))
                .supervised(Restart.always().backoff(Backoff.fixed(SECOND))));
    for (int run = 2; run < 5; run++) {
      parent.send(Cue.crash("on purpose"));
      system.advance(SECOND);
      settled(parent);
      assertEquals(run, journal.of("child starts").size());
    }
    assertEquals(3, journal.of("child cleans up").size());
  }

  @Test
  void aKilledChildThatDidNotStopInTimeDoesNotEndTheNextRun() {
    ActorRef<Cue> parent = watched("parent", restarting("parent"));
    ActorRef<Cue> child = in(parent, ctx -> ctx.spawnLinked("child", puppet("child")));
    hold(child);
    parent.send(Cue.crash("on purpose"));
    Await.until("it waits for the child", PATIENCE, () -> system.time().pending() > 0);
    system.time().advance(system.settings().stopTimeout()); // the child is killed now
    awaitEnd(child);
    system.advance(SECOND);
    settled(parent);
    assertEquals(2, journal.of("parent starts").size());
  }

  /// Has a linked child from its start.
  private final class WithLinkedChild implements Handler<Cue> {
    private final Puppet puppet;

    WithLinkedChild(String name) {
      puppet = new Puppet(name, journal);
    }

    @Override
    public void init(Context<Cue> ctx) {
      puppet.init(ctx);
      ctx.spawnLinked("child", puppet("child"));
    }

    @Override
    public void handle(Cue cue, Context<Cue> ctx) throws Exception {
      puppet.handle(cue, ctx);
    }
  }

  // --- restarts

  @Test
  void aRestartDoesNotSpread() {
    ActorRef<Cue> one = watched("one", restarting("one"));
    ActorRef<Cue> other = watched("other");
    link(one, other);
    one.send(Cue.crash("on purpose"));
    system.advance(SECOND);
    assertEquals(2, journal.of("one starts").size());
    assertTrue(other.isAlive());
  }

  @Test
  void linksSurviveARestartInBothDirections() {
    for (boolean theRestartedOneEnds : new boolean[] {true, false}) {
      ActorRef<Cue> one = watched("one-" + theRestartedOneEnds, restarting("one"));
      ActorRef<Cue> other = watched("other-" + theRestartedOneEnds);
      link(one, other);
      one.send(Cue.crash("before"));
      system.advance(SECOND);
      if (theRestartedOneEnds) {
        one.kill();
        awaitDown("other-true killed");
      } else {
        other.send(Cue.crash("after"));
        awaitDown("one-false crashed after");
      }
    }
  }

  @Test
  void anExitOverALinkIsNoCrashToBeRestartedFrom() {
    ActorRef<Cue> one = watched("one", restarting("one"));
    ActorRef<Cue> other = watched("other");
    link(one, other);
    other.send(Cue.crash("on purpose"));
    awaitDown("one crashed on purpose");
    assertEquals(1, journal.of("one starts").size());
    assertEquals(0, system.counters().restarts());
  }

  @Test
  void trappingEndsWithTheRun() {
    ActorRef<Cue> one = watched("one", restarting("one"));
    ActorRef<Cue> other = watched("other");
    trap(one);
    link(one, other);
    one.send(Cue.crash("before"));
    system.advance(SECOND);
    other.send(Cue.crash("after"));
    awaitDown("one crashed after");
    assertEquals(List.of(), exits("one"));
  }
}
