package dev.talma.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ExitReason;
import dev.talma.NoProcessException;
import dev.talma.Restart;
import dev.talma.testkit.Gate;
import dev.talma.testkit.TestSettings;
import dev.talma.testkit.TestSystem;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Tasks that outlive their callers.
class TaskSupervisorTest {
  private final TestSystem system = TestSystem.create("tasks", TestSettings::toleratingCrashes);
  private final LinkedBlockingQueue<String> delivered = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    system.close();
  }

  private void deliver(String to) {
    delivered.add(to);
  }

  private static int priceOf(String item) {
    return item.length();
  }

  @Test
  void theMailsOfTheDocumentation() throws InterruptedException {
    TaskSupervisor mails = TaskSupervisor.start(system, "mails", 100);
    mails.start(() -> deliver("anna"));
    Task<Integer> size = mails.asyncNolink(() -> priceOf("book"));
    assertEquals("anna", delivered.take());
    assertEquals(4, size.join());

    mails.start(Restart.upTo(3), () -> deliver("berta"));
    mails.stop(Duration.ofSeconds(5));
    assertEquals("berta", delivered.take());
  }

  @Test
  void aTaskOutlivesItsCaller() {
    TaskSupervisor tasks = TaskSupervisor.start(system, "tasks");
    Gate gate = system.gate("work");
    var task = new CompletableFuture<Task<Integer>>();
    ActorRef<TaskTest.Deed> caller =
        system.spawn(Actor.handler(() -> (deed, ctx) -> deed.accept(ctx)));
    caller.send(
        _ ->
            task.complete(
                tasks.asyncNolink(
                    () -> {
                      gate.pass();
                      return 1;
                    })));
    gate.awaitArrival();
    assertEquals(List.of(task.join().ref()), tasks.children());
    caller.kill();
    system.awaitStopped(caller);
    gate.open();
    assertEquals(1, task.join().join());
    assertEquals(List.of(), tasks.children());
  }

  @Test
  void theCrashOfALinkedTaskEndsItsCallerAndNobodyElse() {
    TaskSupervisor tasks = TaskSupervisor.start(system, "tasks");
    ActorRef<TaskTest.Deed> caller =
        system.spawn(Actor.handler(() -> (deed, ctx) -> deed.accept(ctx)));
    IOException cause = new IOException("on purpose");
    caller.send(
        ctx -> {
          Task<Integer> _ =
              tasks.async(
                  ctx,
                  () -> {
                    throw cause;
                  });
        });
    system.awaitStopped(caller);
    assertEquals(ExitReason.crashed(cause), caller.exitReason().get());
    assertEquals(2, tasks.asyncNolink(() -> 2).join());
  }

  @Test
  void theEndOfItsCallerCancelsALinkedTask() {
    TaskSupervisor tasks = TaskSupervisor.start(system, "tasks");
    var task = new CompletableFuture<Task<Integer>>();
    var begun = new CountDownLatch(1);
    ActorRef<TaskTest.Deed> caller =
        system.spawn(Actor.handler(() -> (deed, ctx) -> deed.accept(ctx)));
    caller.send(
        ctx ->
            task.complete(
                tasks.async(
                    ctx,
                    () -> {
                      begun.countDown();
                      new CountDownLatch(1).await();
                      return 1;
                    })));
    awaitQuietly(begun);
    caller.stop();
    var failed = assertThrows(TaskFailedException.class, () -> task.join().join());
    assertEquals(ExitReason.killed(), failed.reason());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aLinkedTaskThatSucceedsLeavesItsCallerAlone() {
    TaskSupervisor tasks = TaskSupervisor.start(system, "tasks");
    var sum = new CompletableFuture<Integer>();
    ActorRef<TaskTest.Deed> caller =
        system.spawn(Actor.handler(() -> (deed, ctx) -> deed.accept(ctx)));
    caller.send(
        ctx -> {
          int total = 0;
          for (int i = 0; i < 50; i++) {
            int n = i;
            total += tasks.async(ctx, () -> n).join();
          }
          sum.complete(total);
        });
    assertEquals(1_225, sum.join());
    system.settle();
    assertTrue(caller.isAlive());
  }

  @Test
  void moreTasksThanAllowedAreRefused() {
    TaskSupervisor tasks = TaskSupervisor.start(system, "tasks", 2);
    Gate gate = system.gate("work");
    Task<Integer> first = tasks.asyncNolink(() -> passed(gate));
    tasks.start(gate::pass);
    var refused = assertThrows(TooManyTasksException.class, () -> tasks.start(() -> {}));
    assertTrue(refused.getMessage().contains("/tasks"), refused.getMessage());
    gate.letPass(2);
    assertEquals(1, first.join());
    for (int i = 0; i < 200; i++) { // who has joined a task has its place
      assertEquals(3, tasks.asyncNolink(() -> 3).join());
    }
    assertThrows(IllegalArgumentException.class, () -> TaskSupervisor.start(system, "none", 0));
  }

  private static int passed(Gate gate) throws InterruptedException {
    gate.pass();
    return 1;
  }

  @Test
  void aJobIsRunOnceUnlessItIsGivenARestart() {
    TaskSupervisor tasks = TaskSupervisor.start(system, "tasks");
    var runs = new AtomicInteger();
    ActorRef<?> temporary =
        tasks.start(
            () -> {
              runs.incrementAndGet();
              throw new IOException("on purpose");
            });
    system.awaitStopped(temporary);
    assertEquals(1, runs.get());
    ActorRef<?> repeated =
        tasks.start(
            Restart.upTo(5),
            () -> {
              if (runs.incrementAndGet() < 4) {
                throw new IOException("on purpose");
              }
            });
    system.awaitStopped(repeated);
    assertEquals(4, runs.get());
    assertEquals(ExitReason.normal(), repeated.exitReason().get());
    assertEquals(List.of(), tasks.children());
  }

  @Test
  void stoppingItGivesAllTheirTimeTogetherAndThenCancels() {
    TaskSupervisor tasks = TaskSupervisor.start(system, "tasks");
    var interrupted = new CountDownLatch(20);
    var begun = new CountDownLatch(20);
    for (int i = 0; i < 20; i++) {
      tasks.start(
          () -> {
            try {
              begun.countDown();
              new CountDownLatch(1).await();
            } finally {
              interrupted.countDown();
            }
          });
    }
    awaitQuietly(begun);
    tasks.stop(Duration.ofMillis(5));
    assertEquals(0, interrupted.getCount());
    assertFalse(tasks.ref().isAlive());
    assertThrows(NoProcessException.class, () -> tasks.start(() -> {}));
  }

  @Test
  void stoppingItLetsWorkThatEndsInTimeEnd() {
    TaskSupervisor tasks = TaskSupervisor.start(system, "tasks");
    Gate gate = system.gate("work");
    tasks.start(
        () -> {
          gate.pass();
          deliver("done");
        });
    gate.awaitArrival();
    Thread opener = Thread.startVirtualThread(gate::open);
    tasks.stop();
    assertEquals("done", delivered.poll());
    assertFalse(opener.isInterrupted());
  }

  @Test
  void anyTimeToStopWillDo() {
    TaskSupervisor tasks = TaskSupervisor.start(system, "tasks");
    Task<Integer> task = tasks.asyncNolink(() -> 1);
    tasks.stop(Duration.ofSeconds(Long.MAX_VALUE));
    assertFalse(task.ref().isAlive());
    assertFalse(tasks.ref().isAlive());
  }

  @Test
  void aTaskCannotStopItsSupervisor() {
    TaskSupervisor tasks = TaskSupervisor.start(system, "tasks");
    Task<Integer> task =
        tasks.asyncNolink(
            () -> {
              tasks.stop();
              return 1;
            });
    var failed = assertThrows(TaskFailedException.class, task::join);
    assertInstanceOf(IllegalStateException.class, failed.getCause());
  }

  @Test
  void theTasksEndWithTheOwnerOfTheirSupervisor() {
    Task<Integer> task;
    Gate gate = system.gate("work");
    try (var scope = system.scope()) {
      TaskSupervisor tasks =
          TaskSupervisor.of(
              scope.spawn("tasks", TaskSupervisor.actor(10).supervised(Restart.upTo(1))));
      task = tasks.asyncNolink(() -> passed(gate));
      gate.awaitArrival();
      tasks.ref().kill();
    }
    assertFalse(task.ref().isAlive());
  }
}
