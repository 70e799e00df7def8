package dev.talma.testkit.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.testkit.ExpectationError;
import dev.talma.testkit.Probe;
import dev.talma.testkit.ScriptedCrash;
import dev.talma.testkit.TestSystem;
import dev.talma.testkit.VirtualTime;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/// Runs tests that fail, each in a class of its own, and looks at what is reported.
class FailingTestsTest {
  private static final List<TestSystem> SYSTEMS = new CopyOnWriteArrayList<>();
  private static final AtomicBoolean RUNNING = new AtomicBoolean();

  /// A class of tests that only this one runs.
  @Retention(RetentionPolicy.RUNTIME)
  @EnabledIf("dev.talma.testkit.junit.FailingTestsTest#isRunning")
  @interface Case {}

  static boolean isRunning() {
    return RUNNING.get();
  }

  @Case
  @ExtendWith(TalmaExtension.class)
  static class AFailure {
    @Test
    void fails(TestSystem system, Probe<String> probe) {
      SYSTEMS.add(system);
      system.settle();
      fail("what the test found");
    }
  }

  @Test
  void aFailureShowsTheActorsAndTheSystemIsClosed() {
    Throwable failure = failureOf(AFailure.class);

    assertEquals("what the test found", failure.getMessage());
    assertEquals(1, failure.getSuppressed().length);
    Throwable actors = failure.getSuppressed()[0];
    assertTrue(actors.getMessage().contains("the actors of \"fails\" now:"), actors.getMessage());
    assertTrue(actors.getMessage().contains("└─ probe"), actors.getMessage());
    assertEquals(0, actors.getStackTrace().length);
    assertTrue(SYSTEMS.getLast().isTerminated());
  }

  @Case
  @ExtendWith(TalmaExtension.class)
  static class ATestWithoutASystem {
    @Test
    void fails() {
      fail("no parameter, so no system");
    }
  }

  @Test
  void aTestWithoutASystemFailsAsItIs() {
    Throwable failure = failureOf(ATestWithoutASystem.class);

    assertEquals(0, failure.getSuppressed().length);
  }

  @Case
  static class AnExpectation {
    @RegisterExtension
    static final TalmaExtension talma =
        TalmaExtension.with(s -> s.withPatience(Duration.ofMillis(30)));

    @Test
    void fails(Probe<String> probe) {
      probe.expect("hello");
    }
  }

  @Test
  void anExpectationThatShowsTheActorsDoesNotShowThemTwice() {
    Throwable failure = failureOf(AnExpectation.class);

    assertInstanceOf(ExpectationError.class, failure);
    assertTrue(failure.getMessage().contains("the actors of"), failure.getMessage());
    assertEquals(0, failure.getSuppressed().length);
  }

  @Case
  @ExtendWith(TalmaExtension.class)
  static class AFailingBeforeEach {
    @BeforeEach
    void before(TestSystem system) {
      fail("before");
    }

    @Test
    void neverRuns() {}
  }

  @Test
  void aFailureInBeforeEachShowsTheActors() {
    assertInstanceOf(ActorsAtFailure.class, failureOf(AFailingBeforeEach.class).getSuppressed()[0]);
  }

  @Case
  @ExtendWith(TalmaExtension.class)
  static class AFailingAfterEach {
    @Test
    void passes() {}

    @AfterEach
    void after(TestSystem system) {
      fail("after");
    }
  }

  @Test
  void aFailureInAfterEachShowsTheActors() {
    assertInstanceOf(ActorsAtFailure.class, failureOf(AFailingAfterEach.class).getSuppressed()[0]);
  }

  @Case
  @ExtendWith(TalmaExtension.class)
  static class AFailingConstructor {
    AFailingConstructor(TestSystem system) {
      SYSTEMS.add(system);
      throw new IllegalStateException("constructor");
    }

    @Test
    void neverRuns() {}
  }

  @Test
  void theSystemOfAFailingConstructorIsClosed() {
    assertEquals("constructor", failureOf(AFailingConstructor.class).getMessage());
    assertTrue(SYSTEMS.getLast().isTerminated());
  }

  @Case
  @ExtendWith(TalmaExtension.class)
  static class AnUnexpectedCrash {
    @Test
    void passesButForTheCrash(ActorSystem system) {
      crash(system, new IllegalStateException("boom"));
    }
  }

  @Test
  void anUnexpectedCrashFailsTheTest() {
    Throwable failure = failureOf(AnUnexpectedCrash.class);

    assertInstanceOf(ExpectationError.class, failure);
    assertEquals("boom", failure.getCause().getMessage());
  }

  @Case
  @ExtendWith(TalmaExtension.class)
  static class AFailureAndAnUnexpectedCrash {
    @Test
    void fails(TestSystem system) {
      crash(system, new IllegalStateException("boom"));
      system.await("the crash", () -> !system.crashes().all().isEmpty());
      fail("what the test found");
    }
  }

  @Test
  void anUnexpectedCrashIsToldBesideTheFailureOfTheTest() {
    Throwable failure = failureOf(AFailureAndAnUnexpectedCrash.class);

    assertEquals("what the test found", failure.getMessage());
    List<String> others = new ArrayList<>();
    for (Throwable suppressed : failure.getSuppressed()) {
      others.add(suppressed.getMessage());
    }
    assertEquals(2, others.size(), others.toString());
    assertTrue(others.getFirst().contains("1 × crash"), others.getFirst());
    assertTrue(others.getLast().contains("the test did not expect it"), others.getLast());
  }

  @Case
  @ExtendWith(TalmaExtension.class)
  @TolerateCrashes(IllegalStateException.class)
  static class ToleratedCrashes {
    @Test
    void ofTheClass(ActorSystem system) {
      crash(system, new IllegalStateException("boom"));
    }

    @Test
    @TolerateCrashes
    void ofTheMethod(ActorSystem system) {
      crash(system, new IllegalArgumentException("bang"));
    }

    @Test
    void thatWereScripted(ActorSystem system) {
      crash(system, new ScriptedCrash("told to"));
    }

    @Test
    void ofAnotherKind(ActorSystem system) {
      crash(system, new IllegalArgumentException("bang"));
    }
  }

  @Test
  void crashesCanBeTolerated() {
    var summary = run(ToleratedCrashes.class);

    assertEquals(3, summary.getTestsSucceededCount());
    assertEquals(1, summary.getFailures().size());
    assertEquals(
        "ofAnotherKind(ActorSystem)",
        summary.getFailures().getFirst().getTestIdentifier().getDisplayName());
  }

  @Case
  @ExtendWith(TalmaExtension.class)
  static class AnAssumption {
    @Test
    void doesNotHold(TestSystem system) {
      Assumptions.abort("not here");
    }
  }

  @Test
  void anAssumptionThatDoesNotHoldIsNoFailure() {
    assertEquals(1, run(AnAssumption.class).getTestsAbortedCount());
  }

  @Case
  @ExtendWith(TalmaExtension.class)
  static class ASystemForAll {
    @BeforeAll
    static void before(TestSystem system) {}

    @Test
    void neverRuns() {}
  }

  @Case
  @ExtendWith(TalmaExtension.class)
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class AnInstanceForAll {
    AnInstanceForAll(TestSystem system) {}

    @Test
    void neverRuns() {}
  }

  @Test
  void nothingThatIsThereForAllTestsCanHaveASystem() {
    for (Class<?> each : List.of(ASystemForAll.class, AnInstanceForAll.class)) {
      Throwable failure = failureOf(each);

      assertInstanceOf(ParameterResolutionException.class, failure);
      assertTrue(
          failure.getMessage().startsWith("A system lives for one test"), failure.getMessage());
    }
  }

  @Case
  @ExtendWith(TalmaExtension.class)
  static class AClockTooLate {
    @BeforeEach
    void before(VirtualTime time) {}

    @Test
    void isOnTheMachinesTime() {}
  }

  @Test
  void aClockThatTheTestDoesNotHaveIsAskedForInVain() {
    assertTrue(
        failureOf(AClockTooLate.class)
            .getMessage()
            .endsWith("annotate the test or its class with @OnVirtualTime"));
  }

  private static void crash(ActorSystem system, RuntimeException cause) {
    ActorRef<Object> actor =
        system.spawn(
            "crasher",
            (mailbox, ctx) -> {
              for (Object message : mailbox) {
                assert message != null;
                throw cause;
              }
            });
    actor.send("go");
  }

  private static Throwable failureOf(Class<?> test) {
    var failures = run(test).getFailures();
    assertEquals(1, failures.size(), failures.toString());
    return failures.getFirst().getException();
  }

  private static TestExecutionSummary run(Class<?> test) {
    var listener = new SummaryGeneratingListener();
    RUNNING.set(true);
    try {
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request().selectors(selectClass(test)).build(),
              listener);
    } finally {
      RUNNING.set(false);
    }
    return listener.getSummary();
  }
}
