package dev.talma.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.Backoff;
import dev.talma.ExitReason;
import dev.talma.Overflow;
import dev.talma.SystemEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The start of supervisors and children, and what becomes of it when one fails.
class SupervisorStartTest extends Stage {
  private static final SupervisorSpec EMPTY = Supervisor.spec(Strategy.ONE_FOR_ONE);
  private static final Cmd.Boom BOOM = new Cmd.Boom("on purpose");

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"SERVER", "HANDLER"})
  void theNextChildStartsWhenTheInitOfTheOneBeforeIsThrough(Kind kind) {
    var gate = system.gate("init of a");
    onInit("a", gate::pass);
    var started =
        CompletableFuture.supplyAsync(
            () ->
                Supervisor.start(
                    system, "sup", EMPTY.child(child("a", kind)).child(child("b", kind))));
    gate.awaitArrival();
    assertFalse(started.isDone());
    assertEquals(List.of(), journal());
    assertTrue(system.find("/sup/b").isEmpty());
    gate.open();
    assertStates(started.join(), "a running", "b running");
    expectPage("+a", "+b");
  }

  @Test
  void childrenAreOwnedByTheSupervisorAndNamedById() {
    var sup =
        Supervisor.start(
            system,
            "sup",
            EMPTY
                .child(child("a"))
                .child(ChildSpec.supervisor("low", EMPTY.child(child("b", Kind.LOOP)))));
    assertEquals("/sup/a", ref(sup, "a").path());
    assertTrue(system.find("/sup/low/b").isPresent());
    assertEquals(
        List.of(ChildType.WORKER, ChildType.SUPERVISOR),
        Supervisor.whichChildren(sup).stream().map(ChildInfo::type).toList());
    assertEquals(new ChildCounts(2, 2, 1, 1), Supervisor.countChildren(sup));
  }

  @Test
  void aSupervisorIsAServerToSys() {
    var sup = Supervisor.start(system, "sup", EMPTY.child(child("a")));
    assertEquals(SupervisorServer.class, Sys.getStatus(sup).behaviour());
    assertEquals("1 child", Sys.getState(sup).toString());
    GenServer.stop(sup);
    assertFalse(sup.isAlive());
    expectPage("+a", "-a");
  }

  @Test
  void itCanBeSpawnedAsAnyActorCan() {
    ActorRef<Supervisor.Message> sup =
        system.spawn("sup", Supervisor.actor(EMPTY.child(child("a"))));
    assertStates(sup, "a running");
    sup.stop();
    awaitEnd(sup);
    expectPage("+a", "-a");
  }

  // --- what init says × who starts

  /// What a child says in its `init`.
  enum Outcome {
    OK,
    IGNORE,
    STOP,
    THROW
  }

  private void prepare(String id, Outcome outcome) {
    switch (outcome) {
      case OK -> initNormally(id);
      case IGNORE -> onInit(id, () -> says(GenServer::ignore));
      case STOP -> onInit(id, () -> says(() -> GenServer.stopInit(ExitReason.shutdown("no"))));
      case THROW ->
          onInit(
              id,
              () -> {
                throw BOOM;
              });
    }
  }

  private static void says(Supplier<InitResult<String>> result) {
    throw new Says(result.get());
  }

  static Stream<Arguments> outcomes() {
    return Stream.of(Outcome.values())
        .flatMap(
            outcome ->
                Stream.of(RestartType.PERMANENT, RestartType.TEMPORARY)
                    .map(type -> Arguments.of(outcome, type)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("outcomes")
  void asAChildOfTheSpec(Outcome outcome, RestartType type) {
    prepare("b", outcome);
    SupervisorSpec spec = EMPTY.child(child("a")).child(child("b").restart(type)).child(child("c"));
    switch (outcome) {
      case OK -> assertStates(Supervisor.start(system, "sup", spec), all("b running"));
      case IGNORE ->
          assertStates(
              Supervisor.start(system, "sup", spec),
              type == RestartType.TEMPORARY
                  ? new String[] {"a running", "c running"}
                  : all("b stopped"));
      case STOP, THROW -> {
        var failure =
            assertThrows(StartFailedException.class, () -> Supervisor.start(system, "sup", spec));
        assertTrue(
            failure.getMessage().contains("\"b\"") && failure.getMessage().contains("/sup"),
            failure.getMessage());
        var ofChild = assertInstanceOf(StartFailedException.class, failure.getCause());
        if (outcome == Outcome.THROW) {
          assertSame(BOOM, ofChild.getCause());
        } else {
          assertEquals(ExitReason.shutdown("no"), ofChild.reason());
        }
        expectPage("+a", "-a");
        initNormally("b");
        assertStates(Supervisor.start(system, "sup", spec), all("b running")); // the name is free
      }
    }
  }

  private static String[] all(String b) {
    return new String[] {"a running", b, "c running"};
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("outcomes")
  void byStartChild(Outcome outcome, RestartType type) {
    var sup = Supervisor.start(system, "sup", EMPTY.child(child("a")));
    prepare("b", outcome);
    StartResult<Cmd> result = Supervisor.tryStartChild(sup, child("b").restart(type));
    switch (outcome) {
      case OK -> {
        assertEquals("b", ((StartResult.Started<Cmd>) result).ref().ask(new Cmd.Who()));
        assertStates(sup, "a running", "b running");
      }
      case IGNORE -> {
        assertEquals(new StartResult.Ignored<>(), result);
        assertEquals(type == RestartType.TEMPORARY ? 1 : 2, states(sup).size());
      }
      case STOP -> {
        assertEquals(new StartResult.Failed<>(ExitReason.shutdown("no")), result);
        assertStates(sup, "a running");
      }
      case THROW -> {
        assertEquals(new StartResult.Failed<>(ExitReason.crashed(BOOM)), result);
        assertStates(sup, "a running");
        var failure =
            assertThrows(
                StartFailedException.class,
                () -> Supervisor.startChild(sup, child("b").restart(type)));
        assertSame(BOOM, failure.getCause());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void byRestartChild(Outcome outcome) {
    var sup = Supervisor.start(system, "sup", EMPTY.child(child("b")));
    Supervisor.terminateChild(sup, "b");
    prepare("b", outcome);
    StartResult<?> result = Supervisor.tryRestartChild(sup, "b");
    switch (outcome) {
      case OK -> assertInstanceOf(StartResult.Started.class, result);
      case IGNORE -> assertEquals(new StartResult.Ignored<>(), result);
      case STOP -> assertEquals(new StartResult.Failed<>(ExitReason.shutdown("no")), result);
      case THROW -> assertEquals(new StartResult.Failed<>(ExitReason.crashed(BOOM)), result);
    }
    assertStates(sup, outcome == Outcome.OK ? "b running" : "b stopped");
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void byARestart(Outcome outcome) {
    var sup =
        Supervisor.start(
            system, "sup", EMPTY.intensity(3, AGES).child(child("a")).child(child("b")));
    turnPage();
    prepare("b", outcome);
    ref(sup, "b").send(Cmd.crash());
    switch (outcome) {
      case OK -> {
        expectPage("-b", "+b");
        assertStates(sup, "a running", "b running");
      }
      case IGNORE -> {
        expectPage("-b");
        assertStates(sup, "a running", "b stopped");
      }
      case STOP, THROW -> { // each failed start counts
        awaitEnd(sup);
        expectPage("-b", "-a");
      }
    }
  }

  // --- restarts that fail

  @Test
  void aRestartThatFailsIsTriedAgainUntilItSucceeds() {
    var sup =
        Supervisor.start(
            system, "sup", EMPTY.intensity(10, AGES).child(child("a")).child(child("b")));
    int[] left = {4};
    onInit(
        "a",
        () -> {
          if (left[0]-- > 0) {
            throw BOOM;
          }
        });
    crash(sup, "a");
    assertStates(sup, "a running", "b running");
    assertEquals(-1, left[0]);
  }

  @ParameterizedTest
  @EnumSource(
      value = Strategy.class,
      names = {"ONE_FOR_ALL", "REST_FOR_ONE"})
  void aStartThatFailsInTheMiddleOfARestartIsTriedAgain(Strategy strategy) {
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(strategy)
                .intensity(10, AGES)
                .child(child("a"))
                .child(child("b"))
                .child(child("c")));
    turnPage();
    int[] left = {1};
    onInit(
        "b",
        () -> {
          if (left[0]-- > 0) {
            throw BOOM;
          }
        });
    crash(sup, "a");
    if (strategy == Strategy.ONE_FOR_ALL) {
      expectPage("-a", "-c", "-b", "+a", "-a", "+a", "+b", "+c");
    } else {
      expectPage("-a", "-c", "-b", "+a", "+b", "+c");
    }
    assertStates(sup, "a running", "b running", "c running");
  }

  @Test
  void aSupervisorThatTriesAgainAndAgainCanBeUsedAndShutDown() {
    var sup =
        Supervisor.start(
            system,
            "sup",
            EMPTY.intensity(Integer.MAX_VALUE, AGES).child(child("a")).child(child("b")));
    onInit(
        "a",
        () -> {
          throw BOOM;
        });
    ref(sup, "a").send(Cmd.crash());
    awaitLine("-a");
    assertEquals("b running", states(sup).get(1));
    Supervisor.terminateChild(sup, "a"); // calls the restart off
    system.settle();
    assertStates(sup, "a stopped", "b running");
    onInit(
        "b",
        () -> {
          throw BOOM;
        });
    ref(sup, "b").send(Cmd.crash());
    awaitLine("-b");
    sup.stop();
    awaitEnd(sup);
  }

  @Test
  void ofAGroupThatTriesAgainOneCanBeCalledOff() {
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(Strategy.ONE_FOR_ALL)
                .intensity(10, AGES)
                .backoff(Backoff.fixed(Duration.ofSeconds(1)))
                .child(child("a"))
                .child(child("b"))
                .child(child("c")));
    turnPage();
    crash(sup, "a");
    assertStates(sup, "a restarting", "b restarting", "c restarting");
    Supervisor.terminateChild(sup, "a");
    system.advance(Duration.ofSeconds(1));
    assertStates(sup, "a stopped", "b running", "c running");
  }

  @Test
  void aChildThatIsKilledInItsInitHasFailedToStart() {
    var gate = system.gate("init");
    onInit("a", gate::pass);
    var result =
        CompletableFuture.supplyAsync(
            () -> Supervisor.tryStart(system, "sup", EMPTY.child(child("a"))));
    gate.awaitArrival();
    system.find("/sup/a").orElseThrow().kill();
    assertInstanceOf(StartResult.Failed.class, result.join());
    assertTrue(system.find("/sup").isEmpty());
  }

  @Test
  void aSupervisorThatIsKilledWhileItStartsLeavesNothing() {
    var gate = system.gate("init");
    onInit("b", gate::pass);
    var result =
        CompletableFuture.supplyAsync(
            () -> Supervisor.tryStart(system, "sup", EMPTY.child(child("a")).child(child("b"))));
    gate.awaitArrival();
    system.find("/sup").orElseThrow().kill();
    assertInstanceOf(StartResult.Failed.class, result.join());
    system.settle();
    assertEquals(0, system.counters().live());
  }

  @Test
  void aDecoratedChildIsWhatTheDecorationMakesOfIt() {
    var sup =
        Supervisor.start(
            system,
            "sup",
            EMPTY.child(
                child("a", Kind.LOOP).decorated(actor -> actor.bounded(1, Overflow.DROP_NEWEST))));
    var gate = hold(ref(sup, "a"));
    ref(sup, "a").send(new Cmd.Who());
    ref(sup, "a").send(new Cmd.Who());
    gate.open();
    system.settle();
    assertEquals(1, system.counters().deadLetters(dev.talma.DeadLetter.Reason.OVERFLOW));
  }

  @Test
  void aFailingChildOfANestedSupervisorIsNamedThroughAllLevels() {
    onInit(
        "x",
        () -> {
          throw BOOM;
        });
    var failure =
        assertThrows(
            StartFailedException.class,
            () ->
                Supervisor.start(
                    system,
                    "top",
                    EMPTY
                        .child(child("a"))
                        .child(ChildSpec.supervisor("low", EMPTY.child(child("x"))))));
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    assertSame(BOOM, deepest);
    assertTrue(failure.getMessage().contains("\"low\""), failure.getMessage());
    assertTrue(failure.getMessage().contains("\"x\""), failure.getMessage());
    expectPage("+a", "-a");
    assertEquals(
        0,
        system.record(SystemEvent.Crashed.class).all().stream()
            .filter(crash -> crash.ref().path().equals("/top"))
            .count());
  }
}
