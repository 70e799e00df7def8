package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Backoff;
import dev.talma.Context;
import dev.talma.DeadLetter.Reason;
import dev.talma.Exit;
import dev.talma.ExitReason;
import dev.talma.Restart;
import dev.talma.SystemEvent;
import dev.talma.testkit.Await;
import dev.talma.testkit.EventLog;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Lives that are bound together.
@BothStyles
class LinkTest extends StyledContract {
  private static final IllegalStateException CAUSE = new IllegalStateException("on purpose");

  private static final Cue CRASH =
      Cue.act(
          "crash",
          ctx -> {
            throw CAUSE;
          });

  private void link(ActorRef<Cue> from, ActorRef<?> to) {
    tell(from, ctx -> ctx.link(to));
  }

  /// Notes exits in the journal.
  private static void trapExits(ActorRef<Cue> actor) {
    tell(actor, ctx -> ctx.trapExits(LinkTest::noted));
  }

  private static Cue noted(Exit exit) {
    return Cue.note("exit of " + exit.ref().name() + ": " + exit.reason());
  }

  private static ExitReason end(EventLog<SystemEvent.Stopped> log, ActorRef<?> ref) {
    return log.expect("the end of " + ref, event -> event.ref().equals(ref)).reason();
  }

  @Test
  void aCrashSpreadsBothWaysWithItsReason() {
    var stopped = system.record(SystemEvent.Stopped.class);
    ActorRef<Cue> one = start("one");
    ActorRef<Cue> two = start("two");
    ActorRef<Cue> three = start("three");
    link(one, two);
    link(two, three);
    two.send(CRASH);
    for (ActorRef<Cue> each : List.of(one, two, three)) {
      assertEquals(ExitReason.crashed(CAUSE), end(stopped, each));
    }
    assertEquals(1, system.counters().crashes(), "only one of them has crashed");
  }

  @Test
  void aCrashSpreadsFromOneToTheNext() {
    var stopped = system.record(SystemEvent.Stopped.class);
    ActorRef<Cue> first = start("first");
    ActorRef<Cue> middle = start("middle");
    ActorRef<Cue> last = start("last");
    link(first, middle);
    link(middle, last);
    first.send(CRASH);
    assertEquals(ExitReason.crashed(CAUSE), end(stopped, last));
  }

  @Test
  void aStopAndAKillSpreadToo() {
    var stopped = system.record(SystemEvent.Stopped.class);
    ActorRef<Cue> one = start("one");
    ActorRef<Cue> two = start("two");
    link(one, two);
    two.stop(ExitReason.shutdown("tired"));
    assertEquals(ExitReason.shutdown("tired"), end(stopped, one));
    ActorRef<Cue> three = start("three");
    ActorRef<Cue> four = start("four");
    link(three, four);
    three.kill();
    assertEquals(ExitReason.killed(), end(stopped, four));
    journal.awaitLine("four cleans up"); // it was not killed itself
  }

  @Test
  void aNormalEndDoesNotSpread() {
    ActorRef<Cue> one = start("one");
    ActorRef<Cue> two = start("two");
    link(one, two);
    var end = witness(two);
    two.stop(ExitReason.normal());
    value(end);
    settled(one);
    assertTrue(one.isAlive());
  }

  @Test
  void anExitTakesItsTurn() {
    ActorRef<Cue> one = start("one");
    ActorRef<Cue> two = start("two");
    link(one, two);
    var end = witness(two);
    Gate gate = hold(one);
    one.send(Cue.note("before"));
    two.send(CRASH);
    value(end);
    Cue after = Cue.note("after");
    one.send(after);
    gate.open();
    awaitEnd(one);
    assertEquals(List.of("one: before"), journal.of("one:"));
    assertTrue(deadLetters(Reason.CRASHED).contains(after));
  }

  @Test
  void whoEndsByALinkIsNotRestarted() {
    ActorRef<Cue> one = start("one", puppet("one").supervised(Restart.always()));
    ActorRef<Cue> two = start("two");
    link(one, two);
    two.send(CRASH);
    awaitEnd(one);
    assertEquals(0, system.counters().restarts());
  }

  @Test
  void linkingTwiceIsLinkingOnce() {
    ActorRef<Cue> one = start("one");
    ActorRef<Cue> two = start("two");
    trapExits(one);
    link(one, two);
    link(one, two);
    link(two, one);
    var end = witness(two);
    two.send(CRASH);
    value(end);
    settled(one);
    assertEquals(1, journal.of("one: exit").size());
  }

  @Test
  void aLinkToAnActorThatHasEndedIsAnExitAtOnce() {
    var stopped = system.record(SystemEvent.Stopped.class);
    ActorRef<Cue> ended = start("ended");
    ended.stop();
    awaitEnd(ended);
    ActorRef<Cue> trapping = start("trapping");
    trapExits(trapping);
    link(trapping, ended);
    journal.awaitLine("trapping: exit of ended: " + ExitReason.noProcess());
    ActorRef<Cue> plain = start("plain");
    link(plain, ended);
    assertEquals(ExitReason.noProcess(), end(stopped, plain));
  }

  @Test
  void aLinkToItselfIsNone() {
    ActorRef<Cue> one = start("one");
    trapExits(one);
    link(one, one);
    settled(one);
    one.stop();
    awaitEnd(one);
    assertEquals(List.of(), journal.of("one: exit"));
  }

  // --- unlinking

  @Test
  void whoUnlinksHearsOfNoExitEvenIfItIsOnItsWay() {
    ActorRef<Cue> one = start("one");
    ActorRef<Cue> two = start("two");
    link(one, two);
    Gate gate = system.gate("before the unlink");
    one.send(
        Cue.act(
            ctx -> {
              gate.pass();
              ctx.unlink(two);
            }));
    gate.awaitArrival();
    var end = witness(two);
    two.send(CRASH);
    value(end); // and its exit waits in the mailbox of the other one
    gate.open();
    settled(one);
    assertTrue(one.isAlive());
  }

  @Test
  void anUnlinkEndsBothDirections() {
    ActorRef<Cue> one = start("one");
    ActorRef<Cue> two = start("two");
    link(one, two);
    tell(one, ctx -> ctx.unlink(two));
    var end = witness(one);
    one.send(CRASH);
    value(end);
    settled(two);
    assertTrue(two.isAlive());
  }

  // --- trapping

  @Test
  void anActorThatTrapsExitsGetsThemAsMessages() {
    ActorRef<Cue> trapping = start("trapping");
    trapExits(trapping);
    ActorRef<Cue> crashes = start("crashes");
    ActorRef<Cue> stops = start("stops");
    ActorRef<Cue> returns = start("returns");
    List.of(crashes, stops, returns).forEach(each -> link(trapping, each));
    crashes.send(CRASH);
    journal.awaitLine("trapping: exit of crashes: " + ExitReason.crashed(CAUSE));
    stops.stop(ExitReason.shutdown("tired"));
    journal.awaitLine("trapping: exit of stops: " + ExitReason.shutdown("tired"));
    returns.stop(ExitReason.normal());
    journal.awaitLine("trapping: exit of returns: " + ExitReason.normal());
    settled(trapping);
  }

  @Test
  void exitsCanBeGivenToAFunction() {
    ActorRef<Cue> trapping = start("trapping");
    ActorRef<Cue> other = start("other");
    tell(
        trapping,
        ctx -> {
          ctx.onSignal(signal -> journal.add("signal " + signal));
          ctx.trapExits();
          ctx.link(other);
        });
    other.send(CRASH);
    journal.awaitLine("signal " + new Exit(other, ExitReason.crashed(CAUSE)));
    settled(trapping);
  }

  @Test
  void withoutAFunctionForSignalsItIsRefused() {
    ActorRef<Cue> actor = start("actor");
    ActorRef<Cue> other = start("other");
    IllegalStateException refused =
        in(actor, ctx -> assertThrows(IllegalStateException.class, () -> ctx.trapExits()));
    assertSays(refused, "contract:/actor", "ctx.onSignal", "trapExits(onExit)");
    link(actor, other);
    other.send(CRASH);
    awaitEnd(actor); // it does not trap
  }

  // --- restarts and owners

  @Test
  void aLinkOutlivesTheRestartsOfBothAndARestartIsNoExit() {
    var stopped = system.record(SystemEvent.Stopped.class);
    Restart restart = Restart.always().backoff(Backoff.fixed(Duration.ofMillis(1)));
    ActorRef<Cue> one = start("one", puppet("one").supervised(restart));
    ActorRef<Cue> two = start("two", puppet("two").supervised(restart));
    link(one, two);
    for (ActorRef<Cue> each : List.of(one, two)) {
      each.send(CRASH);
      system.advance(Duration.ofSeconds(1));
      settled(one);
      settled(two);
    }
    assertEquals(2, system.counters().restarts());
    two.stop(ExitReason.shutdown("for good"));
    assertEquals(ExitReason.shutdown("for good"), end(stopped, one));
  }

  @Test
  void aRestartForgetsThatItTrappedExits() {
    ActorRef<Cue> one = start("one", puppet("one").supervised(Restart.always()));
    ActorRef<Cue> two = start("two");
    trapExits(one);
    link(one, two);
    one.send(CRASH);
    settled(one);
    two.stop();
    awaitEnd(one);
  }

  @Test
  void aChildCanBeLinkedBeforeItRuns() {
    var stopped = system.record(SystemEvent.Stopped.class);
    ActorRef<Cue> parent = start("parent");
    Actor<Cue> crashing =
        style.actor(
            () -> {
              throw CAUSE;
            });
    parent.send(Cue.act(ctx -> ctx.spawnLinked("child", crashing)));
    assertEquals(ExitReason.crashed(CAUSE), end(stopped, parent));
  }

  @Test
  void anOwnerThatStopsHearsNothingOfItsLinkedChildren() {
    var stopped = system.record(SystemEvent.Stopped.class);
    ActorRef<Cue> parent = start("parent");
    trapExits(parent);
    tell(parent, ctx -> ctx.spawnLinked("child", puppet("child")));
    parent.stop(ExitReason.shutdown("tired"));
    assertEquals(ExitReason.shutdown("tired"), end(stopped, parent));
    assertEquals(List.of(), journal.of("parent: exit"));
  }

  @Test
  void aNameIsFreeBeforeAnExitOfItsHolderArrives() {
    ActorRef<Cue> trapping = start("trapping");
    tell(
        trapping,
        ctx ->
            ctx.trapExits(
                exit ->
                    Cue.act(
                        in -> {
                          in.system().spawn(exit.ref().name(), puppet("heir"));
                          journal.add("the name was free");
                        })));
    for (int i = 1; i <= 50; i++) {
      ActorRef<Cue> actor = start("name-" + i);
      link(trapping, actor);
      actor.send(i % 2 == 0 ? CRASH : Cue.act(Context::stop));
    }
    Await.untilPasses(PATIENCE, () -> assertEquals(50, journal.of("the name was free").size()));
  }
}
