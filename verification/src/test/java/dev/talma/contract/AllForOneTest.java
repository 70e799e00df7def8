package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Backoff;
import dev.talma.DeadLetter.Reason;
import dev.talma.ExitReason;
import dev.talma.Restart;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Siblings that restart together.
@BothStyles
class AllForOneTest extends StyledContract {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration NANO = Duration.ofNanos(1);
  private static final Restart TOGETHER =
      Restart.always().backoff(Backoff.fixed(SECOND)).allForOne();
  private static final Cue CRASH = Cue.crash("on purpose");
  private static final int ROUNDS = 30;

  private ActorRef<Cue> parent;

  @BeforeEach
  void bringAParent() {
    parent = start("parent");
  }

  private ActorRef<Cue> together(String name) {
    return child(name, TOGETHER);
  }

  private ActorRef<Cue> child(String name, Restart restart) {
    return startChild(parent, name, puppet(name).supervised(restart));
  }

  private void crash(ActorRef<Cue> ref) {
    ref.send(CRASH);
    system.settle();
  }

  /// {@return how often each one has started}
  private Map<String, Integer> starts() {
    return journal.lines().stream()
        .filter(line -> line.matches("[a-z] starts"))
        .collect(Collectors.toMap(line -> line.substring(0, 1), _ -> 1, Integer::sum));
  }

  private List<String> cleaned() {
    return journal.lines().stream().filter(line -> line.endsWith(" cleans up")).toList();
  }

  // --- who

  @Test
  void onlyTheSiblingsThatAreSupervisedAllForOneRestart() {
    ActorRef<Cue> a = together("a");
    together("b");
    child("c", Restart.always());
    startChild(parent, "d");
    ActorRef<Cue> otherParent = start("parent-2");
    startChild(otherParent, "e", puppet("e").supervised(TOGETHER));
    crash(a);
    system.advance(SECOND);
    assertEquals(Map.of("a", 2, "b", 2, "c", 1, "d", 1, "e", 1), starts());
    assertEquals(2, system.counters().restarts());
    assertEquals(1, system.counters().crashes());
  }

  @Test
  void aCrashOfASiblingThatIsNotSupervisedSoRestartsNoOther() {
    together("a");
    ActorRef<Cue> b = child("b", Restart.always());
    crash(b);
    system.advance(SECOND);
    assertEquals(Map.of("a", 1, "b", 2), starts());
  }

  @Test
  void itIsTheSameAtTheTop() {
    ActorRef<Cue> a = start("a", puppet("a").supervised(TOGETHER));
    start("b", puppet("b").supervised(TOGETHER));
    crash(a);
    system.advance(SECOND);
    assertEquals(Map.of("a", 2, "b", 2), starts());
  }

  @Test
  void oneThatIsAloneRestartsAlone() {
    ActorRef<Cue> a = together("a");
    crash(a);
    system.advance(SECOND);
    assertEquals(Map.of("a", 2), starts());
  }

  // --- in which order

  @Test
  void theOthersStopOneAfterTheOtherTheLastStartedFirstAndThenAllStart() {
    together("a");
    ActorRef<Cue> b = together("b");
    ActorRef<Cue> c = together("c");
    together("d");
    Gate gate = hold(c);
    crash(b);
    system.advance(SECOND.multipliedBy(2)); // longer than the back-off
    List<String> before = cleaned().stream().filter(line -> !line.startsWith("b")).toList();
    assertEquals(List.of("d cleans up"), before, "c is busy, and waited for");
    assertEquals(Map.of("a", 1, "b", 1, "c", 1, "d", 1), starts());
    gate.open();
    system.settle();
    List<String> after = cleaned().stream().filter(line -> !line.startsWith("b")).toList();
    assertEquals(List.of("d cleans up", "c cleans up", "a cleans up"), after);
    assertEquals(Map.of("a", 1, "b", 1, "c", 1, "d", 1), starts(), "the back-off begins now");
    system.advance(SECOND);
    assertEquals(Map.of("a", 2, "b", 2, "c", 2, "d", 2), starts());
  }

  @Test
  void eachOfThemIsStoppedWithItsChildren() {
    ActorRef<Cue> a = together("a");
    ActorRef<Cue> b = together("b");
    ActorRef<Cue> below = startChild(b, "x");
    Gate gate = hold(below);
    a.send(CRASH);
    system.advance(SECOND.multipliedBy(2), b, below); // they stop
    assertEquals(Map.of("a", 1, "b", 1, "x", 1), starts());
    gate.open();
    awaitEnd(below);
    system.advance(SECOND);
    assertEquals(Map.of("a", 2, "b", 2, "x", 1), starts());
  }

  // --- what they lose

  @Test
  void onlyTheOneThatCrashedLosesAMessage() {
    ActorRef<Cue> a = together("a");
    ActorRef<Cue> b = together("b");
    Gate gate = system.gate("busy");
    b.send(
        Cue.act(
            _ -> {
              gate.pass();
              journal.add("b: done");
            }));
    gate.awaitArrival();
    b.send(Cue.note("first"));
    b.send(Cue.note("second"));
    var answer = b.askAsync(Cue.echo("after the restart"), AGES);
    crash(a);
    gate.open();
    system.settle();
    assertEquals(List.of("b: done"), journal.of("b: "), "it ends after its current message");
    system.advance(SECOND);
    assertEquals(List.of("b: done", "b: first", "b: second"), journal.of("b: "));
    assertEquals("after the restart", value(answer));
    assertEquals(List.of(CRASH), deadLetters(Reason.CRASHED));
    assertEquals(1, system.counters().deadLettersTotal());
  }

  @Test
  void theLimitsOfTheOthersAreNotCharged() {
    ActorRef<Cue> a = together("a");
    ActorRef<Cue> b = child("b", Restart.upTo(1).backoff(Backoff.fixed(SECOND)).allForOne());
    for (int i = 0; i < 3; i++) {
      crash(a);
      system.advance(SECOND);
    }
    crash(b);
    system.advance(SECOND);
    assertEquals(Map.of("a", 5, "b", 5), starts());
  }

  @Test
  void oneThatIsBeyondItsLimitEndsAndTheOthersGoOn() {
    ActorRef<Cue> a = child("a", Restart.upTo(0).allForOne());
    together("b");
    crash(a);
    system.advance(SECOND);
    assertFalse(a.isAlive());
    assertEquals(Map.of("a", 1, "b", 1), starts());
  }

  // --- two crash

  @Test
  void twoThatCrashRestartOnceTogetherAfterTheLongerBackoff() {
    ActorRef<Cue> a = together("a");
    ActorRef<Cue> b = child("b", TOGETHER.backoff(Backoff.fixed(SECOND.multipliedBy(3))));
    ActorRef<Cue> c = together("c");
    Gate gate = hold(c);
    crash(a);
    crash(b); // while c is waited for
    gate.open();
    system.advance(SECOND.multipliedBy(3).minus(NANO));
    assertEquals(Map.of("a", 1, "b", 1, "c", 1), starts());
    system.advance(NANO);
    assertEquals(Map.of("a", 2, "b", 2, "c", 2), starts());
    system.advance(SECOND.multipliedBy(10));
    assertEquals(Map.of("a", 2, "b", 2, "c", 2), starts());
  }

  @Test
  void allThatCrashAtTheSameTimeRestartOnce() {
    List<ActorRef<Cue>> refs = List.of(together("a"), together("b"), together("c"));
    for (int round = 1; round <= ROUNDS; round++) {
      Gate gate = system.gate("round " + round);
      for (ActorRef<Cue> ref : refs) {
        ref.send(
            Cue.act(
                _ -> {
                  gate.pass();
                  throw new IllegalStateException("on purpose");
                }));
      }
      gate.awaitArrivals(refs.size());
      gate.open();
      awaitCount((long) refs.size() * round, counters -> counters.crashes());
      system.advance(SECOND);
      system.advance(SECOND); // nobody restarts again
      int expected = round + 1;
      assertEquals(Map.of("a", expected, "b", expected, "c", expected), starts());
    }
  }

  @Test
  void oneThatCrashesWhenItIsCalledBackComesAlongAndLosesItsMessage() {
    ActorRef<Cue> a = together("a");
    ActorRef<Cue> b = together("b");
    Gate gate = system.gate("busy");
    Cue crash =
        Cue.act(
            _ -> {
              gate.pass();
              throw new IllegalStateException("on purpose");
            });
    b.send(crash);
    gate.awaitArrival();
    crash(a);
    gate.open();
    system.advance(SECOND);
    assertEquals(Map.of("a", 2, "b", 2), starts());
    assertEquals(List.of(CRASH, crash), deadLetters(Reason.CRASHED));
  }

  @Test
  void theNextCrashIsANewCommonRestart() {
    ActorRef<Cue> a = together("a");
    ActorRef<Cue> b = together("b");
    for (int round = 2; round < 6; round++) {
      crash(round % 2 == 0 ? a : b);
      system.advance(SECOND);
      assertEquals(Map.of("a", round, "b", round), starts());
    }
  }

  // --- one that ends meanwhile

  @Test
  void oneThatIsKilledMeanwhileIsNotWaitedFor() {
    ActorRef<Cue> a = together("a");
    together("b");
    ActorRef<Cue> c = together("c");
    hold(c);
    crash(a);
    c.kill();
    awaitEnd(c);
    system.advance(SECOND);
    assertEquals(Map.of("a", 2, "b", 2, "c", 1), starts());
  }

  @Test
  void oneThatIsStoppedWhileItWaitsForTheOthersEnds() {
    ActorRef<Cue> a = together("a");
    ActorRef<Cue> b = together("b");
    ActorRef<Cue> c = together("c");
    Gate gate = hold(b);
    crash(a);
    c.stop(ExitReason.shutdown("for today")); // it has come, and waits for b
    awaitEnd(c);
    gate.open();
    system.advance(SECOND);
    assertEquals(Map.of("a", 2, "b", 2, "c", 1), starts());
  }

  @Test
  void theOneThatCrashedMayBeStoppedMeanwhileAndTheOthersStillRestart() {
    ActorRef<Cue> a = together("a");
    together("b");
    ActorRef<Cue> c = together("c");
    Gate gate = hold(c);
    crash(a);
    a.stop();
    awaitEnd(a);
    gate.open();
    system.advance(SECOND);
    assertEquals(Map.of("a", 1, "b", 2, "c", 2), starts());
  }

  @Test
  void oneThatHasDecidedToStopIsNotRestarted() {
    ActorRef<Cue> witness = start("witness");
    ActorRef<Cue> a = together("a");
    ActorRef<Cue> b = together("b");
    tell(witness, ctx -> ctx.monitor(b, News::note));
    Gate gate = system.gate("busy");
    b.send(
        Cue.act(
            ctx -> {
              ctx.stop();
              gate.pass();
            }));
    gate.awaitArrival();
    crash(a);
    gate.open();
    awaitEnd(b);
    journal.awaitLine("witness: down b shutdown");
    system.advance(SECOND);
    assertEquals(Map.of("a", 2, "b", 1), starts());
  }

  @Test
  void oneThatCleansUpAfterAStopIsNotRestarted() {
    Gate gate = system.gate("clean-up");
    Actor<Cue> slow =
        style.actor(
            () ->
                new dev.talma.Handler<>() {
                  @Override
                  public void init(dev.talma.Context<Cue> ctx) {
                    journal.add("b starts");
                  }

                  @Override
                  public void handle(Cue cue, dev.talma.Context<Cue> ctx) throws Exception {
                    new Puppet("b", journal).handle(cue, ctx);
                  }

                  @Override
                  public void terminate(ExitReason reason, dev.talma.Context<Cue> ctx)
                      throws Exception {
                    gate.pass();
                  }
                });
    ActorRef<Cue> a = together("a");
    ActorRef<Cue> b = startChild(parent, "b", slow.supervised(TOGETHER));
    b.stop();
    gate.awaitArrival();
    crash(a);
    gate.open();
    awaitEnd(b);
    system.advance(SECOND);
    assertEquals(Map.of("a", 2, "b", 1), starts());
  }

  @Test
  void theStopOfTheOwnerEndsTheWholeRestart() {
    ActorRef<Cue> a = together("a");
    ActorRef<Cue> b = together("b");
    crash(a);
    parent.stop();
    awaitEnd(parent);
    assertFalse(a.isAlive());
    assertFalse(b.isAlive());
    assertEquals(Duration.ZERO, system.time().elapsed());
    assertEquals(Map.of("a", 1, "b", 1), starts());
  }

  // --- one that does not come in time

  @Test
  void oneThatDoesNotComeInTimeIsNotWaitedForAndRestartsWhenItComes() {
    ActorRef<Cue> a = together("a");
    together("b");
    ActorRef<Cue> c = together("c");
    Gate gate = hold(c);
    c.send(Cue.note("kept"));
    crash(a);
    Duration patience = system.settings().stopTimeout();
    system.advance(patience.minus(NANO));
    assertEquals(List.of(), cleaned().stream().filter(line -> !line.startsWith("a")).toList());
    system.advance(NANO);
    assertEquals(
        List.of("b cleans up"), cleaned().stream().filter(line -> !line.startsWith("a")).toList());
    system.advance(SECOND);
    assertEquals(Map.of("a", 2, "b", 2, "c", 1), starts());
    gate.open();
    system.advance(SECOND);
    assertEquals(Map.of("a", 2, "b", 2, "c", 2), starts());
    journal.awaitLine("c: kept");
    assertTrue(c.isAlive());
  }

  @Test
  void theirCommonPatienceIsForEachOneAlone() {
    ActorRef<Cue> a = together("a");
    ActorRef<Cue> b = together("b");
    ActorRef<Cue> c = together("c");
    Gate slow = hold(b);
    Gate slower = hold(c);
    crash(a);
    Duration most = system.settings().stopTimeout().minus(NANO);
    system.advance(most);
    slower.open();
    system.advance(most);
    assertEquals(Map.of("a", 1, "b", 1, "c", 1), starts());
    slow.open();
    system.advance(SECOND);
    assertEquals(Map.of("a", 2, "b", 2, "c", 2), starts());
  }
}
