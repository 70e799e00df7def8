package dev.talma.otp;

import static dev.talma.otp.GenStateMachine.cancelStateTimeout;
import static dev.talma.otp.GenStateMachine.cancelTimeout;
import static dev.talma.otp.GenStateMachine.eventTimeout;
import static dev.talma.otp.GenStateMachine.stateTimeout;
import static dev.talma.otp.GenStateMachine.timeout;
import static dev.talma.otp.GenStateMachine.updateStateTimeout;
import static dev.talma.otp.GenStateMachine.updateTimeout;
import static dev.talma.otp.Play.say;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.ActorRef;
import dev.talma.otp.Play.Msg;
import dev.talma.testkit.TestSettings;
import dev.talma.testkit.TestSystem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each kind of time-out, and what calls it off.
class GenStateMachineTimeoutTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TestSystem system = TestSystem.create("test", TestSettings::withVirtualTime);
  private final Play play = new Play();

  @AfterEach
  void close() {
    system.close();
  }

  private ActorRef<Msg> startWith(Action... actions) {
    return play.init(m -> m.ok("A", 0, actions)).start(system);
  }

  private void cast(ActorRef<Msg> machine, String... texts) {
    for (String text : texts) {
      GenServer.cast(machine, say(text));
    }
    system.settle();
  }

  /// What is left of a time-out of each kind after something has happened.
  @ParameterizedTest
  @CsvSource({
    "keep,         state named",
    "repeat,       state named",
    "same,         state named",
    "next,         named",
    "next-back,    named",
    "cancel-state, named",
    "cancel-named, state",
    "cancel-other, state named",
    "insert,       state named"
  })
  void whatCallsATimeoutOff(String happens, String left) {
    play.on("A cast keep", (m, e, n) -> m.keepStateAndData());
    play.on("A cast repeat", (m, e, n) -> m.repeatStateAndData());
    play.on("A cast same", (m, e, n) -> m.nextState("A"));
    play.on("A cast next", (m, e, n) -> m.nextState("B"));
    play.on("A cast next-back", (m, e, n) -> m.nextState("B", m.nextEvent(say("back"))));
    play.on("B internal back", (m, e, n) -> m.nextState("A"));
    play.on("A cast cancel-state", (m, e, n) -> m.keepStateAndData(cancelStateTimeout()));
    play.on("A cast cancel-named", (m, e, n) -> m.keepStateAndData(cancelTimeout("t")));
    play.on("A cast cancel-other", (m, e, n) -> m.keepStateAndData(cancelTimeout("other")));
    play.on("A cast insert", (m, e, n) -> m.keepStateAndData(m.nextEvent(say("in"))));
    var machine =
        startWith(
            stateTimeout(SECOND, "state"),
            timeout("t", SECOND, "named"),
            eventTimeout(SECOND, "event"));
    cast(machine, happens);
    play.log.clear();
    system.advance(SECOND);
    List<String> came =
        play.log.stream().map(line -> line.substring(line.lastIndexOf(' ') + 1)).toList();
    assertEquals(List.of(left.split(" ")), came);
  }

  @Test
  void withoutAnEventAllOfThemComeInTheOrderOfTheirTimes() {
    var _ =
        startWith(
            stateTimeout(SECOND.multipliedBy(3), "state"),
            timeout("t", SECOND.multipliedBy(2)),
            eventTimeout(SECOND));
    system.advance(SECOND.multipliedBy(3));
    assertEquals(
        List.of("A event-timeout PT1S", "A timeout t PT2S", "A state-timeout state"), play.log);
  }

  @Test
  void anotherTimeoutCallsTheOneForEventsOff() {
    var _ = startWith(timeout("t", SECOND), eventTimeout(SECOND.multipliedBy(2)));
    system.advance(SECOND.multipliedBy(5));
    assertEquals(List.of("A timeout t PT1S"), play.log);
  }

  @Test
  void anInfoACallAndASignalCallTheOneForEventsOff() {
    play.on("A cast set", (m, e, n) -> m.keepStateAndData(eventTimeout(SECOND)));
    play.on("A call x", (m, e, n) -> m.keepStateAndData(m.reply(Play.asked(e), "answer")));
    var probe = system.<Msg>probe("watched");
    play.on(
        "A cast watch",
        (m, e, n) -> {
          var _ = m.ctx().monitor(probe.ref());
          return m.keepStateAndData();
        });
    var machine = startWith();
    cast(machine, "watch", "set");
    machine.send(say("info"));
    cast(machine, "set");
    assertEquals("answer", GenServer.call(machine, Play.ask("x")));
    cast(machine, "set");
    probe.stop();
    system.advance(SECOND);
    assertEquals(
        List.of(
            "A cast watch",
            "A cast set",
            "A info info",
            "A cast set",
            "A call x",
            "A cast set",
            "A signal watched"),
        play.log);
  }

  @Test
  void settingOneAgainReplacesIt() {
    play.on(
        "A cast again",
        (m, e, n) -> m.keepStateAndData(timeout("t", SECOND, "new"), stateTimeout(SECOND, "new")));
    var machine = startWith(timeout("t", SECOND, "old"), stateTimeout(SECOND, "old"));
    system.advance(Duration.ofMillis(600));
    cast(machine, "again");
    system.advance(Duration.ofMillis(999));
    assertEquals(List.of("A cast again"), play.log);
    system.advance(Duration.ofMillis(1));
    assertEquals(List.of("A cast again", "A timeout t new", "A state-timeout new"), play.log);
  }

  @Test
  void theLastOneOfACallbackCounts() {
    var _ = startWith(timeout("t", Duration.ZERO, "old"), timeout("t", SECOND, "new"));
    system.advance(SECOND);
    assertEquals(List.of("A timeout t new"), play.log);
  }

  @Test
  void timeoutsOfSeveralNamesRunSideBySide() {
    var _ = startWith(timeout("a", SECOND), timeout(2, SECOND), timeout(List.of(), SECOND));
    system.advance(SECOND);
    assertEquals(List.of("A timeout a PT1S", "A timeout 2 PT1S", "A timeout [] PT1S"), play.log);
  }

  @Test
  void anUpdateChangesTheContentAndNotTheTime() {
    play.on(
        "A cast update",
        (m, e, n) -> m.keepStateAndData(updateTimeout("t", "new"), updateStateTimeout("new")));
    var machine = startWith(timeout("t", SECOND, "old"), stateTimeout(SECOND, "old"));
    system.advance(Duration.ofMillis(600));
    cast(machine, "update");
    system.advance(Duration.ofMillis(400));
    assertEquals(List.of("A cast update", "A timeout t new", "A state-timeout new"), play.log);
  }

  @Test
  void anUpdateOfOneThatIsNotSetComesAtOnce() {
    play.on(
        "A cast update",
        (m, e, n) -> m.keepStateAndData(updateTimeout("t", "new"), updateStateTimeout("new")));
    cast(startWith(), "update");
    assertEquals(List.of("A cast update", "A timeout t new", "A state-timeout new"), play.log);
  }

  @Test
  void aStateTimeoutOfATransitionBelongsToTheNewState() {
    play.on("A cast go", (m, e, n) -> m.nextState("B", stateTimeout(SECOND)));
    cast(startWith(stateTimeout(SECOND.dividedBy(2))), "go");
    system.advance(SECOND);
    assertEquals(List.of("A cast go", "B state-timeout PT1S"), play.log);
  }

  // --- no time

  @Test
  void oneOfNoTimeForEventsComesOnlyIfNothingIsInserted() {
    play.on("A cast alone", (m, e, n) -> m.keepStateAndData(eventTimeout(Duration.ZERO)));
    play.on(
        "A cast not",
        (m, e, n) -> m.keepStateAndData(eventTimeout(Duration.ZERO), m.nextEvent(say("in"))));
    cast(startWith(), "alone", "not");
    assertEquals(
        List.of("A cast alone", "A event-timeout PT0S", "A cast not", "A internal in"), play.log);
  }

  @Test
  void theFirstOfNoTimeCallsOneForEventsOff() {
    var _ = startWith(stateTimeout(Duration.ZERO), eventTimeout(Duration.ZERO));
    system.settle();
    assertEquals(List.of("A state-timeout PT0S"), play.log);
  }

  @Test
  void aChangeOfTheStateCallsAStateTimeoutOfNoTimeOff() {
    play.on(
        "A cast go",
        (m, e, n) -> m.keepStateAndData(stateTimeout(Duration.ZERO), m.nextEvent(say("in"))));
    play.on("A internal in", (m, e, n) -> m.nextState("B"));
    cast(startWith(), "go");
    assertEquals(List.of("A cast go", "A internal in"), play.log);
  }

  @Test
  void oneOfNoTimeCanBeCalledOffUpdatedAndReplaced() {
    play.on(
        "A cast go",
        (m, e, n) ->
            m.keepStateAndData(
                timeout("cancelled", Duration.ZERO),
                timeout("updated", Duration.ZERO, "old"),
                timeout("replaced", Duration.ZERO),
                m.nextEvent(say("in"))));
    play.on(
        "A internal in",
        (m, e, n) ->
            m.keepStateAndData(
                cancelTimeout("cancelled"),
                updateTimeout("updated", "new"),
                timeout("replaced", SECOND)));
    cast(startWith(), "go");
    assertEquals(List.of("A cast go", "A internal in", "A timeout updated new"), play.log);
    system.advance(SECOND);
    assertEquals("A timeout replaced PT1S", play.log.getLast());
  }

  @Test
  void oneOfInitComesBeforeTheFirstMessage() {
    var gate = system.gate("gate");
    play.init(
        m -> {
          gate.pass();
          return m.ok("A", 0, m.nextEvent(say("in")), timeout("t", Duration.ZERO));
        });
    ActorRef<Msg> machine = system.spawn("machine", GenStateMachine.actor(play.machine()));
    machine.send(say("first"));
    gate.open();
    system.settle();
    assertEquals(List.of("A internal in", "A timeout t PT0S", "A info first"), play.log);
  }

  // --- mistakes, and being suspended

  @Test
  void aNegativeTimeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> stateTimeout(Duration.ofMillis(-1)));
  }

  @Test
  void whatComesWhileSuspendedComesAfterwardsInItsOrder() {
    var machine = startWith(timeout("t", SECOND), stateTimeout(SECOND.multipliedBy(2)));
    Sys.suspend(machine);
    GenServer.cast(machine, say("1"));
    system.advance(SECOND);
    GenServer.cast(machine, say("2"));
    system.advance(SECOND.multipliedBy(5));
    assertEquals(List.of(), play.log);
    Sys.resume(machine);
    system.settle();
    assertEquals(
        List.of("A cast 1", "A timeout t PT1S", "A cast 2", "A state-timeout PT2S"), play.log);
  }

  @Test
  void whatIsCalledOffAfterItCameWhileSuspendedDoesNotCome() {
    play.on("A cast go", (m, e, n) -> m.nextState("B", cancelTimeout("t")));
    var machine = startWith(timeout("t", SECOND), stateTimeout(SECOND), eventTimeout(SECOND));
    Sys.suspend(machine);
    GenServer.cast(machine, say("go"));
    system.advance(SECOND);
    GenServer.cast(machine, say("last"));
    Sys.resume(machine);
    system.settle();
    assertEquals(List.of("A cast go", "B cast last"), play.log);
  }

  @Test
  void aTimeoutForEventsThatCameFirstWhileSuspendedComes() {
    var machine = startWith(eventTimeout(SECOND));
    Sys.suspend(machine);
    system.advance(SECOND);
    GenServer.cast(machine, say("later"));
    Sys.resume(machine);
    system.settle();
    assertEquals(List.of("A event-timeout PT1S", "A cast later"), play.log);
  }
}
