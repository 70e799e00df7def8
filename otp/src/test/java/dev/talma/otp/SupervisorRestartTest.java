package dev.talma.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.ExitReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Who is restarted, with whom, in which order, and how often.
class SupervisorRestartTest extends Stage {
  private static final Duration WINDOW = Duration.ofSeconds(5);

  static Stream<Arguments> ends() {
    List<Arguments> all = new ArrayList<>();
    List<ExitReason> reasons =
        List.of(
            ExitReason.normal(),
            ExitReason.shutdown(),
            ExitReason.shutdown("detail"),
            ExitReason.crashed(new Cmd.Boom("on purpose")),
            ExitReason.killed());
    for (RestartType type : RestartType.values()) {
      for (ExitReason reason : reasons) {
        for (Kind kind : Kind.values()) {
          all.add(Arguments.of(type, reason, kind));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0} after {1}, {2}")
  @MethodSource("ends")
  void theTypeOfRestartAndTheReasonDecide(RestartType type, ExitReason reason, Kind kind) {
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(Strategy.ONE_FOR_ONE)
                .child(child("a", kind).restart(type))
                .child(child("b")));
    ActorRef<Cmd> first = ref(sup, "a");
    first.send(new Cmd.End(reason));
    awaitEnd(first);
    system.settle();
    boolean restarted =
        switch (type) {
          case PERMANENT -> true;
          case TRANSIENT ->
              reason instanceof ExitReason.Crashed || reason instanceof ExitReason.Killed;
          case TEMPORARY -> false;
        };
    if (restarted) {
      assertStates(sup, "a running", "b running");
      assertNotEquals(first, ref(sup, "a"));
      assertEquals("/sup/a", ref(sup, "a").path());
      assertEquals("a", ref(sup, "a").ask(new Cmd.Who()));
    } else if (type == RestartType.TRANSIENT) {
      assertStates(sup, "a stopped", "b running");
    } else {
      assertStates(sup, "b running");
    }
  }

  static Stream<Arguments> victims() {
    return Stream.of(Strategy.values())
        .flatMap(
            strategy ->
                Stream.of("a", "b", "c", "d").map(victim -> Arguments.of(strategy, victim)));
  }

  @ParameterizedTest(name = "{0}, {1} crashes")
  @MethodSource("victims")
  void theStrategyDecidesWhoIsStoppedInReverseAndStartedInOrder(Strategy strategy, String victim) {
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(strategy)
                .child(child("a", Kind.SERVER))
                .child(child("b", Kind.LOOP))
                .child(child("c", Kind.HANDLER))
                .child(child("d", Kind.SERVER)));
    assertEquals(List.of("+a", "+c", "+d"), withoutLoopStart(turnPage()));
    crash(sup, victim);
    List<String> group =
        switch (strategy) {
          case ONE_FOR_ONE -> List.of(victim);
          case ONE_FOR_ALL -> List.of("a", "b", "c", "d");
          case REST_FOR_ONE -> List.of("a", "b", "c", "d").subList(victim.charAt(0) - 'a', 4);
        };
    List<String> expected = new ArrayList<>();
    expected.add("-" + victim);
    for (String each : group.reversed()) {
      if (!each.equals(victim)) {
        expected.add("-" + each);
      }
    }
    group.forEach(each -> expected.add("+" + each));
    assertEquals(withoutLoopStart(expected), withoutLoopStart(turnPage()));
    assertStates(sup, "a running", "b running", "c running", "d running");
  }

  /// A loop has started when it is spawned, so that the line which it writes comes at any time.
  private static List<String> withoutLoopStart(List<String> lines) {
    return lines.stream().filter(line -> !line.equals("+b")).toList();
  }

  @Test
  void survivorsAreWaitedForBeforeAnybodyStarts() {
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(Strategy.ONE_FOR_ALL).child(child("a")).child(child("b")));
    turnPage();
    ActorRef<Cmd> a = ref(sup, "a");
    ActorRef<Cmd> b = ref(sup, "b");
    var gate = hold(a);
    b.send(Cmd.crash());
    awaitEnd(b);
    system.settle(sup);
    assertEquals(List.of("-b"), journal());
    gate.open();
    system.settle();
    expectPage("-b", "-a", "+a", "+b");
  }

  @ParameterizedTest
  @EnumSource(
      value = Strategy.class,
      names = {"ONE_FOR_ALL", "REST_FOR_ONE"})
  void aTemporarySiblingIsStoppedWithTheOthersAndForgotten(Strategy strategy) {
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(strategy)
                .child(child("a"))
                .child(child("b").restart(RestartType.TEMPORARY))
                .child(child("c").restart(RestartType.TRANSIENT)));
    turnPage();
    crash(sup, "a");
    expectPage("-a", "-c", "-b", "+a", "+c");
    assertStates(sup, "a running", "c running");
  }

  @Test
  void aSiblingThatHadEndedIsStartedWithTheOthers() {
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(Strategy.ONE_FOR_ALL)
                .intensity(5, WINDOW)
                .child(child("a"))
                .child(child("b").restart(RestartType.TRANSIENT))
                .child(child("c")));
    ref(sup, "b").send(new Cmd.End(ExitReason.normal()));
    system.settle();
    Supervisor.terminateChild(sup, "c");
    assertStates(sup, "a running", "b stopped", "c stopped");
    crash(sup, "a");
    assertStates(sup, "a running", "b running", "c running");
  }

  @Test
  void twoThatCrashTogetherAreRestartedOnceInOneForAll() {
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(Strategy.ONE_FOR_ALL).child(child("a")).child(child("b")));
    turnPage();
    Sys.suspend(sup); // so that it hears of both at the same time
    ref2(sup, "a").send(Cmd.crash());
    ref2(sup, "b").send(Cmd.crash());
    system.settle();
    Sys.resume(sup);
    system.settle();
    List<String> lines = turnPage();
    assertEquals(List.of("+a", "+b"), lines.subList(2, lines.size()));
    assertStates(sup, "a running", "b running");
  }

  private ActorRef<Cmd> ref2(ActorRef<?> sup, String id) {
    return asCmd(system.find(sup.path() + "/" + id).orElseThrow());
  }

  // --- the limit

  static Stream<Arguments> limits() {
    return Stream.of(Arguments.of(0, 0), Arguments.of(1, 1), Arguments.of(3, 3));
  }

  @ParameterizedTest
  @MethodSource("limits")
  void beyondTheLimitAllAreStoppedAndTheSupervisorEndsAsShutdown(int limit, int restarts) {
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(Strategy.ONE_FOR_ONE)
                .intensity(limit, WINDOW)
                .child(child("a"))
                .child(child("b"))
                .child(child("c")));
    var stopped = system.record(dev.talma.SystemEvent.Stopped.class);
    for (int i = 0; i < restarts; i++) {
      crash(sup, "b");
      assertTrue(sup.isAlive());
    }
    turnPage();
    ref(sup, "b").send(Cmd.crash());
    awaitEnd(sup);
    assertEquals(ExitReason.shutdown(), stopped.expect("sup", e -> e.ref().equals(sup)).reason());
    expectPage("-b", "-c", "-a");
    assertEquals(0, children());
  }

  private long children() {
    system.settle();
    return system.counters().live();
  }

  @Test
  void theUsualLimitIsOneRestartInFiveSeconds() {
    var sup =
        Supervisor.start(system, "sup", Supervisor.spec(Strategy.ONE_FOR_ONE).child(child("a")));
    crash(sup, "a");
    system.advance(Duration.ofSeconds(5).plusNanos(1));
    crash(sup, "a");
    assertTrue(sup.isAlive());
    system.advance(Duration.ofSeconds(5)); // to the very edge, which counts
    ref(sup, "a").send(Cmd.crash());
    awaitEnd(sup);
  }

  @Test
  void theEndOfARefThatWasReplacedIsNoNews() {
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(Strategy.ONE_FOR_ALL)
                .child(child("a"))
                .child(child("b"))
                .child(child("c")));
    crash(sup, "a"); // which gives the ends of b and c to hear of, beyond the limit if they counted
    assertStates(sup, "a running", "b running", "c running");
  }

  // --- escalation

  static Stream<Arguments> escalations() {
    return Stream.of(Strategy.values())
        .flatMap(s -> Stream.of(RestartType.values()).map(type -> Arguments.of(s, type)));
  }

  @ParameterizedTest(name = "{0}, the lower one {1}")
  @MethodSource("escalations")
  void theSupervisorAboveDecidesAboutOneThatGaveUp(Strategy strategy, RestartType type) {
    var top =
        Supervisor.start(
            system,
            "top",
            Supervisor.spec(strategy)
                .child(child("a"))
                .child(
                    ChildSpec.supervisor(
                            "low",
                            Supervisor.spec(Strategy.ONE_FOR_ONE)
                                .intensity(0, WINDOW)
                                .child(child("x"))
                                .child(child("y")))
                        .restart(type))
                .child(child("z")));
    expectPage("+a", "+x", "+y", "+z");
    system.find("/top/low/x").map(Stage::asCmd).orElseThrow().send(Cmd.crash());
    system.settle();
    switch (type) {
      case PERMANENT -> {
        assertStates(top, "a running", "low running", "z running");
        switch (strategy) {
          case ONE_FOR_ONE -> expectPage("-x", "-y", "+x", "+y");
          case ONE_FOR_ALL -> expectPage("-x", "-y", "-z", "-a", "+a", "+x", "+y", "+z");
          case REST_FOR_ONE -> expectPage("-x", "-y", "-z", "+x", "+y", "+z");
        }
      }
      case TRANSIENT -> {
        assertStates(top, "a running", "low stopped", "z running");
        expectPage("-x", "-y");
      }
      case TEMPORARY -> {
        assertStates(top, "a running", "z running");
        expectPage("-x", "-y");
      }
    }
  }

  @Test
  void whatNoSupervisorCanPutRightEndsTheTree() {
    SupervisorSpec low =
        Supervisor.spec(Strategy.ONE_FOR_ONE).intensity(1, WINDOW).child(child("x"));
    var top =
        Supervisor.start(
            system,
            "top",
            Supervisor.spec(Strategy.ONE_FOR_ONE)
                .intensity(1, WINDOW)
                .child(ChildSpec.supervisor("low", low)));
    for (int crash = 1; crash <= 3; crash++) {
      system.find("/top/low/x").map(Stage::asCmd).orElseThrow().send(Cmd.crash());
      system.settle();
      assertTrue(top.isAlive(), "crash " + crash);
    }
    system.find("/top/low/x").map(Stage::asCmd).orElseThrow().send(Cmd.crash());
    awaitEnd(top);
    assertEquals(0, children());
  }

  @Test
  void aSupervisorThatIsKilledTakesItsChildrenAlongAndIsRestarted() {
    var top =
        Supervisor.start(
            system,
            "top",
            Supervisor.spec(Strategy.ONE_FOR_ONE)
                .child(
                    ChildSpec.supervisor(
                        "low", Supervisor.spec(Strategy.ONE_FOR_ONE).child(child("x")))));
    ActorRef<?> low = system.find("/top/low").orElseThrow();
    ActorRef<?> x = system.find("/top/low/x").orElseThrow();
    low.kill();
    awaitEnd(low);
    system.settle();
    assertTrue(!x.isAlive());
    assertStates(top, "low running");
    assertEquals("x", asCmd(system.find("/top/low/x").orElseThrow()).ask(new Cmd.Who()));
  }
}
