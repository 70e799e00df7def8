package dev.talma.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ExitReason;
import dev.talma.SystemEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The end of a supervisor with its significant children.
class SignificantChildTest extends Stage {
  private static final ExitReason CRASH = ExitReason.crashed(new Cmd.Boom("on purpose"));

  static Stream<Arguments> ends() {
    List<Arguments> all = new ArrayList<>();
    for (AutoShutdown when : List.of(AutoShutdown.ANY_SIGNIFICANT, AutoShutdown.ALL_SIGNIFICANT)) {
      for (RestartType type : List.of(RestartType.TRANSIENT, RestartType.TEMPORARY)) {
        for (ExitReason reason :
            List.of(ExitReason.normal(), ExitReason.shutdown("x"), CRASH, ExitReason.killed())) {
          all.add(Arguments.of(when, type, reason));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0}, {1} after {2}")
  @MethodSource("ends")
  void theSupervisorEndsWithThoseThatEndForGood(
      AutoShutdown when, RestartType type, ExitReason reason) {
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(Strategy.ONE_FOR_ONE)
                .intensity(9, Duration.ofDays(1))
                .autoShutdown(when)
                .child(child("plain").restart(RestartType.TEMPORARY))
                .child(child("a").restart(type).significant())
                .child(child("b").restart(type).significant())
                .child(child("last")));
    turnPage();
    var stopped = system.record(SystemEvent.Stopped.class);
    ref(sup, "plain").send(new Cmd.End(reason)); // which is not significant
    system.settle();
    assertTrue(sup.isAlive());
    boolean forGood = type == RestartType.TEMPORARY || reason.isOrderly();
    ref(sup, "a").send(new Cmd.End(reason));
    if (!forGood) {
      system.settle();
      assertStates(sup, "a running", "b running", "last running");
      return;
    }
    if (when == AutoShutdown.ALL_SIGNIFICANT) {
      system.settle();
      assertTrue(sup.isAlive());
      ref(sup, "b").send(new Cmd.End(reason));
    }
    awaitEnd(sup);
    assertEquals(ExitReason.shutdown(), stopped.expect("sup", e -> e.ref().equals(sup)).reason());
    assertEquals(0, system.counters().live());
  }

  @ParameterizedTest
  @EnumSource(
      value = AutoShutdown.class,
      names = {"ANY_SIGNIFICANT", "ALL_SIGNIFICANT"})
  void oneThatIsEndedByTheSupervisorDoesNotEndIt(AutoShutdown when) {
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(Strategy.ONE_FOR_ALL)
                .autoShutdown(when)
                .child(child("a").restart(RestartType.TRANSIENT).significant())
                .child(child("t").restart(RestartType.TEMPORARY).significant())
                .child(child("b")));
    Supervisor.terminateChild(sup, "a");
    assertTrue(sup.isAlive());
    crash(sup, "b"); // t goes with it
    assertStates(sup, "a running", "b running");
  }

  @Test
  void aSupervisorThatEndsSoIsAChildThatHasEndedAsShutdown() {
    var low =
        Supervisor.spec(Strategy.ONE_FOR_ONE)
            .autoShutdown(AutoShutdown.ANY_SIGNIFICANT)
            .child(child("a").restart(RestartType.TRANSIENT).significant());
    var top =
        Supervisor.start(
            system,
            "top",
            Supervisor.spec(Strategy.ONE_FOR_ONE)
                .autoShutdown(AutoShutdown.ANY_SIGNIFICANT)
                .child(child("x"))
                .child(
                    ChildSpec.supervisor("low", low).restart(RestartType.TRANSIENT).significant()));
    asCmd(system.find("/top/low/a").orElseThrow()).send(new Cmd.End(ExitReason.normal()));
    awaitEnd(top);
    expectPage("+x", "+a", "-a", "-x");
  }
}
