package dev.talma.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.Backoff;
import dev.talma.ExitReason;
import dev.talma.SystemEvent;
import dev.talma.otp.ChildException.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Children that come and go.
class DynamicSupervisorTest extends Stage {
  private static final DynamicSupervisorSpec SPEC = DynamicSupervisor.spec();
  private static final Duration SECOND = Duration.ofSeconds(1);

  private ActorRef<DynamicSupervisor.Message> start(DynamicSupervisorSpec spec) {
    return DynamicSupervisor.start(system, "dyn", spec);
  }

  private static List<String> statesOf(ActorRef<DynamicSupervisor.Message> sup) {
    return states(DynamicSupervisor.whichChildren(sup).stream());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void childrenAreStartedAndTerminated(Kind kind) {
    var sup = start(SPEC);
    ActorRef<Cmd> a = DynamicSupervisor.startChild(sup, child("a", kind));
    ActorRef<Cmd> b = DynamicSupervisor.startChild(sup, child("b", kind));
    assertEquals("/dyn/a", a.path());
    assertEquals("b", b.ask(new Cmd.Who()));
    assertEquals(List.of("a running", "b running"), statesOf(sup));
    DynamicSupervisor.terminateChild(sup, a);
    assertFalse(a.isAlive());
    assertEquals(List.of("b running"), statesOf(sup));
    var refused =
        assertThrows(ChildException.class, () -> DynamicSupervisor.terminateChild(sup, a));
    assertEquals(Problem.NOT_FOUND, refused.problem());
    assertEquals(new ChildCounts(1, 1, 0, 1), DynamicSupervisor.countChildren(sup));
  }

  @Test
  void idsNeedNotBeUnique() {
    var sup = start(SPEC);
    ActorRef<Cmd> first = DynamicSupervisor.startChild(sup, child("a"));
    ActorRef<Cmd> second = DynamicSupervisor.startChild(sup, child("a"));
    assertEquals(List.of("a running", "a running"), statesOf(sup));
    DynamicSupervisor.terminateChild(sup, first);
    assertTrue(second.isAlive());
    ActorRef<Cmd> third = DynamicSupervisor.startChild(sup, child("a"));
    assertEquals("/dyn/a", third.path()); // the name is free again
  }

  @ParameterizedTest
  @EnumSource(RestartType.class)
  void eachIsRestartedAloneOrForgotten(RestartType type) {
    var sup = start(SPEC.intensity(9, AGES));
    ActorRef<Cmd> a = DynamicSupervisor.startChild(sup, child("a").restart(type));
    ActorRef<Cmd> b = DynamicSupervisor.startChild(sup, child("b"));
    a.send(Cmd.crash());
    awaitEnd(a);
    system.settle();
    assertTrue(b.isAlive());
    if (type == RestartType.TEMPORARY) {
      assertEquals(List.of("b running"), statesOf(sup));
      return;
    }
    assertEquals(List.of("a running", "b running"), statesOf(sup));
    ActorRef<Cmd> again = asCmd(system.find("/dyn/a").orElseThrow());
    again.send(new Cmd.End(ExitReason.normal()));
    awaitEnd(again);
    system.settle();
    assertEquals(
        type == RestartType.PERMANENT ? List.of("a running", "b running") : List.of("b running"),
        statesOf(sup));
  }

  @Test
  void beyondTheLimitItEndsWithAllChildren() {
    var sup = start(SPEC);
    ActorRef<Cmd> a = DynamicSupervisor.startChild(sup, child("a"));
    ActorRef<Cmd> b = DynamicSupervisor.startChild(sup, child("b"));
    var stopped = system.record(SystemEvent.Stopped.class);
    a.send(Cmd.crash());
    b.send(Cmd.crash());
    awaitEnd(sup);
    assertEquals(ExitReason.shutdown(), stopped.expect("dyn", e -> e.ref().equals(sup)).reason());
    assertEquals(0, system.counters().live());
  }

  @Test
  void moreChildrenThanItMayHaveAreRefused() {
    var sup = start(SPEC.maxChildren(2).backoff(Backoff.fixed(Duration.ofSeconds(1))));
    ActorRef<Cmd> a = DynamicSupervisor.startChild(sup, child("a"));
    var _ = DynamicSupervisor.startChild(sup, child("b"));
    a.send(Cmd.crash());
    system.settle();
    assertEquals(List.of("a restarting", "b running"), statesOf(sup));
    var refused =
        assertThrows(ChildException.class, () -> DynamicSupervisor.startChild(sup, child("c")));
    assertEquals(Problem.MAX_CHILDREN, refused.problem());
    system.advance(Duration.ofSeconds(1));
    DynamicSupervisor.terminateChild(sup, system.find("/dyn/a").orElseThrow());
    assertTrue(DynamicSupervisor.startChild(sup, child("c")).isAlive());
  }

  @Test
  void aStartThatFailsOrIsIgnoredLeavesNothing() {
    var sup = start(SPEC);
    onInit(
        "a",
        () -> {
          throw new Cmd.Boom("no");
        });
    assertInstanceOf(StartResult.Failed.class, DynamicSupervisor.tryStartChild(sup, child("a")));
    onInit(
        "a",
        () -> {
          throw new Says(GenServer.ignore());
        });
    assertEquals(new StartResult.Ignored<>(), DynamicSupervisor.tryStartChild(sup, child("a")));
    assertEquals(List.of(), statesOf(sup));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            DynamicSupervisor.startChild(
                sup, child("a").restart(RestartType.TEMPORARY).significant()));
  }

  @Test
  void aRestartThatFailsIsTriedAgainAndOneThatIsIgnoredIsForgotten() {
    var sup = start(SPEC.intensity(9, AGES));
    ActorRef<Cmd> a = DynamicSupervisor.startChild(sup, child("a"));
    int[] left = {3};
    onInit(
        "a",
        () -> {
          if (left[0]-- > 0) {
            throw new Cmd.Boom("no");
          }
        });
    a.send(Cmd.crash());
    system.settle();
    assertEquals(List.of("a running"), statesOf(sup));
    onInit(
        "a",
        () -> {
          throw new Says(GenServer.ignore());
        });
    asCmd(system.find("/dyn/a").orElseThrow()).send(Cmd.crash());
    system.settle();
    assertEquals(List.of(), statesOf(sup));
  }

  @Test
  void childrenAreStoppedTogetherEachWithItsOwnPatience() {
    var sup = start(SPEC);
    List<ActorRef<Cmd>> slow = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      slow.add(
          DynamicSupervisor.startChild(
              sup, child("slow-" + i).shutdown(Shutdown.within(Duration.ofSeconds(3)))));
    }
    ActorRef<Cmd> slower =
        DynamicSupervisor.startChild(
            sup, child("slower").shutdown(Shutdown.within(Duration.ofSeconds(4))));
    ActorRef<Cmd> quick = DynamicSupervisor.startChild(sup, child("quick"));
    ActorRef<Cmd> brutal =
        DynamicSupervisor.startChild(sup, child("brutal").shutdown(Shutdown.brutalKill()));
    slow.forEach(this::hold);
    hold(slower);
    hold(brutal);
    sup.stop();
    awaitEnd(quick);
    awaitEnd(brutal);
    system.time().awaitTimers(2);
    system.time().advance(Duration.ofSeconds(3).minusNanos(1));
    slow.forEach(each -> assertTrue(each.isAlive()));
    system.time().advance(Duration.ofNanos(1));
    slow.forEach(this::awaitEnd);
    assertTrue(slower.isAlive());
    system.time().advance(Duration.ofSeconds(1));
    awaitEnd(sup);
    assertEquals(0, system.counters().live());
    assertEquals(0, system.time().pending());
  }

  @Test
  void itIsAChildAsOthersAre() {
    ChildSpec<DynamicSupervisor.Message> sessions = ChildSpec.supervisor("sessions", SPEC);
    var top =
        Supervisor.start(system, "top", Supervisor.spec(Strategy.ONE_FOR_ONE).child(sessions));
    ActorRef<DynamicSupervisor.Message> ref = Supervisor.child(system, top, sessions);
    ActorRef<Cmd> a = DynamicSupervisor.startChild(ref, child("a"));
    assertEquals("/top/sessions/a", a.path());
    var _ =
        DynamicSupervisor.startChild(
            ref, ChildSpec.supervisor("b", Supervisor.spec(Strategy.ONE_FOR_ONE)));
    assertEquals(new ChildCounts(2, 2, 1, 1), DynamicSupervisor.countChildren(ref));
    GenServer.stop(top);
    assertFalse(a.isAlive());
  }

  @Test
  void itCanBeSpawnedAsAnyActorCan() {
    ActorRef<DynamicSupervisor.Message> sup = system.spawn("dyn", DynamicSupervisor.actor(SPEC));
    assertTrue(DynamicSupervisor.startChild(sup, child("a")).isAlive());
  }

  @Test
  void aChildThatWaitsForItsRestartIsTerminatedByTheReferenceThatItHad() {
    var sup = start(SPEC.maxChildren(1).intensity(9, AGES).backoff(Backoff.fixed(SECOND)));
    ActorRef<Cmd> a = DynamicSupervisor.startChild(sup, child("a"));
    a.send(Cmd.crash());
    awaitEnd(a);
    system.settle();
    assertEquals(List.of("a restarting"), statesOf(sup));
    DynamicSupervisor.terminateChild(sup, a);
    assertEquals(List.of(), statesOf(sup));
    ActorRef<Cmd> b = DynamicSupervisor.startChild(sup, child("b"));
    system.advance(SECOND.multipliedBy(5));
    assertEquals(List.of("b running"), statesOf(sup));
    b.send(Cmd.crash());
    awaitEnd(b);
    system.settle();
    system.advance(SECOND.multipliedBy(5));
    assertEquals(List.of("b running"), statesOf(sup));
    assertThrows(ChildException.class, () -> DynamicSupervisor.terminateChild(sup, b));
  }

  @Test
  void aChildWhoseRestartFailsIsTerminatedByTheReferenceThatItHad() {
    var sup = start(SPEC.intensity(9, AGES).backoff(Backoff.fixed(SECOND)));
    ActorRef<Cmd> a = DynamicSupervisor.startChild(sup, child("a"));
    onInit(
        "a",
        () -> {
          throw new Cmd.Boom("again");
        });
    a.send(Cmd.crash());
    awaitEnd(a);
    system.settle();
    system.advance(SECOND.multipliedBy(2));
    assertEquals(List.of("a restarting"), statesOf(sup));
    DynamicSupervisor.terminateChild(sup, a);
    initNormally("a");
    system.advance(SECOND.multipliedBy(5));
    assertEquals(List.of(), statesOf(sup));
  }

  @Test
  void aChildIsTerminatedByAReferenceThatIsLookedUp() {
    var sup = start(SPEC);
    UniqueRegistry<String, Cmd> names = Registry.unique(system, "names");
    ActorRef<Cmd> a = DynamicSupervisor.startChild(sup, child("a"));
    names.register("anna", a);
    DynamicSupervisor.terminateChild(sup, names.via("anna"));
    assertFalse(a.isAlive());
    assertEquals(List.of(), statesOf(sup));
    ActorRef<Cmd> another = DynamicSupervisor.startChild(sup, child("a")); // of the same path
    assertThrows(ChildException.class, () -> DynamicSupervisor.terminateChild(sup, a));
    assertThrows(
        ChildException.class, () -> DynamicSupervisor.terminateChild(sup, names.via("anna")));
    assertTrue(another.isAlive());
  }
}
