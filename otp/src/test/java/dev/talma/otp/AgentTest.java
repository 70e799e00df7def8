package dev.talma.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.AskTimeoutException;
import dev.talma.NoProcessException;
import dev.talma.Restart;
import dev.talma.SelfAskException;
import dev.talma.TargetStoppedException;
import dev.talma.testkit.Gate;
import dev.talma.testkit.TestSettings;
import dev.talma.testkit.TestSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A state that is shared.
class AgentTest {
  private final TestSystem system = TestSystem.create("agents", TestSettings::toleratingCrashes);

  @AfterEach
  void close() {
    system.close();
  }

  @Test
  void theStockOfTheDocumentation() {
    Agent<Integer> stock = Agent.start(system, "stock", () -> 10);
    stock.update(books -> books - 1);
    int left = stock.get(books -> books);
    assertEquals(9, left);

    boolean sold =
        stock.getAndUpdate(
            books ->
                books >= 3 ? new Agent.Next<>(true, books - 3) : new Agent.Next<>(false, books));
    assertTrue(sold);

    stock.cast(books -> books + 100);
    int many = stock.get(books -> books); // comes after the cast
    assertEquals(106, many);
    stock.stop();
    assertFalse(stock.ref().isAlive());
  }

  private static int valueOf(Agent<Integer> agent) {
    return agent.get(n -> n);
  }

  private static Integer crash(Integer state) {
    throw new IllegalStateException("on purpose, at " + state);
  }

  @Test
  void changesOfManyCallersAreMadeOneAfterTheOther() throws InterruptedException {
    Agent<Integer> counter = Agent.start(system, () -> 0);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.startVirtualThread(
              () -> {
                for (int j = 0; j < 100; j++) {
                  if (j % 2 == 0) {
                    counter.update(n -> n + 1);
                  } else {
                    int _ = counter.getAndUpdate(n -> new Agent.Next<>(n, n + 1));
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(800, valueOf(counter));
  }

  @Test
  void aFunctionThatThrowsCrashesTheAgentAndFailsItsCallerWithTheCause() {
    Agent<Integer> agent = Agent.start(system, () -> 0);
    var failed =
        assertThrows(
            TargetStoppedException.class,
            () ->
                agent.update(
                    _ -> {
                      throw new IllegalStateException("on purpose");
                    }));
    assertEquals("on purpose", failed.getCause().getMessage());
    system.awaitStopped(agent.ref());
    assertThrows(NoProcessException.class, () -> agent.get(n -> n));
    assertThrows(NoProcessException.class, agent::stop);
  }

  @Test
  void aFailedStartIsToldWithItsCause() {
    var failed =
        assertThrows(
            StartFailedException.class,
            () ->
                Agent.<Integer>start(
                    system,
                    "agent",
                    () -> {
                      throw new IllegalStateException("on purpose");
                    }));
    assertEquals("on purpose", failed.getCause().getMessage());
    assertEquals(1, valueOf(Agent.start(system, "agent", () -> 1)));
  }

  @Test
  void anAgentThatIsRestartedBeginsWithItsFirstState() {
    Agent<Integer> agent =
        Agent.of(system.spawn("agent", Agent.actor(() -> 7).supervised(Restart.upTo(1))));
    agent.update(n -> n + 1);
    assertEquals(8, valueOf(agent));
    assertThrows(TargetStoppedException.class, () -> agent.get(AgentTest::crash));
    assertEquals(7, valueOf(agent));
  }

  @Test
  void anAgentThatIsLinkedTakesItsOwnerAlong() {
    var agent = new CompletableFuture<Agent<Integer>>();
    ActorRef<TaskTest.Deed> owner =
        system.spawn(Actor.handler(() -> (deed, ctx) -> deed.accept(ctx)));
    owner.send(ctx -> agent.complete(Agent.startLink(ctx, "agent", () -> 1)));
    agent.join().cast(AgentTest::crash);
    system.awaitStopped(owner);
  }

  @Test
  void nullIsNoStateAndNoAnswer() {
    Agent<Integer> agent =
        Agent.of(system.spawn("agent", Agent.actor(() -> 7).supervised(Restart.upTo(5))));
    var failed = assertThrows(TargetStoppedException.class, () -> agent.get(AgentTest::nothing));
    assertInstanceOf(NullPointerException.class, failed.getCause());
    assertThrows(TargetStoppedException.class, () -> agent.update(AgentTest::nothing));
    assertEquals(7, valueOf(agent));
  }

  @SuppressWarnings({"NullAway", "UnusedVariable"}) // on purpose
  private static Integer nothing(Integer state) {
    return null;
  }

  @Test
  void anAgentThatIsBusyFailsItsCallersWithATimeout() {
    try (var virtual = TestSystem.create("virtual", TestSettings::withVirtualTime)) {
      Agent<Integer> agent = Agent.start(virtual, () -> 1);
      Gate gate = virtual.gate("busy");
      agent.cast(n -> passed(gate, n));
      gate.awaitArrival();
      var failure =
          CompletableFuture.supplyAsync(
              () ->
                  assertThrows(
                      RuntimeException.class, () -> agent.get(n -> n, Duration.ofSeconds(2))));
      virtual.time().awaitTimers(1);
      virtual.advance(Duration.ofSeconds(2), agent.ref());
      assertInstanceOf(AskTimeoutException.class, failure.join());
      gate.open();
      assertEquals(1, valueOf(agent));
    }
  }

  private static Integer passed(Gate gate, Integer n) {
    try {
      gate.pass();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return n;
  }

  @Test
  void anAgentCannotWaitForItself() {
    Agent<Integer> agent = Agent.start(system, () -> 1);
    var failed =
        assertThrows(TargetStoppedException.class, () -> agent.get(_ -> agent.get(n -> n)));
    assertInstanceOf(SelfAskException.class, failed.getCause());
  }

  @Test
  void sysShowsTheStateOfAnAgent() {
    Agent<Integer> agent = Agent.start(system, "agent", () -> 1);
    assertEquals(1, Sys.getState(agent.ref()));
    assertEquals(5, Sys.replaceState(agent.ref(), _ -> 5));
    assertEquals(5, valueOf(agent));
  }
}
