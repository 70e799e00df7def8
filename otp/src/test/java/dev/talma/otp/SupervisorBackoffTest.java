package dev.talma.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.talma.Backoff;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Waits before restarts.
class SupervisorBackoffTest extends Stage {
  private static final Backoff DOUBLING =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10), 2, 0);

  @Test
  void eachFurtherRestartWaitsLonger() {
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(Strategy.ONE_FOR_ONE)
                .intensity(9, AGES)
                .backoff(DOUBLING)
                .child(child("a"))
                .child(child("b")));
    for (int millis : new int[] {100, 200, 400}) {
      crash(sup, "a");
      system.advance(Duration.ofMillis(millis - 1));
      assertStates(sup, "a restarting", "b running");
      system.advance(Duration.ofMillis(1));
      assertStates(sup, "a running", "b running");
    }
    system.advance(Duration.ofSeconds(10)); // it ran well for so long that all is forgotten
    crash(sup, "a");
    system.advance(Duration.ofMillis(100));
    assertStates(sup, "a running", "b running");
  }

  @Test
  void aChildMayHaveItsOwn() {
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(Strategy.ONE_FOR_ONE)
                .backoff(DOUBLING)
                .child(child("a").backoff(Backoff.fixed(Duration.ofMillis(7)))));
    crash(sup, "a");
    system.advance(Duration.ofMillis(6));
    assertStates(sup, "a restarting");
    system.advance(Duration.ofMillis(1));
    assertStates(sup, "a running");
  }

  @Test
  void thoseThatAreRestartedTogetherAreStoppedAtOnceAndStartedAfterTheWait() {
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(Strategy.REST_FOR_ONE)
                .backoff(DOUBLING)
                .child(child("a"))
                .child(child("b"))
                .child(child("c")));
    turnPage();
    crash(sup, "b");
    expectPage("-b", "-c");
    assertStates(sup, "a running", "b restarting", "c restarting");
    system.advance(Duration.ofMillis(100));
    expectPage("+b", "+c");
  }

  @Test
  void whileItWaitsAnEarlierOneMayCrashAndTheLaterWaitCounts() {
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(Strategy.REST_FOR_ONE)
                .intensity(9, AGES)
                .backoff(DOUBLING)
                .child(child("a"))
                .child(child("b")));
    turnPage();
    crash(sup, "b");
    system.advance(Duration.ofMillis(50));
    crash(sup, "a");
    system.advance(Duration.ofMillis(99));
    expectPage("-b", "-a");
    system.advance(Duration.ofMillis(1));
    expectPage("+a", "+b");
    system.advance(AGES);
    expectPage();
  }

  @Test
  void aStopDoesNotWaitForARestart() {
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(Strategy.ONE_FOR_ONE).backoff(Backoff.fixed(AGES)).child(child("a")));
    crash(sup, "a");
    GenServer.stop(sup);
    assertEquals(0, system.counters().live());
  }

  @Test
  void restartsCountAgainstTheLimitAllTheSame() {
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(Strategy.ONE_FOR_ONE)
                .backoff(Backoff.fixed(Duration.ofSeconds(1)))
                .child(child("a")));
    crash(sup, "a");
    system.advance(Duration.ofSeconds(1));
    ref(sup, "a").send(Cmd.crash());
    awaitEnd(sup);
  }
}
