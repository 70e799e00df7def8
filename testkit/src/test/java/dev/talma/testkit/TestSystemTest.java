package dev.talma.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Backoff;
import dev.talma.Escalate;
import dev.talma.Restart;
import dev.talma.Selection;
import dev.talma.SystemEvent;
import dev.talma.SystemSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TestSystemTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  @Test
  void isASystemLikeAnyOther() {
    try (var system = TestSystem.create("plain")) {
      ActorRef<Object> actor = system.spawn("sink", sink());

      assertEquals("plain", system.name());
      assertEquals(actor, system.find("/sink").orElseThrow());
      assertEquals(1, system.counters().live());
      assertEquals(1, system.snapshot().children().size());
      assertFalse(system.isTerminated());
      actor.send("x");
      system.settle();
      assertEquals(1, system.counters().handled());
    }
  }

  @Test
  void itsOwnToolsDoNotCountAsActors() {
    try (var system = TestSystem.create("plain")) {
      system.record(SystemEvent.class);
      system.gate("gate");

      assertEquals(0, system.counters().started());
      assertEquals(0, system.snapshot().children().size());
    }
  }

  @Test
  void passesSettingsOnToTheSystemBelow() {
    UnaryOperator<SystemSettings> half = s -> s.withAskTimeout(s.askTimeout().dividedBy(2));
    try (var system =
        TestSystem.create("settings", s -> s.withVirtualTime().withSystem(half).withSystem(half))) {
      assertEquals(Duration.ofMillis(1_250), system.settings().askTimeout());
      assertSame(system.time(), system.settings().timeSource());
    }
  }

  @Test
  void hasNoClockToMoveOnTheMachinesTime() {
    try (var system = TestSystem.create("real")) {
      var e = assertThrows(IllegalStateException.class, () -> system.advance(SHORT));

      assertEquals(
          "The system \"real\" runs on the machine's time; make it with withVirtualTime(), or with @OnVirtualTime if the extension makes it",
          e.getMessage());
    }
  }

  @Test
  void drawsItsActors() {
    try (var system = TestSystem.create("tree")) {
      system.spawn("a", sink());
      system.probe();
      system.probe();
      system.settle();

      assertEquals(
          """
            the actors of "tree" now:
              /           scope, idle
              ├─ a        loop, idle
              ├─ probe-1  handler, idle
              └─ probe-2  handler, idle\
          """
              .stripIndent(),
          system.tree().stripIndent());
    }
  }

  @Test
  void awaitsAndTellsWhatTheActorsDidMeanwhile() {
    try (var system = TestSystem.create("await", s -> s.withPatience(SHORT))) {
      system.spawn("a", sink());
      system.await("there is an actor", () -> system.find("/a").isPresent());

      var e =
          assertThrows(
              ExpectationError.class,
              () -> system.await("there is another", () -> system.find("/b").isPresent()));

      assertTrue(e.getMessage().startsWith("Waited in vain until there is another (for "));
      assertTrue(e.getMessage().contains("└─ a  loop, "), e.getMessage());
    }
  }

  @Test
  void awaitsTheEndOfActors() {
    try (var system = TestSystem.create("ends", s -> s.withPatience(SHORT))) {
      var a = system.spawn("a", sink());
      var b = system.spawn("b", sink());
      a.stop();
      Await.until("it has ended", () -> !a.isAlive());

      var e = assertThrows(ExpectationError.class, () -> system.awaitStopped(a, b));

      assertTrue(e.getMessage().startsWith("Waited in vain until /b has ended"), e.getMessage());
    }
  }

  // --- closing

  @Test
  void closingFailsIfAnActorCrashedAndNobodyExpectedIt() {
    var system = TestSystem.create("careful");
    var boom = new IllegalStateException("boom");
    var bang = new IllegalArgumentException("bang");
    ActorRef<RuntimeException> a = system.spawn("a", thrower());
    ActorRef<RuntimeException> b = system.spawn("b", thrower());
    a.send(boom);
    system.awaitStopped(a);
    b.send(bang);

    var e = assertThrows(ExpectationError.class, system::close);

    assertTrue(system.isTerminated());
    assertEquals(
        """
        Actors of "careful" crashed, and the test did not expect it; see TestSystem.crashes():
          /a, handling java.lang.IllegalStateException: java.lang.IllegalStateException: boom
          /b, handling java.lang.IllegalArgumentException: java.lang.IllegalArgumentException: bang\
        """,
        e.getMessage());
    assertSame(boom, e.getCause());
    assertSame(bang, e.getSuppressed()[0]);
    system.close(); // says it only once
  }

  @Test
  void aFailureOfTheTestComesFirst() {
    var failure =
        assertThrows(
            AssertionError.class,
            () -> {
              try (var system = TestSystem.create("careful")) {
                ActorRef<RuntimeException> actor = system.spawn("a", thrower());
                actor.send(new IllegalStateException("boom"));
                throw new AssertionError("what the test found");
              }
            });

    assertEquals("what the test found", failure.getMessage());
    assertTrue(failure.getSuppressed()[0].getMessage().contains("boom"));
  }

  @Test
  void closingDoesNotFailIfCrashesAreTolerated() {
    try (var system = TestSystem.create("careless", TestSettings::toleratingCrashes)) {
      ActorRef<RuntimeException> actor = system.spawn("a", thrower());
      actor.send(new IllegalStateException("boom"));
    }
  }

  @Test
  void closingFailsForACrashInTheCleanUp() {
    var system = TestSystem.create("careful");
    system.spawn(
        "a",
        (mailbox, ctx) -> {
          for (Object message : mailbox) {
            assert message != null;
          }
          throw new IllegalStateException("in the clean-up");
        });

    var e = assertThrows(ExpectationError.class, system::close);

    assertTrue(e.getMessage().contains("in the clean-up"), e.getMessage());
  }

  @Test
  void closingFailsIfTheSystemHadClosedByACrash() throws InterruptedException {
    var system = TestSystem.create("careful");
    ActorRef<RuntimeException> actor = system.spawn("a", thrower().supervised(new Escalate()));
    actor.send(new IllegalStateException("boom"));
    assertTrue(system.awaitTermination(Duration.ofSeconds(3)));

    var e = assertThrows(ExpectationError.class, system::close);

    assertTrue(e.getMessage().contains("boom"), e.getMessage());
  }

  @Test
  void closingOpensTheGates() {
    var system = TestSystem.create("gates");
    Gate gate = system.gate("door");
    ActorRef<Object> held =
        system.spawn(
            "held",
            (mailbox, ctx) -> {
              for (Object message : mailbox) {
                assert message != null;
                gate.pass();
              }
            });
    held.send("x");
    gate.awaitArrival();

    system.close();

    assertEquals(1, system.counters().handled());
  }

  @Test
  void closingEndsStuckActorsUnderVirtualTime() {
    var system = TestSystem.create("stuck", s -> s.withVirtualTime().withPatience(SHORT));
    ActorRef<Object> stuck = system.spawn("stuck", (mailbox, ctx) -> new CountDownLatch(1).await());

    system.close();

    assertTrue(system.isTerminated());
    assertFalse(stuck.isAlive());
  }

  // --- at rest

  @Test
  void settlingFailsWhileAnActorIsBusyAndTellsWhich() {
    var latch = new CountDownLatch(1);
    try (var system = TestSystem.create("busy", s -> s.withPatience(SHORT))) {
      ActorRef<Object> busy = system.spawn("busy", (mailbox, ctx) -> latch.await());
      system.spawn("idle", sink());

      var e = assertThrows(ExpectationError.class, system::settle);

      assertTrue(e.getMessage().contains("\n  not at rest: /busy\n"), e.getMessage());
      assertTrue(e.getMessage().contains("├─ busy  loop, running"), e.getMessage());
      system.settle(busy);
      latch.countDown();
      system.settle();
    }
  }

  @Test
  void settlingWaitsForARestart() {
    try (var system = TestSystem.create("restarts")) {
      var script = CrashScript.onDemand();
      Probe<String> probe = system.probe();
      ActorRef<String> actor =
          system.spawn(
              "again",
              script
                  .inFrontOf(echo(probe))
                  .supervised(Restart.always().backoff(Backoff.fixed(Duration.ofMillis(20)))));
      for (int i = 1; i <= 20; i++) {
        script.crashNext();
        actor.send("lost");
        system.settle();
        assertEquals(i, system.counters().restarts());
      }
      probe.expectNothing();
    }
  }

  @Test
  void anActorInASelectiveReceiveIsAtRestAlthoughMessagesWaitForIt() {
    try (var system = TestSystem.create("selective")) {
      Probe<String> probe = system.probe();
      ActorRef<String> picky =
          system.<String>spawn(
              "picky",
              (mailbox, ctx) ->
                  probe
                      .ref()
                      .send(
                          mailbox.receive(
                              m -> m.equals("yes") ? Selection.take(m) : Selection.skip())));
      picky.send("no");
      picky.send("no");

      probe.expectNothing();
      picky.send("yes");
      probe.expect("yes");
    }
  }

  @Test
  void messagesOfTheEndAreNotMissed() {
    try (var system = TestSystem.create("ends")) {
      Probe<String> probe = system.probe();
      for (int i = 0; i < 300; i++) {
        ActorRef<Object> mortal =
            system.spawn(i % 2 == 0 ? sink() : Actor.handler(() -> (m, c) -> {}));
        system.<Object>spawn(
            (mailbox, ctx) -> {
              ctx.monitor(mortal, down -> "down");
              for (Object message : mailbox) {
                probe.ref().send(message.toString());
              }
            });
        system.settle();
        mortal.stop();
        system.settle();
        assertEquals(List.of("down"), probe.drain(), "round " + i);
      }
    }
  }

  static Actor<Object> sink() {
    return (mailbox, ctx) -> {
      for (Object message : mailbox) {
        assert message != null;
      }
    };
  }

  static Actor<RuntimeException> thrower() {
    return (mailbox, ctx) -> {
      for (RuntimeException e : mailbox) {
        throw e;
      }
    };
  }

  static Actor<String> echo(Probe<String> probe) {
    return (mailbox, ctx) -> {
      for (String message : mailbox) {
        probe.ref().send(message);
      }
    };
  }
}
