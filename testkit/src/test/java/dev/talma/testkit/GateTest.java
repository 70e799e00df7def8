package dev.talma.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GateTest {
  private final Gate gate = Gate.closed("yard");
  private final List<String> through = new CopyOnWriteArrayList<>();

  @Test
  void holdsUntilItIsOpened() throws Exception {
    var visitor = visit("a");
    gate.awaitArrival();
    assertEquals(List.of(), through);

    gate.open();
    visitor.get(3, TimeUnit.SECONDS);

    assertEquals(List.of("a"), through);
    assertEquals(1, gate.passed());
  }

  @Test
  void letsEverybodyThroughOnceItIsOpen() throws Exception {
    gate.open();

    gate.pass();
    gate.pass();

    assertEquals(2, gate.passed());
  }

  @Test
  void letsThroughInTheOrderOfArrival() throws Exception {
    List<FutureTask<Object>> visitors = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      visitors.add(visit("v" + i));
      gate.awaitArrivals(i + 1);
    }

    for (int i = 0; i < 5; i++) {
      gate.letOnePass();
      visitors.get(i).get(3, TimeUnit.SECONDS);
      assertEquals("v" + i, through.getLast());
      assertEquals(4 - i, gate.waiting());
    }
  }

  @Test
  void leaveGivenInAdvanceIsForTheNextToCome() throws Exception {
    gate.letPass(2);

    gate.pass();
    gate.pass();
    var third = visit("third");
    gate.awaitArrival();

    assertEquals(2, gate.passed());
    gate.open();
    third.get(3, TimeUnit.SECONDS);
    gate.awaitPassed(3);
  }

  @Test
  void whoWaitsForOneToPassIsToldAtOnce() throws Exception {
    var patient = Gate.closed("yard", Duration.ofHours(1));
    patient.open();
    var watch =
        new FutureTask<>(
            () -> {
              patient.awaitPassed(1);
              return null;
            });
    Thread watcher = Thread.ofVirtual().start(watch);
    Await.until("it waits", () -> watcher.getState() == Thread.State.TIMED_WAITING);

    patient.pass();

    watch.get(3, TimeUnit.SECONDS);
  }

  @Test
  void canBeShutAgain() throws Exception {
    gate.open();
    gate.pass();
    gate.letOnePass();

    gate.shut();
    var late = visit("late");
    gate.awaitArrival();

    assertEquals(1, gate.passed());
    gate.open();
    late.get(3, TimeUnit.SECONDS);
  }

  @Test
  void whoWaitsTooLongIsTold() {
    Gate impatient = Gate.closed("yard", Duration.ofMillis(5));

    var e = assertThrows(IllegalStateException.class, impatient::pass);

    assertEquals("Nobody opened the gate \"yard\" for 50 ms", e.getMessage());
    assertEquals(0, impatient.waiting());
  }

  @Test
  void whoIsInterruptedLeavesAndNobodyElseLosesAnything() throws Exception {
    var first = visit("first");
    gate.awaitArrival();
    var second = visit("second");
    gate.awaitArrivals(2);

    first.cancel(true);
    Await.until("one is left", () -> gate.waiting() == 1);
    gate.letOnePass();
    second.get(3, TimeUnit.SECONDS);

    assertEquals(List.of("second"), through);
  }

  @Test
  void theTestIsToldWhenNobodyComes() {
    Thread.currentThread().interrupt();

    var e = assertThrows(ExpectationError.class, gate::awaitArrival);

    assertTrue(Thread.interrupted());
    assertEquals(
        "Interrupted while it waited for 1 to wait at the gate \"yard\" (closed, 0 waiting,"
            + " 0 passed)",
        e.getMessage());
  }

  @Test
  void theTestIsToldHowLongItWaitedAndWhatTheActorsDo() {
    try (var system = TestSystem.create("gates", s -> s.withPatience(Duration.ofMillis(30)))) {
      Gate door = system.gate("door");

      var e = assertThrows(ExpectationError.class, () -> door.awaitArrivals(2));

      assertTrue(
          e.getMessage()
              .startsWith(
                  "Waited in vain for 2 to wait at the gate \"door\" (closed, 0 waiting, 0 passed)"),
          e.getMessage());
      assertTrue(e.showsActors());
    }
  }

  @Test
  void anInterruptAtTheGateIsAnInterrupt() {
    Thread.currentThread().interrupt();

    assertThrows(InterruptedException.class, gate::pass);
  }

  @Test
  void whatHappenedBeforeArrivingIsVisibleToTheTest()
      throws InterruptedException, ExecutionException {
    int[] plain = new int[1];
    var visitor =
        run(
            () -> {
              plain[0] = 1;
              gate.pass();
              return plain[0];
            });
    gate.awaitArrival();
    assertEquals(1, plain[0]);
    plain[0] = 2;
    gate.letOnePass();

    assertEquals(2, visitor.get());
  }

  private FutureTask<Object> visit(String name) {
    return run(
        () -> {
          gate.pass();
          through.add(name);
          return name;
        });
  }

  private static FutureTask<Object> run(Callable<Object> code) {
    FutureTask<Object> task = new FutureTask<>(code);
    Thread.startVirtualThread(task);
    return task;
  }
}
