package dev.talma.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.Backoff;
import dev.talma.NoProcessException;
import dev.talma.otp.ChildException.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What one can do with the children of a supervisor while it runs, whatever they are doing.
class SupervisorControlTest extends Stage {
  private static final Duration WAIT = Duration.ofSeconds(1);

  /// What a child is doing.
  enum State {
    RUNNING,
    STOPPED,
    RESTARTING,
    UNKNOWN
  }

  /// What one wants.
  enum Wish {
    START,
    TERMINATE,
    RESTART,
    DELETE
  }

  private ActorRef<Supervisor.Message> withChildIn(State state) {
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(Strategy.ONE_FOR_ONE)
                .backoff(Backoff.fixed(WAIT))
                .child(child("other")));
    if (state != State.UNKNOWN) {
      ActorRef<Cmd> a = Supervisor.startChild(sup, child("a"));
      switch (state) {
        case STOPPED -> Supervisor.terminateChild(sup, "a");
        case RESTARTING -> {
          a.send(Cmd.crash());
          awaitEnd(a);
          system.settle();
        }
        default -> assertTrue(a.isAlive());
      }
    }
    return sup;
  }

  static Stream<Arguments> wishes() {
    return Stream.of(
        Arguments.of(State.RUNNING, Wish.START, Optional.of(Problem.ALREADY_STARTED), "running"),
        Arguments.of(State.STOPPED, Wish.START, Optional.of(Problem.ALREADY_PRESENT), "stopped"),
        Arguments.of(
            State.RESTARTING, Wish.START, Optional.of(Problem.ALREADY_STARTED), "restarting"),
        Arguments.of(State.UNKNOWN, Wish.START, Optional.empty(), "running"),
        Arguments.of(State.RUNNING, Wish.TERMINATE, Optional.empty(), "stopped"),
        Arguments.of(State.STOPPED, Wish.TERMINATE, Optional.empty(), "stopped"),
        Arguments.of(State.RESTARTING, Wish.TERMINATE, Optional.empty(), "stopped"),
        Arguments.of(State.UNKNOWN, Wish.TERMINATE, Optional.of(Problem.NOT_FOUND), ""),
        Arguments.of(State.RUNNING, Wish.RESTART, Optional.of(Problem.RUNNING), "running"),
        Arguments.of(State.STOPPED, Wish.RESTART, Optional.empty(), "running"),
        Arguments.of(State.RESTARTING, Wish.RESTART, Optional.of(Problem.RESTARTING), "restarting"),
        Arguments.of(State.UNKNOWN, Wish.RESTART, Optional.of(Problem.NOT_FOUND), ""),
        Arguments.of(State.RUNNING, Wish.DELETE, Optional.of(Problem.RUNNING), "running"),
        Arguments.of(State.STOPPED, Wish.DELETE, Optional.empty(), ""),
        Arguments.of(State.RESTARTING, Wish.DELETE, Optional.of(Problem.RESTARTING), "restarting"),
        Arguments.of(State.UNKNOWN, Wish.DELETE, Optional.of(Problem.NOT_FOUND), ""));
  }

  @ParameterizedTest(name = "{1} of one that is {0}: {2}")
  @MethodSource("wishes")
  void eachCallInEachState(State state, Wish wish, Optional<Problem> problem, String then) {
    var sup = withChildIn(state);
    if (problem.isPresent()) {
      var refused = assertThrows(ChildException.class, () -> fulfil(sup, wish));
      assertEquals(problem.get(), refused.problem());
      assertTrue(String.valueOf(refused.getMessage()).contains("a"), refused.getMessage());
    } else {
      fulfil(sup, wish);
    }
    if (then.isEmpty()) {
      assertStates(sup, "other running");
    } else {
      assertStates(sup, "other running", "a " + then);
    }
    system.advance(WAIT); // a restart that is due comes, and one that was called off does not
    if (then.isEmpty()) {
      assertStates(sup, "other running");
    } else {
      assertStates(sup, "other running", "a " + (then.equals("restarting") ? "running" : then));
    }
  }

  private void fulfil(ActorRef<Supervisor.Message> sup, Wish wish) {
    switch (wish) {
      case START -> assertTrue(Supervisor.startChild(sup, child("a")).isAlive());
      case TERMINATE -> Supervisor.terminateChild(sup, "a");
      case RESTART -> assertTrue(Supervisor.restartChild(sup, "a").isAlive());
      case DELETE -> Supervisor.deleteChild(sup, "a");
    }
  }

  @Test
  void aTemporaryChildThatIsTerminatedIsForgotten() {
    var sup = withChildIn(State.UNKNOWN);
    ActorRef<Cmd> a = Supervisor.startChild(sup, child("a").restart(RestartType.TEMPORARY));
    Supervisor.terminateChild(sup, "a");
    assertFalse(a.isAlive());
    assertStates(sup, "other running");
  }

  @Test
  void aChildThatIsTerminatedIsNoCrashAndNotCounted() {
    var sup = withChildIn(State.RUNNING);
    for (int i = 0; i < 5; i++) {
      Supervisor.terminateChild(sup, "a");
      var _ = Supervisor.restartChild(sup, "a");
    }
    assertStates(sup, "other running", "a running");
  }

  @Test
  void aChildThatWasAddedIsTheLastInOrderAndRestartedAsTheOthersAre() {
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(Strategy.REST_FOR_ONE).child(child("a")).child(child("b")));
    var _ = Supervisor.startChild(sup, child("c"));
    turnPage();
    crash(sup, "b");
    expectPage("-b", "-c", "+b", "+c");
    GenServer.stop(sup);
    expectPage("-c", "-b", "-a");
  }

  @Test
  void countsAreOfAllAndOfThoseThatRun() {
    var sup = withChildIn(State.STOPPED);
    var _ =
        Supervisor.startChild(
            sup, ChildSpec.supervisor("low", Supervisor.spec(Strategy.ONE_FOR_ONE)));
    assertEquals(new ChildCounts(3, 2, 1, 2), Supervisor.countChildren(sup));
  }

  @Test
  void anActorCanUseTheSupervisorItIsNotBelow() {
    var sup = withChildIn(State.UNKNOWN);
    var probe = system.<String>probe("probe");
    ActorRef<Cmd> user =
        system.spawn(
            "user",
            (mailbox, ctx) -> probe.ref().send(Supervisor.startChild(sup, child("a")).path()));
    probe.expect("/sup/a");
    awaitEnd(user);
  }

  @Test
  void aSupervisorThatHasEndedIsNoProcess() {
    var sup = withChildIn(State.RUNNING);
    GenServer.stop(sup);
    assertThrows(NoProcessException.class, () -> Supervisor.whichChildren(sup));
    assertThrows(NoProcessException.class, () -> Supervisor.startChild(sup, child("x")));
    assertThrows(NoProcessException.class, () -> Supervisor.terminateChild(sup, "a"));
  }

  // --- finding children

  @Test
  void aReferenceThatIsLookedUpMeansThePresentChild() {
    ChildSpec<Cmd> a = child("a");
    var spec = Supervisor.spec(Strategy.ONE_FOR_ONE).intensity(9, AGES);
    var low = ChildSpec.supervisor("low", spec.child(a));
    var top = Supervisor.start(system, "top", spec.child(low));
    ActorRef<Supervisor.Message> lowRef = Supervisor.child(system, top, low);
    ActorRef<Cmd> ref = Supervisor.child(system, lowRef, a);
    assertEquals("/top/low/a", ref.path());
    assertEquals("a", ref.ask(new Cmd.Who()));
    ref.send(Cmd.crash());
    system.settle();
    assertEquals("a", ref.ask(new Cmd.Who()));
    GenServer.stop(lowRef); // a permanent one is restarted, with all that is below it
    system.settle();
    assertEquals("a", ref.ask(new Cmd.Who()));
    assertStates(lowRef, "a running");
    Supervisor.terminateChild(lowRef, "a");
    assertFalse(ref.isAlive());
    assertEquals("/top/low/a", ref.path());
    assertThrows(NoProcessException.class, () -> ref.ask(new Cmd.Who()));
  }

  @Test
  void aChildFindsItsSibling() {
    ChildSpec<Cmd> a = child("a");
    var sup =
        Supervisor.start(
            system, "sup", Supervisor.spec(Strategy.ONE_FOR_ONE).child(a).child(child("b")));
    ref(sup, "b")
        .send(new Cmd.Act(ctx -> note("it is " + Supervisor.sibling(ctx, a).ask(new Cmd.Who()))));
    expectPage("+a", "+b", "it is a");
  }
}
