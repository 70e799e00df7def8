package dev.talma.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// A decoration that throws is not the end of a supervisor.
class SupervisorDecorationTest extends Stage {

  private static final class BadDecoration extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static Actor<Cmd> refuse(Actor<Cmd> actor) {
    throw new BadDecoration();
  }

  @Test
  void aDecorationThatThrowsIsAStartThatFailedAndNoMore() {
    var sup =
        Supervisor.start(system, "sup", Supervisor.spec(Strategy.ONE_FOR_ONE).child(child("a")));
    ActorRef<Cmd> a = ref(sup, "a");
    var failed =
        assertThrows(
            StartFailedException.class,
            () ->
                Supervisor.startChild(sup, child("b").decorated(SupervisorDecorationTest::refuse)));
    assertInstanceOf(BadDecoration.class, failed.getCause());
    assertTrue(a.isAlive());
    assertStates(sup, "a running");
  }

  @Test
  void soItIsInADynamicSupervisor() {
    var sup = DynamicSupervisor.start(system, "dyn", DynamicSupervisor.spec());
    ActorRef<Cmd> a = DynamicSupervisor.startChild(sup, child("a"));
    var result =
        DynamicSupervisor.tryStartChild(
            sup, child("b").decorated(SupervisorDecorationTest::refuse));
    assertInstanceOf(StartResult.Failed.class, result);
    assertTrue(a.isAlive());
    assertEquals(new ChildCounts(1, 1, 0, 1), DynamicSupervisor.countChildren(sup));
  }

  @Test
  void aDecorationThatThrowsAtTheStartOfTheTreeIsToldWithTheChild() {
    var spec =
        Supervisor.spec(Strategy.ONE_FOR_ONE)
            .child(child("a"))
            .child(child("b").decorated(SupervisorDecorationTest::refuse));
    var failed =
        assertThrows(StartFailedException.class, () -> Supervisor.start(system, "sup", spec));
    assertTrue(failed.getMessage().contains("\"b\""), failed.getMessage());
    expectPage("+a", "-a");
  }

  @Test
  void aDecorationThatThrowsInARestartIsTriedAgain() {
    AtomicBoolean bad = new AtomicBoolean();
    var sup =
        Supervisor.start(
            system,
            "sup",
            Supervisor.spec(Strategy.ONE_FOR_ONE)
                .intensity(2, AGES)
                .child(child("a"))
                .child(
                    child("b").decorated(actor -> bad.getAndSet(false) ? refuse(actor) : actor)));
    ActorRef<Cmd> a = ref(sup, "a");
    bad.set(true);
    crash(sup, "b");
    assertStates(sup, "a running", "b running");
    assertSame(a, ref(sup, "a"));
  }
}
