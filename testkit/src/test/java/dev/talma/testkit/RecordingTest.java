package dev.talma.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.DeadLetter;
import dev.talma.Escalate;
import dev.talma.EscalatedException;
import dev.talma.ExitReason;
import dev.talma.Restart;
import dev.talma.SystemEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// What a test system keeps of dead letters, crashes and other events.
class RecordingTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  // --- dead letters

  @Test
  void deadLettersAreExpectedOneByOne() {
    try (var system = TestSystem.create("letters")) {
      var gone = system.spawn("gone", TestSystemTest.sink());
      gone.stop();
      system.awaitStopped(gone);
      system.deadLetters().expectNone();
      gone.send("a");
      gone.send("b");
      Probe<Object> sender = system.probe("sender");
      sender.send(gone, "a");

      assertEquals(
          sender.ref(),
          system
              .deadLetters()
              .expectMatching("of sender", l -> l.sender().isPresent())
              .sender()
              .orElseThrow());
      DeadLetter letter = system.deadLetters().expect("a", DeadLetter.Reason.NO_PROCESS);
      assertSame(gone, letter.target());
      assertEquals(1, system.deadLetters().unclaimed().size());
      assertEquals("b", system.deadLetters().expectTo(gone).message());

      system.deadLetters().expectNone();
      assertEquals(
          List.of("a", "b", "a"),
          system.deadLetters().all().stream().map(DeadLetter::message).toList());
    }
  }

  @Test
  void aDeadLetterThatNobodyExpectedIsToldByExpectNone() {
    try (var system = TestSystem.create("letters")) {
      var gone = system.spawn("gone", TestSystemTest.sink());
      gone.stop();
      system.awaitStopped(gone);
      gone.send("lost");

      var e = assertThrows(ExpectationError.class, system.deadLetters()::expectNone);

      assertTrue(
          e.getMessage()
              .startsWith(
                  """
                  Expected no further dead letter, but there is 1
                    namely: lost to /gone (NO_PROCESS)
                  """),
          e.getMessage());
    }
  }

  @Test
  void aMissingDeadLetterFailsAndTellsTheOthers() {
    try (var system = TestSystem.create("letters", s -> s.withPatience(SHORT))) {
      var gone = system.spawn("gone", TestSystemTest.sink());
      gone.stop();
      system.awaitStopped(gone);
      gone.send("lost");
      system.settle();

      var e =
          assertThrows(
              ExpectationError.class,
              () -> system.deadLetters().expect("found", DeadLetter.Reason.OVERFLOW));

      assertTrue(
          e.getMessage().startsWith("Expected a dead letter: found, OVERFLOW\n  but none came for"),
          e.getMessage());
      assertTrue(e.getMessage().contains("\n  others: lost to /gone (NO_PROCESS)\n"));
    }
  }

  @Test
  void settlingWaitsUntilEveryDeadLetterIsNoted() {
    try (var system = TestSystem.create("flood")) {
      var gone = system.spawn("gone", TestSystemTest.sink());
      gone.stop();
      system.awaitStopped(gone);
      for (int i = 0; i < 20_000; i++) {
        gone.send(i);
      }

      system.settle();

      assertEquals(20_000, system.deadLetters().all().size());
    }
  }

  // --- crashes

  @Test
  void crashesAreExpectedByActorAndByCause() {
    try (var system = TestSystem.create("crashes")) {
      ActorRef<RuntimeException> a = system.spawn("a", TestSystemTest.thrower());
      ActorRef<RuntimeException> b =
          system.spawn("b", TestSystemTest.thrower().supervised(Restart.always()));
      var first = new IllegalStateException("1");
      a.send(first);
      b.send(new IllegalArgumentException("2"));
      b.send(new IllegalStateException("3"));

      assertEquals(
          "3", system.crashes().expect(b, IllegalStateException.class).cause().getMessage());
      assertSame(first, system.crashes().expect(IllegalStateException.class).cause());
      assertEquals(b, system.crashes().expect(b).ref());
      system.crashes().expectNone();
      assertEquals(3, system.crashes().all().size());
    }
  }

  @Test
  void aMissingCrashFailsAndTellsTheOthers() {
    try (var system = TestSystem.create("crashes", s -> s.withPatience(SHORT))) {
      ActorRef<RuntimeException> a = system.spawn("a", TestSystemTest.thrower());
      a.send(new ScriptedCrash("told to"));
      system.awaitStopped(a);

      var e =
          assertThrows(ExpectationError.class, () -> system.crashes().expect(a, IOException.class));

      assertTrue(
          e.getMessage()
              .startsWith("Expected a crash: of /a by a IOException\n  but none came for"),
          e.getMessage());
      assertTrue(
          e.getMessage().contains("\n  others: /a, handling dev.talma.testkit.ScriptedCrash: "),
          e.getMessage());
    }
  }

  @Test
  void scriptedCrashesNeedNotBeExpected() {
    try (var system = TestSystem.create("crashes")) {
      ActorRef<RuntimeException> a = system.spawn("a", TestSystemTest.thrower());
      a.send(new UncheckedIOException(new IOException(new ScriptedCrash("deep down"))));
      system.awaitStopped(a);
      system.settle();

      assertEquals(1, system.crashes().all().size());
      assertEquals(List.of(), system.crashes().unexpected());
    }
  }

  @Test
  void crashesCanBeToleratedByCauseAndByActor() {
    try (var system = TestSystem.create("crashes")) {
      ActorRef<RuntimeException> a = system.spawn("a", TestSystemTest.thrower());
      ActorRef<RuntimeException> b = system.spawn("b", TestSystemTest.thrower());
      a.send(new UncheckedIOException(new IOException("disk")));
      b.send(new IllegalStateException("b"));
      system.awaitStopped(a, b);
      system.settle();
      assertEquals(2, system.crashes().unexpected().size());

      system.crashes().tolerate(IOException.class);
      assertEquals(1, system.crashes().unexpected().size());
      system.crashes().tolerate(b);
      assertEquals(List.of(), system.crashes().unexpected());
    }
  }

  @Test
  void theEscalationOfAnExpectedCrashIsExpected() {
    try (var system = TestSystem.create("crashes")) {
      var boom = new IllegalStateException("boom");
      ActorRef<RuntimeException> parent =
          system.spawn(
              "parent",
              (mailbox, ctx) -> {
                ActorRef<RuntimeException> child =
                    ctx.spawn("child", TestSystemTest.thrower().supervised(new Escalate()));
                for (RuntimeException message : mailbox) {
                  child.send(message);
                }
              });
      parent.send(boom);
      system.awaitStopped(parent);
      system.settle();
      assertEquals(2, system.crashes().unexpected().size());

      assertEquals(
          "/parent/child", system.crashes().expect(IllegalStateException.class).ref().path());

      assertEquals(List.of(), system.crashes().unexpected());
      assertInstanceOf(EscalatedException.class, system.crashes().all().getLast().cause());
    }
  }

  // --- others

  @Test
  void recordsTheEventsOfATypeFromThenOn() {
    try (var system = TestSystem.create("events")) {
      system.spawn("before", TestSystemTest.sink());
      EventLog<SystemEvent.Started> starts = system.record(SystemEvent.Started.class);
      EventLog<SystemEvent> all = system.record(SystemEvent.class);
      var a = system.spawn("a", TestSystemTest.sink());
      a.stop(ExitReason.shutdown("enough"));

      assertEquals(a, starts.expect("of a", e -> e.ref().equals(a)).ref());
      starts.expectNone();
      all.expect(
          "the end of a",
          e ->
              e instanceof SystemEvent.Stopped(var ref, ExitReason reason)
                  && ref.equals(a)
                  && reason.equals(ExitReason.shutdown("enough")));
      assertEquals(2, all.count());
      assertEquals(List.of(new SystemEvent.Started(a)), all.unclaimed());
    }
  }

  @Test
  void settlingWaitsForTheEventsOfEveryLog() {
    try (var system = TestSystem.create("events")) {
      EventLog<SystemEvent> all = system.record(SystemEvent.class);
      for (int i = 1; i <= 1_000; i++) {
        ActorRef<RuntimeException> actor =
            system.spawn(
                Actor.<RuntimeException>handler(
                        () ->
                            (message, ctx) -> {
                              throw message;
                            })
                    .supervised(Restart.upTo(1)));
        actor.send(new ScriptedCrash("x"));
        actor.stop();
      }

      system.settle();

      var counters = system.counters();
      assertEquals(
          counters.started()
              + (counters.started() - counters.live())
              + counters.crashes()
              + counters.deadLettersTotal(),
          all.all().stream().filter(e -> !(e instanceof SystemEvent.Restarting)).count());
    }
  }

  @Test
  void settlingWaitsForEveryListenerUntilItIsCancelled() {
    try (var system = TestSystem.create("events")) {
      List<SystemEvent> told = new CopyOnWriteArrayList<>();
      var listening = system.onEvent(SystemEvent.Started.class, told::add);
      for (int i = 1; i <= 1_000; i++) {
        system.spawn(Actor.handler(() -> (message, ctx) -> {}));
      }
      system.settle();
      assertEquals(1_000, told.size());

      listening.cancel();
      system.spawn("late", TestSystemTest.sink());
      system.settle();
      assertEquals(1_000, told.size());
    }
  }
}
