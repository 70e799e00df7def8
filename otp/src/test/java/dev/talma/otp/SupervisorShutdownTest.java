package dev.talma.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.ExitReason;
import dev.talma.SystemEvent;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// How children are ended: in which order, in which way, with how much patience.
class SupervisorShutdownTest extends Stage {
  private static final Duration PATIENCE_OF_CHILD = Duration.ofSeconds(2);

  /// What a child does when it is to stop.
  enum Manner {
    OBEYS,
    IGNORES,
    CRASHES
  }

  /// Who ends it.
  enum By {
    TERMINATE_CHILD,
    THE_END_OF_THE_SUPERVISOR,
    A_SIBLING
  }

  static Stream<Arguments> all() {
    return Stream.of(Shutdown.brutalKill(), Shutdown.within(PATIENCE_OF_CHILD), Shutdown.infinity())
        .flatMap(
            how ->
                Stream.of(Manner.values())
                    .flatMap(
                        manner ->
                            Stream.of(By.values())
                                .flatMap(
                                    by ->
                                        Stream.of(Kind.values())
                                            .map(kind -> Arguments.of(how, manner, by, kind)))));
  }

  @ParameterizedTest(name = "{0} of one that {1} by {2}, {3}")
  @MethodSource("all")
  void theShutdownValueCounts(Shutdown how, Manner manner, By by, Kind kind) {
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(Strategy.ONE_FOR_ALL)
                .child(child("first"))
                .child(child("a", kind).shutdown(how))
                .child(child("last")));
    ActorRef<Cmd> a = ref(sup, "a");
    var stopped = system.record(SystemEvent.Stopped.class);
    var gate = manner == Manner.IGNORES ? hold(a) : null;
    if (manner == Manner.CRASHES) {
      onCleanUp(
          "a",
          () -> {
            throw new Cmd.Boom("in the clean-up");
          });
    }
    system.settle();
    var ended = end(sup, by);
    if (manner == Manner.IGNORES && !(how instanceof Shutdown.BrutalKill)) {
      awaitStopping(a);
      system.time().advance(PATIENCE_OF_CHILD.minusNanos(1));
      assertTrue(a.isAlive());
      system.time().advance(Duration.ofNanos(1));
      if (how instanceof Shutdown.Infinity) {
        system.time().advance(AGES);
        assertTrue(a.isAlive());
        gate.open();
      }
    }
    awaitEnd(a);
    ended.join();
    ExitReason reason = stopped.expect("a", e -> e.ref().equals(a)).reason();
    boolean killed =
        how instanceof Shutdown.BrutalKill
            || (how instanceof Shutdown.Within && manner == Manner.IGNORES);
    if (killed) {
      assertEquals(ExitReason.killed(), reason);
    } else if (manner == Manner.CRASHES && kind == Kind.LOOP) {
      assertTrue(reason instanceof ExitReason.Crashed, reason.toString());
    } else {
      assertEquals(ExitReason.shutdown(), reason);
    }
    if (by == By.THE_END_OF_THE_SUPERVISOR) {
      awaitEnd(sup);
    } else {
      system.settle();
      assertTrue(sup.isAlive());
      assertEquals(by == By.A_SIBLING ? "a running" : "a stopped", states(sup).get(1));
    }
  }

  private CompletableFuture<?> end(ActorRef<Supervisor.Message> sup, By by) {
    return switch (by) {
      case TERMINATE_CHILD -> CompletableFuture.runAsync(() -> Supervisor.terminateChild(sup, "a"));
      case THE_END_OF_THE_SUPERVISOR -> {
        sup.stop();
        yield CompletableFuture.completedFuture(null);
      }
      case A_SIBLING -> {
        ref(sup, "first").send(Cmd.crash());
        yield CompletableFuture.completedFuture(null);
      }
    };
  }

  @Test
  void theLastStartedIsStoppedFirstThroughAllLevels() {
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(Strategy.ONE_FOR_ONE)
                .child(child("a"))
                .child(
                    ChildSpec.supervisor(
                        "low",
                        Supervisor.spec(Strategy.ONE_FOR_ONE)
                            .child(child("b"))
                            .child(child("c", Kind.HANDLER))))
                .child(child("d", Kind.HANDLER)));
    expectPage("+a", "+b", "+c", "+d");
    GenServer.stop(sup);
    expectPage("-d", "-c", "-b", "-a");
    assertEquals(0, system.counters().live());
  }

  @Test
  void theOrderIsThatOfTheSpecsWhoeverWasRestarted() {
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(Strategy.ONE_FOR_ONE)
                .intensity(9, AGES)
                .child(child("a"))
                .child(child("b"))
                .child(child("c")));
    crash(sup, "a");
    Supervisor.terminateChild(sup, "b");
    var _ = Supervisor.startChild(sup, child("d"));
    var _ = Supervisor.restartChild(sup, "b");
    assertStates(sup, "a running", "b running", "c running", "d running");
    turnPage();
    GenServer.stop(sup);
    expectPage("-d", "-c", "-b", "-a");
  }

  @Test
  void aWorkerHasFiveSecondsUnlessToldOtherwise() {
    var sup =
        Supervisor.start(system, "sup", Supervisor.spec(Strategy.ONE_FOR_ONE).child(child("a")));
    ActorRef<Cmd> a = ref(sup, "a");
    hold(a);
    sup.stop();
    system.time().awaitTimers(1);
    system.time().advance(Duration.ofMillis(4_999));
    assertTrue(a.isAlive());
    system.time().advance(Duration.ofMillis(1));
    awaitEnd(sup);
    assertFalse(a.isAlive());
  }

  @Test
  void aNestedSupervisorHasAsMuchTimeAsItsChildrenNeed() {
    SupervisorSpec low = Supervisor.spec(Strategy.ONE_FOR_ONE);
    for (String id : List.of("x", "y", "z")) {
      low = low.child(child(id).shutdown(Shutdown.within(Duration.ofSeconds(4))));
    }
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(Strategy.ONE_FOR_ONE).child(ChildSpec.supervisor("low", low)));
    List<ActorRef<Cmd>> children =
        Stream.of("z", "y", "x")
            .map(id -> asCmd(system.find("/sup/low/" + id).orElseThrow()))
            .toList();
    List<Gate> gates = children.stream().map(this::hold).toList();
    sup.stop();
    for (int i = 0; i < 3; i++) { // 3 s each, which is 9 s in all
      system.time().awaitTimers(2); // of the chain of each level
      system.time().advance(Duration.ofSeconds(3));
      gates.get(i).open();
      awaitEnd(children.get(i));
    }
    awaitEnd(sup);
    assertEquals(List.of("+x", "+y", "+z", "-z", "-y", "-x"), journal());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aChildHandlesWhatWasSentBefore(Kind kind) {
    var sup =
        Supervisor.start(
            system, "sup", Supervisor.spec(Strategy.ONE_FOR_ONE).child(child("a", kind)));
    ActorRef<Cmd> a = ref(sup, "a");
    var gate = hold(a);
    a.send(new Cmd.Act(_ -> note("handled")));
    sup.stop();
    system.settle(sup, a);
    gate.open();
    awaitEnd(sup);
    assertEquals(List.of("+a", "handled", "-a"), journal());
  }
}
