package dev.talma.otp;

import static dev.talma.otp.Play.ask;
import static dev.talma.otp.Play.asked;
import static dev.talma.otp.Play.say;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.Backoff;
import dev.talma.DeadLetter;
import dev.talma.ExitReason;
import dev.talma.NotAnsweredException;
import dev.talma.ReplyTo;
import dev.talma.Restart;
import dev.talma.TargetStoppedException;
import dev.talma.otp.Play.Msg;
import dev.talma.testkit.TestSettings;
import dev.talma.testkit.TestSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How a machine begins, enters states, crashes and ends, and what `Sys` sees of it.
class GenStateMachineLifeTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TestSystem system = TestSystem.create("test", TestSettings::withVirtualTime);
  private final List<String> ends = Collections.synchronizedList(new ArrayList<>());
  private final Play play =
      new Play()
          .terminate(
              (reason, state, data) ->
                  ends.add(reason.getClass().getSimpleName() + " " + state + " " + data));

  @AfterEach
  void close() {
    system.close();
  }

  // --- init

  @Test
  void initGivesStateAndData() {
    var machine = play.init(m -> m.ok("B", 3)).start(system);
    assertEquals(new StateAndData<>("B", 3), Sys.getState(machine));
  }

  @Test
  void initCanSayIgnoreStopOrThrow() {
    assertEquals(
        new StartResult.Ignored<>(),
        GenStateMachine.tryStart(system, "m", play.init(m -> m.ignore()).machine()));
    assertEquals(
        new StartResult.Failed<>(ExitReason.shutdown("no")),
        GenStateMachine.tryStart(
            system, "m", play.init(m -> m.stopInit(ExitReason.shutdown("no"))).machine()));
    var failure = new IllegalStateException("on purpose");
    play.init(
        m -> {
          throw failure;
        });
    assertEquals(
        new StartResult.Failed<>(ExitReason.crashed(failure)),
        GenStateMachine.tryStart(system, "m", play.machine()));
    system.crashes().expect(IllegalStateException.class);
    assertEquals(List.of(), ends);
  }

  @Test
  void initCannotPostpone() {
    play.init(m -> m.ok("A", 0, GenStateMachine.postpone()));
    var failure = assertThrows(StartFailedException.class, () -> play.start(system));
    assertTrue(failure.getCause().getMessage().contains("postponed"), failure.toString());
    system.crashes().expect(IllegalStateException.class);
  }

  @Test
  void theStarterDoesNotWaitForTheFirstStateToBeEntered() {
    var gate = system.gate("gate");
    play.entering()
        .on(
            "A enter A",
            (m, e, n) -> {
              gate.pass();
              return m.keepState(1);
            });
    var machine = play.start(system);
    GenServer.cast(machine, say("first"));
    gate.awaitArrival();
    gate.open();
    system.settle();
    assertEquals(List.of("A enter A", "A cast first"), play.log);
    assertEquals(new StateAndData<>("A", 1), Sys.getState(machine));
  }

  // --- entering

  @Test
  void aStateIsEnteredBeforeWhatWasInsertedAndPostponed() {
    play.entering();
    play.on("A cast later", (m, e, n) -> m.keepStateAndData(GenStateMachine.postpone()));
    play.on("A cast go", (m, e, n) -> m.nextState("B", m.nextEvent(say("in"))));
    var machine = play.start(system);
    GenServer.cast(machine, say("later"));
    GenServer.cast(machine, say("go"));
    system.settle();
    assertEquals(List.of("B enter A", "B internal in", "B cast later"), play.log.subList(3, 6));
  }

  @Test
  void whileEnteringDataTimeoutsAndRepliesCanBeGiven() {
    List<ReplyTo<String>> callers = new ArrayList<>();
    play.entering();
    play.on(
        "A call x",
        (m, e, n) -> {
          callers.add(m.replyTo(asked(e)));
          return m.nextState("B", GenStateMachine.stateTimeout(SECOND, "old"));
        });
    play.on(
        "B enter A",
        (m, e, n) ->
            m.keepState(
                9,
                GenStateMachine.reply(callers.getFirst(), "entered"),
                GenStateMachine.stateTimeout(SECOND, "new")));
    var machine = play.start(system);
    assertEquals("entered", GenServer.call(machine, ask("x")));
    assertEquals(new StateAndData<>("B", 9), Sys.getState(machine));
    system.advance(SECOND);
    assertEquals("B state-timeout new", play.log.getLast());
  }

  @Test
  void aStateCanBeEnteredAgainWhileItIsEntered() {
    play.entering();
    play.on("A cast go", (m, e, n) -> m.nextState("B"));
    play.on("B enter A", (m, e, n) -> m.repeatState(1));
    GenServer.cast(play.start(system), say("go"));
    system.settle();
    assertEquals(List.of("A enter A", "A cast go", "B enter A", "B enter B"), play.log);
  }

  @Test
  void whileEnteringTheStateCannotBeChanged() {
    assertRefusedWhileEntering((m, e, n) -> m.nextState("C"), "went on to C");
  }

  @Test
  void whileEnteringNothingCanBePostponed() {
    assertRefusedWhileEntering(
        (m, e, n) -> m.keepStateAndData(GenStateMachine.postpone()), "postponed");
  }

  @Test
  void whileEnteringNoEventCanBeInserted() {
    assertRefusedWhileEntering(
        (m, e, n) -> m.keepStateAndData(m.nextEvent(say("in"))), "inserted an event");
  }

  private void assertRefusedWhileEntering(Play.Reaction reaction, String says) {
    play.entering().on("A cast go", (m, e, n) -> m.nextState("B", 5)).on("B enter A", reaction);
    var machine = play.start(system);
    GenServer.cast(machine, say("go"));
    var crash = system.crashes().expect(machine, IllegalStateException.class);
    assertTrue(crash.cause().getMessage().contains(says), crash.cause().getMessage());
    system.awaitStopped(machine);
    assertEquals(List.of("Crashed B 5"), ends);
  }

  @Test
  void aStateCanStopTheMachineWhileItIsEntered() {
    play.entering().on("A enter A", (m, e, n) -> m.stop(ExitReason.normal(), 4));
    var machine = play.start(system);
    system.awaitStopped(machine);
    assertEquals(List.of("Normal A 4"), ends);
  }

  // --- crashes

  @Test
  void aCrashTellsTheCallerTheCauseAndTerminateTheStateBefore() {
    var cause = new IllegalStateException("on purpose");
    play.on("A cast go", (m, e, n) -> m.nextState("B", 2));
    play.on(
        "B call x",
        (m, e, n) -> {
          throw cause;
        });
    var machine = play.start(system);
    GenServer.cast(machine, say("go"));
    var failure =
        assertThrows(TargetStoppedException.class, () -> GenServer.call(machine, ask("x")));
    assertEquals(cause, failure.getCause());
    system.crashes().expect(machine);
    system.awaitStopped(machine);
    assertEquals(List.of("Crashed B 2"), ends);
  }

  @Test
  void nullIsNoTransition() {
    play.on("A call x", (m, e, n) -> null);
    var machine = play.start(system);
    var failure =
        assertThrows(TargetStoppedException.class, () -> GenServer.call(machine, ask("x")));
    assertTrue(failure.getCause().getMessage().endsWith("handleEvent gave null"));
    system.crashes().expect(machine, NullPointerException.class);
  }

  @Test
  void aCallThatNobodyAnswersFailsAtOnce() {
    var machine = play.start(system);
    assertThrows(NotAnsweredException.class, () -> GenServer.call(machine, ask("x")));
  }

  @Test
  void aCallThatIsAnsweredCannotBePostponed() {
    play.on(
        "A call x",
        (m, e, n) -> m.keepStateAndData(m.reply(asked(e), "yes"), GenStateMachine.postpone()));
    var machine = play.start(system);
    assertEquals("yes", GenServer.call(machine, ask("x")));
    system.crashes().expect(machine, IllegalStateException.class);
  }

  @Test
  void thoseWhoWaitForPostponedCallsAreToldOfACrash() {
    play.on("A call x", (m, e, n) -> m.keepStateAndData(GenStateMachine.postpone()));
    play.on(
        "A cast crash",
        (m, e, n) -> {
          throw new IllegalStateException("on purpose");
        });
    var machine = play.start(system);
    var answer = machine.askAsync(ask("x"));
    GenServer.cast(machine, say("crash"));
    var failure = assertThrows(CompletionException.class, answer::join).getCause();
    assertInstanceOf(TargetStoppedException.class, failure);
    assertInstanceOf(IllegalStateException.class, failure.getCause());
    system.crashes().expect(machine);
    system.deadLetters().expect(ask("x"), DeadLetter.Reason.CRASHED);
  }

  @Test
  void aRestartBeginsAfreshAndPostponedMessagesComeAgain() {
    play.on("A call x", (m, e, n) -> m.keepStateAndData(GenStateMachine.postpone()));
    play.on("A cast set", (m, e, n) -> m.keepState(5, GenStateMachine.timeout("t", SECOND)));
    play.on(
        "A cast crash",
        (m, e, n) -> {
          play.on("A call x", (m2, e2, n2) -> m2.keepStateAndData(m2.reply(asked(e2), "" + n2)));
          throw new IllegalStateException("on purpose");
        });
    ActorRef<Msg> machine =
        system.spawn(
            "machine",
            GenStateMachine.<Msg>actor(play.machine())
                .supervised(Restart.always().backoff(Backoff.between(SECOND, SECOND))));
    var answer = machine.askAsync(ask("x"), Duration.ofMinutes(1));
    GenServer.cast(machine, say("set"));
    GenServer.cast(machine, say("crash"));
    system.advance(Duration.ofSeconds(5));
    assertEquals("0", answer.join());
    assertEquals(new StateAndData<>("A", 0), Sys.getState(machine));
    assertFalse(play.log.contains("A timeout t PT1S"), play.log.toString());
    system.crashes().expect(machine);
  }

  // --- stops

  @Test
  void stopEndsTheMachineAndTellsThoseWhoWait() {
    play.on("A call x", (m, e, n) -> m.keepStateAndData(GenStateMachine.postpone()));
    play.on("A cast stop", (m, e, n) -> m.stop(ExitReason.shutdown("done")));
    var machine = play.start(system);
    var answer = machine.askAsync(ask("x"));
    GenServer.cast(machine, say("stop"));
    var failure = assertThrows(CompletionException.class, answer::join).getCause();
    assertEquals(
        ExitReason.shutdown("done"),
        assertInstanceOf(TargetStoppedException.class, failure).reason());
    system.awaitStopped(machine);
    assertEquals(List.of("Shutdown A 0"), ends);
  }

  @Test
  void nothingComesAfterAStop() {
    play.on("A cast stop", (m, e, n) -> m.stop(ExitReason.normal()));
    play.on(
        "A cast in", (m, e, n) -> m.keepStateAndData(m.nextEvent(say("1")), m.nextEvent(say("2"))));
    play.on("A internal 1", (m, e, n) -> m.stop(ExitReason.normal(), 3));
    var machine = play.start(system);
    GenServer.cast(machine, say("in"));
    system.awaitStopped(machine);
    assertEquals(List.of("A cast in", "A internal 1"), play.log);
    assertEquals(List.of("Normal A 3"), ends);
  }

  @Test
  void stopAndReplyAnswersBeforeTheEnd() {
    play.on(
        "A call x", (m, e, n) -> m.stopAndReply(ExitReason.normal(), 8, m.reply(asked(e), "bye")));
    var machine = play.start(system);
    assertEquals("bye", GenServer.call(machine, ask("x")));
    system.awaitStopped(machine);
    assertEquals(List.of("Normal A 8"), ends);
  }

  @Test
  void stopAndReplyKeepsTheData() {
    play.on("A call x", (m, e, n) -> m.stopAndReply(ExitReason.normal(), m.reply(asked(e), "bye")));
    var machine = play.start(system);
    assertEquals("bye", GenServer.call(machine, ask("x")));
    system.awaitStopped(machine);
    assertEquals(List.of("Normal A 0"), ends);
  }

  @Test
  void aStopFromOutsideTerminatesAndAKillDoesNot() {
    var machine = play.start(system);
    GenStateMachine.stop(machine);
    assertEquals(List.of("Normal A 0"), ends);
    var other = play.start(system);
    other.kill();
    system.awaitStopped(other);
    assertEquals(1, ends.size());
  }

  // --- tasks, signals, Sys

  @Test
  void theEndOfATaskIsAnEvent() {
    play.on(
        "A cast go",
        (m, e, n) -> {
          var _ = m.startTask(() -> "result");
          return m.keepStateAndData();
        });
    GenServer.cast(play.start(system), say("go"));
    system.await("the end of the task", () -> play.log.size() == 2);
    assertEquals("A task Success[value=result]", play.log.getLast());
  }

  @Test
  void theEndOfAWatchedActorIsAnEvent() {
    var probe = system.<Msg>probe("watched");
    play.init(
        m -> {
          var _ = m.ctx().monitor(probe.ref());
          return m.ok("A", 0);
        });
    var machine = play.start(system);
    probe.stop();
    system.settle();
    assertEquals(List.of("A signal watched"), play.log);
    assertTrue(machine.isAlive());
  }

  @Test
  void sysSeesAMachineAsItSeesAServer() {
    play.entering();
    play.on(
        "A call x",
        (m, e, n) ->
            m.nextState(
                "B",
                m.reply(asked(e), "yes"),
                m.nextEvent(say("in")),
                GenStateMachine.timeout("t", SECOND)));
    play.on("B cast later", (m, e, n) -> m.keepStateAndData(GenStateMachine.postpone()));
    var machine = play.start(system);
    system.settle();
    List<ServerEvent> events = Collections.synchronizedList(new ArrayList<>());
    var trace = Sys.trace(machine, events::add);
    Sys.statistics(machine, true);
    assertEquals("yes", GenServer.call(machine, ask("x")));
    system.advance(SECOND);
    trace.cancel();
    assertEquals(
        List.of(
            new ServerEvent.Received(machine, ServerEvent.Kind.CALL, ask("x")),
            new ServerEvent.Replied(machine, "yes"),
            new ServerEvent.NewState(machine, new StateAndData<>("B", 0)),
            new ServerEvent.Received(machine, ServerEvent.Kind.ENTER, new Event.Enter<>("A")),
            new ServerEvent.Received(machine, ServerEvent.Kind.INTERNAL, say("in")),
            new ServerEvent.Received(
                machine, ServerEvent.Kind.TIMEOUT, new Event.Timeout<>("t", SECOND))),
        events);
    assertEquals(new ServerStatistics(SECOND, 4, 1), Sys.statistics(machine));
    GenServer.cast(machine, say("later"));
    assertEquals(
        new ServerStatus(Play.Machine.class, false, 1, new StateAndData<>("B", 0)),
        Sys.getStatus(machine));
    assertEquals(
        new StateAndData<>("C", 1), Sys.replaceState(machine, old -> new StateAndData<>("C", 1)));
    GenServer.cast(machine, say("next"));
    system.settle();
    assertEquals("C cast next", play.log.getLast());
  }

  @Test
  void oneInstanceGivenTwiceIsRefused() {
    var machine = play.machine().get();
    var _ = GenStateMachine.start(system, "first", () -> machine);
    assertThrows(
        StartFailedException.class, () -> GenStateMachine.start(system, "second", () -> machine));
    system.crashes().expect(IllegalStateException.class);
  }
}
