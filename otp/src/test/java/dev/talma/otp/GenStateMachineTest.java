package dev.talma.otp;

import static dev.talma.otp.Play.ask;
import static dev.talma.otp.Play.asked;
import static dev.talma.otp.Play.say;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.ReplyTo;
import dev.talma.otp.Play.Msg;
import dev.talma.testkit.TestSettings;
import dev.talma.testkit.TestSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Where a transition leads, in which order events come, and who is answered.
class GenStateMachineTest {
  private final TestSystem system = TestSystem.create("test", TestSettings::withVirtualTime);
  private final Play play = new Play();

  @AfterEach
  void close() {
    system.close();
  }

  /// The ways to go on, and what they mean.
  enum Way {
    NEXT(true, false),
    NEXT_DATA(true, true),
    SAME(false, false),
    SAME_DATA(false, true),
    KEEP(false, false),
    KEEP_DATA(false, true),
    REPEAT(false, false),
    REPEAT_DATA(false, true);

    final boolean changes;
    final boolean data;

    Way(boolean changes, boolean data) {
      this.changes = changes;
      this.data = data;
    }

    boolean enters() {
      return changes || this == REPEAT || this == REPEAT_DATA;
    }

    String then() {
      return changes ? "B" : "A";
    }

    Transition<String, Integer> go(Play.Machine m, Action... actions) {
      return switch (this) {
        case NEXT -> m.nextState("B", actions);
        case NEXT_DATA -> m.nextState("B", 7, actions);
        case SAME -> m.nextState("A", actions);
        case SAME_DATA -> m.nextState("A", 7, actions);
        case KEEP -> m.keepStateAndData(actions);
        case KEEP_DATA -> m.keepState(7, actions);
        case REPEAT -> m.repeatStateAndData(actions);
        case REPEAT_DATA -> m.repeatState(7, actions);
      };
    }
  }

  @Test
  void theSwitchOfTheDocumentationSwitches() {
    ActorSystem system = this.system;
    var light = GenStateMachine.start(system, "light", Switch::new);
    Switch.State on = GenStateMachine.call(light, new Switch.Message.Push());
    assertEquals(Switch.State.ON, on);
    assertEquals(new StateAndData<>(Switch.State.ON, 1), Sys.getState(light));
    this.system.advance(Duration.ofMinutes(5));
    assertEquals(new StateAndData<>(Switch.State.OFF, 1), Sys.getState(light));
  }

  @ParameterizedTest
  @EnumSource
  void aTransitionGivesStateAndData(Way way) {
    var machine = play.on("A cast go", (m, e, n) -> way.go(m)).start(system);
    GenServer.cast(machine, say("go"));
    assertEquals(new StateAndData<>(way.then(), way.data ? 7 : 0), Sys.getState(machine));
    assertEquals(List.of("A cast go"), play.log);
  }

  @ParameterizedTest
  @EnumSource
  void aStateIsEnteredWhenItChangesOrIsRepeated(Way way) {
    var machine = play.entering().on("A cast go", (m, e, n) -> way.go(m)).start(system);
    GenServer.cast(machine, say("go"));
    system.settle();
    List<String> expected = new ArrayList<>(List.of("A enter A", "A cast go"));
    if (way.enters()) {
      expected.add(way.then() + " enter A");
    }
    assertEquals(expected, play.log);
  }

  @ParameterizedTest
  @EnumSource
  void aPostponedEventComesAgainOnlyAfterAChange(Way way) {
    play.on("A cast later", (m, e, n) -> m.keepStateAndData(GenStateMachine.postpone()));
    var machine = play.on("A cast go", (m, e, n) -> way.go(m)).start(system);
    GenServer.cast(machine, say("later"));
    GenServer.cast(machine, say("go"));
    system.settle();
    assertEquals(
        way.changes
            ? List.of("A cast later", "A cast go", "B cast later")
            : List.of("A cast later", "A cast go"),
        play.log);
  }

  @ParameterizedTest
  @EnumSource
  void anEventThatIsPostponedByATransitionComesAgainIfThatChangesTheState(Way way) {
    var machine =
        play.on("A cast go", (m, e, n) -> way.go(m, GenStateMachine.postpone())).start(system);
    GenServer.cast(machine, say("go"));
    system.settle();
    assertEquals(way.changes ? List.of("A cast go", "B cast go") : List.of("A cast go"), play.log);
  }

  @ParameterizedTest
  @EnumSource
  void eachTransitionCanReply(Way way) {
    play.on("A call x", (m, e, n) -> way.go(m, m.reply(asked(e), "yes")));
    assertEquals("yes", GenServer.call(play.start(system), ask("x")));
  }

  @ParameterizedTest
  @EnumSource
  void eachTransitionCanInsertEvents(Way way) {
    play.on("A cast go", (m, e, n) -> way.go(m, m.nextEvent(say("1")), m.nextEvent(say("2"))));
    GenServer.cast(play.start(system), say("go"));
    system.settle();
    assertEquals(
        List.of("A cast go", way.then() + " internal 1", way.then() + " internal 2"), play.log);
  }

  @ParameterizedTest
  @EnumSource
  void eachTransitionCanSetEachTimeout(Way way) {
    play.on(
        "A cast go",
        (m, e, n) ->
            way.go(
                m,
                GenStateMachine.hibernate(),
                GenStateMachine.timeout("t", Duration.ofSeconds(1), "named"),
                GenStateMachine.stateTimeout(Duration.ofSeconds(2), "state"),
                GenStateMachine.eventTimeout(Duration.ofMillis(500), "event")));
    GenServer.cast(play.start(system), say("go"));
    system.advance(Duration.ofSeconds(2));
    assertEquals(
        List.of(
            "A cast go",
            way.then() + " event-timeout event",
            way.then() + " timeout t named",
            way.then() + " state-timeout state"),
        play.log);
  }

  // --- order

  @Test
  void postponedEventsComeInTheirOrderBeforeNewerOnes() {
    var gate = system.gate("gate");
    for (String each : List.of("cast 1", "info 2", "call 3")) {
      play.on("A " + each, (m, e, n) -> m.keepStateAndData(GenStateMachine.postpone()));
    }
    play.on("B call 3", (m, e, n) -> m.keepStateAndData(m.reply(asked(e), "three")));
    play.on(
        "A cast go",
        (m, e, n) -> {
          gate.pass();
          return m.nextState("B");
        });
    var machine = play.start(system);
    GenServer.cast(machine, say("1"));
    machine.send(say("2"));
    var three = machine.askAsync(ask("3"));
    GenServer.cast(machine, say("go"));
    gate.awaitArrival();
    GenServer.cast(machine, say("4"));
    gate.open();
    assertEquals("three", three.join());
    system.settle();
    assertEquals(
        List.of(
            "A cast 1",
            "A info 2",
            "A call 3",
            "A cast go",
            "B cast 1",
            "B info 2",
            "B call 3",
            "B cast 4"),
        play.log);
  }

  @Test
  void insertedEventsComeBeforePostponedOnesAndThoseBeforeTimeoutsOfNoTimeAndTheMailbox() {
    var gate = system.gate("gate");
    play.on("A cast later", (m, e, n) -> m.keepStateAndData(GenStateMachine.postpone()));
    play.on(
        "A cast go",
        (m, e, n) -> {
          gate.pass();
          return m.nextState(
              "B",
              GenStateMachine.timeout("zero", Duration.ZERO, 0),
              GenStateMachine.stateTimeout(Duration.ZERO, 0),
              m.nextEvent(say("in")));
        });
    var machine = play.start(system);
    GenServer.cast(machine, say("later"));
    GenServer.cast(machine, say("go"));
    gate.awaitArrival();
    GenServer.cast(machine, say("new"));
    gate.open();
    system.settle();
    assertEquals(
        List.of(
            "A cast later",
            "A cast go",
            "B internal in",
            "B cast later",
            "B timeout zero 0",
            "B state-timeout 0",
            "B cast new"),
        play.log);
  }

  @Test
  void whatAnInsertedEventInsertsComesBeforeTheOthers() {
    play.on(
        "A cast go", (m, e, n) -> m.keepStateAndData(m.nextEvent(say("1")), m.nextEvent(say("2"))));
    play.on("A internal 1", (m, e, n) -> m.keepStateAndData(m.nextEvent(say("1a"))));
    GenServer.cast(play.start(system), say("go"));
    system.settle();
    assertEquals(List.of("A cast go", "A internal 1", "A internal 1a", "A internal 2"), play.log);
  }

  @Test
  void anEventMayBePostponedAgainAndKeepsItsPlace() {
    for (String state : List.of("A", "B")) {
      play.on(state + " cast 1", (m, e, n) -> m.keepStateAndData(GenStateMachine.postpone()));
      play.on(state + " cast 2", (m, e, n) -> m.keepStateAndData(GenStateMachine.postpone()));
    }
    play.on("A cast go", (m, e, n) -> m.nextState("B"));
    play.on("B cast go", (m, e, n) -> m.nextState("C"));
    var machine = play.start(system);
    for (String each : List.of("1", "2", "go", "go")) {
      GenServer.cast(machine, say(each));
    }
    system.settle();
    assertEquals(
        List.of(
            "A cast 1",
            "A cast 2",
            "A cast go",
            "B cast 1",
            "B cast 2",
            "B cast go",
            "C cast 1",
            "C cast 2"),
        play.log);
  }

  @Test
  void aPostponedEventMayChangeTheStateBeforeTheOthersCome() {
    play.on("A cast 1", (m, e, n) -> m.keepStateAndData(GenStateMachine.postpone()));
    play.on("A cast 2", (m, e, n) -> m.keepStateAndData(GenStateMachine.postpone()));
    play.on("A cast go", (m, e, n) -> m.nextState("B"));
    play.on("B cast 1", (m, e, n) -> m.nextState("C"));
    var machine = play.start(system);
    for (String each : List.of("1", "2", "go")) {
      GenServer.cast(machine, say(each));
    }
    system.settle();
    assertEquals(List.of("A cast 1", "A cast 2", "A cast go", "B cast 1", "C cast 2"), play.log);
  }

  @Test
  void whatIsNoMessageCanBePostponedToo() {
    play.init(m -> m.ok("A", 0, GenStateMachine.timeout("t", Duration.ofSeconds(1), "x")));
    play.on("A timeout t x", (m, e, n) -> m.keepStateAndData(GenStateMachine.postpone()));
    play.on("A internal i", (m, e, n) -> m.keepStateAndData(GenStateMachine.postpone()));
    play.on("A cast in", (m, e, n) -> m.keepStateAndData(m.nextEvent(say("i"))));
    play.on("A cast later", (m, e, n) -> m.keepStateAndData(GenStateMachine.postpone()));
    play.on("A cast go", (m, e, n) -> m.nextState("B"));
    var machine = play.start(system);
    system.advance(Duration.ofSeconds(1));
    for (String each : List.of("later", "in", "go")) {
      GenServer.cast(machine, say(each));
    }
    system.settle();
    assertEquals(
        List.of("B timeout t x", "B cast later", "B internal i"),
        play.log.subList(5, play.log.size()));
  }

  @Test
  void aPostponedCallWhoseAskerHasGivenUpIsLeftOutAndTheRestStillComes() {
    for (String each : List.of("call 1", "cast 2")) {
      play.on("A " + each, (m, e, n) -> m.keepStateAndData(GenStateMachine.postpone()));
    }
    play.on("A cast go", (m, e, n) -> m.nextState("B"));
    var machine = play.start(system);
    var given = machine.askAsync(ask("1"));
    GenServer.cast(machine, say("2"));
    system.settle();
    given.cancel(false);
    GenServer.cast(machine, say("go"));
    system.settle();
    assertEquals(List.of("A call 1", "A cast 2", "A cast go", "B cast 2"), play.log);
  }

  // --- answers

  @Test
  void aPostponedCallIsAnsweredInAnotherState() {
    play.on("A call x", (m, e, n) -> m.keepStateAndData(GenStateMachine.postpone()));
    play.on("A cast go", (m, e, n) -> m.nextState("B"));
    play.on("B call x", (m, e, n) -> m.keepStateAndData(m.reply(asked(e), "from B")));
    var machine = play.start(system);
    var answer = machine.askAsync(ask("x"));
    system.settle();
    assertFalse(answer.isDone());
    GenServer.cast(machine, say("go"));
    assertEquals("from B", answer.join());
  }

  @Test
  void aCallCanBeAnsweredLaterByAnAction() {
    List<ReplyTo<String>> callers = new ArrayList<>();
    play.on(
        "A call x",
        (m, e, n) -> {
          callers.add(m.replyTo(asked(e)));
          return m.nextState("B");
        });
    play.on(
        "B cast go",
        (m, e, n) -> m.keepStateAndData(GenStateMachine.reply(callers.getFirst(), "later")));
    var machine = play.start(system);
    var answer = machine.askAsync(ask("x"));
    GenServer.cast(machine, say("go"));
    assertEquals("later", answer.join());
  }

  @Test
  void aPostponedMessageKeepsItsSender() {
    List<String> senders = new ArrayList<>();
    play.on("A cast x", (m, e, n) -> m.keepStateAndData(GenStateMachine.postpone()));
    play.on("A info x", (m, e, n) -> m.keepStateAndData(GenStateMachine.postpone()));
    play.on("A cast go", (m, e, n) -> m.nextState("B"));
    play.on(
        "B info x",
        (m, e, n) -> {
          senders.add(m.ctx().sender().map(ActorRef::name).orElse("none"));
          return m.keepStateAndData();
        });
    var machine = play.start(system);
    system.<Msg>probe("customer").send(machine, say("x"));
    GenServer.cast(machine, say("go"));
    system.settle();
    assertEquals(List.of("customer"), senders);
  }
}
