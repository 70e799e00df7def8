package dev.talma.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a spec says, and what is refused.
class SupervisorSpecTest extends Stage {
  private static final SupervisorSpec SPEC = Supervisor.spec(Strategy.ONE_FOR_ONE);

  private static ChildSpec<Counter.Message> counter(String id) {
    return ChildSpec.server(id, Counter::new);
  }

  static Stream<Arguments> mistakes() {
    var significant = counter("a").restart(RestartType.TRANSIENT).significant();
    return Stream.of(
        mistake("an empty id", "id", () -> counter("")),
        mistake("an id with a slash", "a/b", () -> counter("a/b")),
        mistake("an id with a $", "$a", () -> counter("$a")),
        mistake("a negative limit", "negative", () -> SPEC.intensity(-1, Duration.ofSeconds(1))),
        mistake("a window of zero", "positive", () -> SPEC.intensity(1, Duration.ZERO)),
        mistake("a negative window", "positive", () -> SPEC.intensity(1, Duration.ofSeconds(-1))),
        mistake("no time to shut down", "brutalKill", () -> Shutdown.within(Duration.ZERO)),
        mistake("a negative time", "positive", () -> Shutdown.within(Duration.ofSeconds(-1))),
        mistake("a negative bound", "negative", () -> DynamicSupervisor.spec().maxChildren(-1)),
        mistake(
            "two children of one id",
            "\"a\"",
            () -> Supervisor.actor(SPEC.child(counter("a")).child(counter("a")))),
        mistake(
            "a significant child that is permanent",
            "permanent",
            () ->
                Supervisor.actor(
                    SPEC.autoShutdown(AutoShutdown.ANY_SIGNIFICANT)
                        .child(counter("a").significant()))),
        mistake(
            "a significant child without auto-shutdown",
            "never",
            () -> Supervisor.actor(SPEC.child(significant))),
        mistake(
            "a nested spec with a mistake",
            "never",
            () -> ChildSpec.supervisor("low", SPEC.child(significant))));
  }

  private static Arguments mistake(String what, String said, Executable mistake) {
    return Arguments.of(what, said, mistake);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void whatMakesNoSenseIsRefusedWithAReason(String what, String said, Executable mistake) {
    var failure = assertThrows(IllegalArgumentException.class, mistake, what);
    assertTrue(String.valueOf(failure.getMessage()).contains(said), failure.getMessage());
  }

  @Test
  void aStartThatIsRefusedStartsNothing() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Supervisor.start(system, "sup", SPEC.child(child("a")).child(child("a"))));
    assertEquals(0, system.counters().started());
    var sup = Supervisor.start(system, "sup", SPEC.child(child("b")));
    assertThrows(
        IllegalArgumentException.class,
        () -> Supervisor.startChild(sup, child("a").restart(RestartType.TEMPORARY).significant()));
    assertStates(sup, "b running");
  }

  @Test
  void theDefaultsAreThoseOfOtp() {
    assertEquals(new RestartLimit(1, Duration.ofSeconds(5)), SPEC.limit());
    assertEquals(AutoShutdown.NEVER, SPEC.shutdownWhen());
    assertEquals(Optional.empty(), SPEC.restartBackoff());
    var worker = counter("a");
    assertEquals(RestartType.PERMANENT, worker.restart());
    assertEquals(Shutdown.within(Duration.ofSeconds(5)), worker.shutdown());
    assertEquals(ChildType.WORKER, worker.type());
    var below = ChildSpec.supervisor("b", SPEC);
    assertEquals(Shutdown.infinity(), below.shutdown());
    assertEquals(ChildType.SUPERVISOR, below.type());
    assertEquals(
        Shutdown.infinity(), ChildSpec.supervisor("c", DynamicSupervisor.spec()).shutdown());
  }

  @Test
  void specsAreValuesThatAreNotChanged() {
    var one = SPEC.child(counter("a"));
    var two = one.child(counter("b")).backoff(Backoff.standard()).intensity(9, AGES);
    assertEquals(List.of("a"), one.children().stream().map(ChildSpec::id).toList());
    assertEquals(List.of("a", "b"), two.children().stream().map(ChildSpec::id).toList());
    var spec = counter("a");
    assertEquals("b", spec.restart(RestartType.TEMPORARY).withId("b").id());
    assertEquals(RestartType.PERMANENT, spec.restart());
  }
}
