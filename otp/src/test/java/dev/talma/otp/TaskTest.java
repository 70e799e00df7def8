package dev.talma.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorScope;
import dev.talma.AskInterruptedException;
import dev.talma.AskTimeoutException;
import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.Request;
import dev.talma.SelfAskException;
import dev.talma.TaskResult;
import dev.talma.testkit.Gate;
import dev.talma.testkit.TestSettings;
import dev.talma.testkit.TestSystem;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Work beside its caller, and what becomes of it.
class TaskTest {
  private static final Duration AGES = Duration.ofSeconds(30);

  private final TestSystem system = TestSystem.create("tasks", TestSettings::toleratingCrashes);

  @AfterEach
  void close() {
    system.close();
  }

  /// Does in its actor what it is told.
  interface Deed extends Consumer<Context<Deed>> {}

  private static Actor<Deed> doer() {
    return Actor.handler(() -> (deed, ctx) -> deed.accept(ctx));
  }

  // --- the example of the documentation

  // @start region=task-work
  static int priceOf(String item) throws IOException {
    if (item.isEmpty()) {
      throw new IOException("no such item");
    }
    return item.length(); // in real life: asks a shop far away
  }

  // @end region=task-work

  @Test
  void thePricesOfTheDocumentation() {
    Task<Integer> price = Task.async(system, () -> priceOf("book"));
    int total = price.join() + 3;
    assertEquals(7, total);

    Task<Integer> nothing = Task.async(system, () -> priceOf(""));
    var failed = assertThrows(TaskFailedException.class, nothing::join);
    assertInstanceOf(IOException.class, failed.getCause());

    try (ActorScope scope = system.scope()) {
      Task<Integer> book = Task.async(scope, () -> priceOf("book"));
      Task<Integer> lamp = Task.async(scope, () -> priceOf("lamp"));
      List<Integer> prices = Task.awaitMany(List.of(book, lamp), Duration.ofSeconds(5));
      assertEquals(List.of(4, 4), prices);
    } // no task of the scope goes on after this

    List<String> items = List.of("pen", "book", "table");
    List<Integer> prices = Task.parallelMap(system, items, 2, item -> priceOf(item));
    assertEquals(List.of(3, 4, 5), prices);

    Task<Integer> slow = Task.async(system, () -> priceOf("palace"));
    switch (slow.shutdown(Duration.ofSeconds(5))) {
      case TaskResult.Success<Integer>(Integer value) -> assertEquals(6, value);
      case TaskResult.Failure<Integer>(ExitReason reason) -> assertFalse(reason.isOrderly());
    }
  }

  // --- waiting

  @Test
  void aTaskThatIsJoinedGivesItsResultAndIsGone() {
    for (int i = 0; i < 300; i++) {
      int n = i;
      Task<Integer> task = Task.async(system, () -> n);
      assertEquals(n, task.join());
      assertFalse(task.ref().isAlive());
      assertEquals(n, task.join(AGES)); // again
    }
    system.deadLetters().expectNone();
  }

  @Test
  void aFailureHasTheStacksOfBothSidesAndWhatWasThrownAsItsCause() {
    IOException cause = new IOException("on purpose");
    Task<Integer> task =
        Task.async(
            system,
            () -> {
              throw cause;
            });
    var failed = assertThrows(TaskFailedException.class, task::join);
    assertEquals(cause, failed.getCause());
    assertEquals(ExitReason.crashed(cause), failed.reason());
    assertTrue(hasFrame(failed, "aFailureHasTheStacksOfBothSides"), "that of the one who joins");
    var again = assertThrows(TaskFailedException.class, () -> task.join(AGES));
    assertEquals(cause, again.getCause());
    system.crashes().expect(task.ref());
    assertFalse(task.ref().isAlive());
  }

  private static boolean hasFrame(Throwable failure, String method) {
    return Arrays.stream(failure.getStackTrace()).anyMatch(f -> f.getMethodName().contains(method));
  }

  @Test
  void aTaskThatGivesNullHasFailed() {
    Task<Integer> task = Task.async(system, TaskTest::nothing);
    var failed = assertThrows(TaskFailedException.class, task::join);
    assertInstanceOf(NullPointerException.class, failed.getCause());
  }

  @SuppressWarnings("NullAway") // on purpose
  private static Integer nothing() {
    return null;
  }

  @Test
  void aTimeoutIsNoFailureOfTheTaskWhichGoesOn() {
    try (var virtual = TestSystem.create("virtual", TestSettings::withVirtualTime)) {
      Gate gate = virtual.gate("work");
      Task<Integer> task =
          Task.async(
              virtual,
              () -> {
                gate.pass();
                return 1;
              });
      gate.awaitArrival();
      var joined = CompletableFuture.supplyAsync(() -> joinFailure(task));
      virtual.time().awaitTimers(1);
      virtual.advance(Duration.ofSeconds(10), task.ref());
      var late = assertInstanceOf(AskTimeoutException.class, joined.join());
      assertTrue(late.getMessage().contains("PT10S"), late.getMessage());
      gate.open();
      assertEquals(1, task.join());
    }
  }

  private static Throwable joinFailure(Task<?> task) {
    return assertThrows(RuntimeException.class, () -> task.join(Duration.ofSeconds(10)));
  }

  @Test
  void yieldGivesWhatThereIsAndCanBeCalledAgain() {
    Gate gate = system.gate("work");
    Task<Integer> task =
        Task.async(
            system,
            () -> {
              gate.pass();
              return 1;
            });
    assertEquals(Optional.empty(), task.yield(Duration.ZERO));
    assertEquals(Optional.empty(), task.yield(Duration.ofMillis(1)));
    gate.open();
    assertEquals(Optional.of(new TaskResult.Success<>(1)), task.yield(AGES));
    assertEquals(Optional.of(new TaskResult.Success<>(1)), task.yield(Duration.ZERO));
    Exception cause = new IOException("on purpose");
    Task<Integer> failing =
        Task.async(
            system,
            () -> {
              throw cause;
            });
    assertEquals(
        Optional.of(new TaskResult.Failure<>(ExitReason.crashed(cause))), failing.yield(AGES));
  }

  @Test
  void anInterruptEndsTheJoinAndNotTheTask() {
    Gate gate = system.gate("work");
    Task<Integer> task =
        Task.async(
            system,
            () -> {
              gate.pass();
              return 1;
            });
    Thread.currentThread().interrupt();
    assertThrows(AskInterruptedException.class, task::join);
    assertTrue(Thread.interrupted());
    gate.open();
    assertEquals(1, task.join());
  }

  @Test
  void aTaskThatJoinsItselfIsRefused() {
    var itself = new CompletableFuture<Task<Integer>>();
    Task<Integer> task = Task.async(system, () -> itself.join().join());
    itself.complete(task);
    var failed = assertThrows(TaskFailedException.class, task::join);
    assertInstanceOf(SelfAskException.class, failed.getCause());
  }

  // --- deadlines

  record Total() implements Request<Total, Integer> {}

  @Test
  void theDeadlineOfTheRequestInHandBoundsAJoin() {
    try (var virtual = TestSystem.create("virtual", TestSettings::withVirtualTime)) {
      Gate gate = virtual.gate("work");
      var seen = new AtomicReference<Throwable>();
      ActorRef<Total> shop =
          virtual.spawn(
              Actor.handler(
                  () ->
                      (total, ctx) -> {
                        Task<Integer> task =
                            Task.async(
                                ctx,
                                () -> {
                                  gate.pass();
                                  return 1;
                                });
                        seen.set(assertThrows(AskTimeoutException.class, task::join));
                      }));
      var answer = shop.askAsync(new Total(), Duration.ofSeconds(3));
      gate.awaitArrival();
      virtual.advance(Duration.ofSeconds(3), shop);
      assertThrows(CompletionException.class, answer::join);
      gate.open();
      virtual.settle();
      assertInstanceOf(AskTimeoutException.class, seen.get());
    }
  }

  // --- ending early

  @Test
  void shutdownWaitsAndThenCancels() {
    Task<Integer> quick = Task.async(system, () -> 1);
    assertEquals(new TaskResult.Success<>(1), quick.shutdown(AGES));
    var interrupted = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    Task<Integer> stuck =
        Task.asyncNolink(system, () -> sleepsUntilInterrupted(begun, interrupted));
    awaitQuietly(begun);
    assertEquals(
        new TaskResult.Failure<>(ExitReason.killed()), stuck.shutdown(Duration.ofMillis(1)));
    assertEquals(0, interrupted.getCount());
    assertFalse(stuck.ref().isAlive());
    var failed = assertThrows(TaskFailedException.class, stuck::join);
    assertEquals(ExitReason.killed(), failed.reason());
  }

  /// Work that ends only by an interrupt.
  private static int sleepsUntilInterrupted(CountDownLatch begun, CountDownLatch interrupted)
      throws InterruptedException {
    try {
      begun.countDown();
      new CountDownLatch(1).await();
      return 1;
    } finally {
      interrupted.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void cancelInterruptsTheWorkAndFailsThoseWhoWait() {
    var interrupted = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    Task<Integer> task = Task.async(system, () -> sleepsUntilInterrupted(begun, interrupted));
    CompletableFuture<Integer> future = task.asFuture();
    awaitQuietly(begun);
    task.cancel();
    var failed = assertThrows(TaskFailedException.class, task::join);
    assertEquals(ExitReason.killed(), failed.reason());
    var failure = assertThrows(CompletionException.class, future::join).getCause();
    assertInstanceOf(TaskFailedException.class, failure);
    assertEquals(0, interrupted.getCount());
  }

  @Test
  void aTaskEndsWithItsScope() {
    var interrupted = new CountDownLatch(1);
    Task<Integer> task;
    try (var brisk =
        TestSystem.create(
            "brisk",
            s -> s.withSystem(settings -> settings.withStopTimeout(Duration.ofMillis(10))))) {
      try (ActorScope scope = brisk.scope()) {
        var begun = new CountDownLatch(1);
        task = Task.async(scope, () -> sleepsUntilInterrupted(begun, interrupted));
        awaitQuietly(begun);
      }
      assertFalse(task.ref().isAlive());
      assertEquals(
          Optional.of(new TaskResult.Failure<>(ExitReason.killed())), task.yield(Duration.ZERO));
    }
    assertEquals(0, interrupted.getCount());
  }

  @Test
  void aTaskEndsWithTheActorThatStartedIt() {
    var started = new CompletableFuture<Task<Integer>>();
    ActorRef<Deed> actor = system.spawn(doer());
    Gate gate = system.gate("work");
    actor.send(
        ctx ->
            started.complete(
                Task.async(
                    ctx,
                    () -> {
                      gate.pass();
                      return 1;
                    })));
    Task<Integer> task = started.join();
    gate.awaitArrival();
    actor.kill();
    system.awaitStopped(actor, task.ref());
    assertThrows(TaskFailedException.class, task::join);
  }

  // --- links

  @Test
  void theCrashOfATaskEndsTheActorThatStartedIt() {
    ActorRef<Deed> actor = system.spawn(doer());
    IOException cause = new IOException("on purpose");
    actor.send(
        ctx -> {
          Task<Integer> _ =
              Task.async(
                  ctx,
                  () -> {
                    throw cause;
                  });
        });
    system.awaitStopped(actor);
    assertEquals(Optional.of(ExitReason.crashed(cause)), actor.exitReason());
  }

  @Test
  void theCrashOfATaskWithoutALinkIsToldToThoseWhoWaitAlone() {
    ActorRef<Deed> actor = system.spawn(doer());
    var seen = new CompletableFuture<Throwable>();
    actor.send(
        ctx -> {
          Task<Integer> task =
              Task.asyncNolink(
                  ctx,
                  () -> {
                    throw new IOException("on purpose");
                  });
          seen.complete(assertThrows(TaskFailedException.class, task::join));
        });
    assertInstanceOf(IOException.class, seen.join().getCause());
    system.settle();
    assertTrue(actor.isAlive());
  }

  @Test
  void aTaskThatSucceedsEndsNobody() {
    ActorRef<Deed> actor = system.spawn(doer());
    var sum = new CompletableFuture<Integer>();
    actor.send(
        ctx -> {
          int total = 0;
          for (int i = 0; i < 100; i++) {
            int n = i;
            total += Task.async(ctx, () -> n).join();
          }
          sum.complete(total);
        });
    assertEquals(4_950, sum.join());
    system.settle();
    assertTrue(actor.isAlive());
  }

  // --- futures and many

  @Test
  void aFutureGivesTheResultOrFailsAsAJoinDoes() {
    assertEquals(1, Task.async(system, () -> 1).asFuture().join());
    Task<Integer> done = Task.async(system, () -> 2);
    assertEquals(2, done.join());
    assertEquals(2, done.asFuture().join());
    Task<Integer> failing =
        Task.async(
            system,
            () -> {
              throw new IOException("on purpose");
            });
    var future = failing.asFuture();
    var failure = assertThrows(CompletionException.class, future::join).getCause();
    assertInstanceOf(TaskFailedException.class, failure);
    assertInstanceOf(IOException.class, failure.getCause());
    assertTrue(hasFrame(failure, "aFutureGivesTheResultOrFails"), "that of asFuture");
  }

  @Test
  void manyAreAwaitedInTheirOrderWithinOneTime() {
    List<Task<Integer>> tasks =
        IntStream.range(0, 20).mapToObj(n -> Task.<Integer>async(system, () -> n)).toList();
    assertEquals(IntStream.range(0, 20).boxed().toList(), Task.awaitMany(tasks, AGES));
    Gate gate = system.gate("work");
    Task<Integer> slow =
        Task.async(
            system,
            () -> {
              gate.pass();
              return 1;
            });
    Task<Integer> quick = Task.async(system, () -> 2);
    assertThrows(
        AskTimeoutException.class,
        () -> Task.awaitMany(List.of(quick, slow), Duration.ofMillis(1)));
    assertTrue(slow.ref().isAlive());
    Task<Integer> failing =
        Task.async(
            system,
            () -> {
              throw new IOException("on purpose");
            });
    assertThrows(TaskFailedException.class, () -> Task.awaitMany(List.of(quick, failing), AGES));
    assertEquals(List.of(), Task.awaitMany(List.<Task<Integer>>of(), AGES));
  }

  @Test
  void aParallelMapKeepsTheOrderAndTheLimit() {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    List<Integer> items = IntStream.range(0, 200).boxed().toList();
    List<Integer> doubled =
        Task.parallelMap(
            system,
            items,
            3,
            n -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              Thread.yield();
              now.decrementAndGet();
              return 2 * n;
            });
    assertEquals(items.stream().map(n -> 2 * n).toList(), doubled);
    assertTrue(most.get() <= 3, "at the same time: " + most);
    assertEquals(List.of(), Task.parallelMap(system, List.<Integer>of(), 3, n -> n));
    assertThrows(IllegalArgumentException.class, () -> Task.parallelMap(system, items, 0, n -> n));
  }

  @Test
  void aParallelMapWorksOnSoManyAtTheSameTime() {
    var together = new CountDownLatch(4);
    List<Integer> results =
        Task.parallelMap(
            system,
            List.of(1, 2, 3, 4),
            4,
            n -> {
              together.countDown();
              together.await(); // passes only if all four are there
              return n;
            });
    assertEquals(List.of(1, 2, 3, 4), results);
  }

  @Test
  void aParallelMapThatFailsCancelsTheOthersAndLeavesNothing() {
    var interrupted = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    var failed =
        assertThrows(
            TaskFailedException.class,
            () ->
                Task.parallelMap(
                    system,
                    List.of(1, 2),
                    2,
                    n -> {
                      if (n == 1) {
                        return sleepsUntilInterrupted(begun, interrupted);
                      }
                      begun.await();
                      throw new IOException("on purpose");
                    }));
    assertInstanceOf(IOException.class, failed.getCause());
    assertEquals(0, interrupted.getCount());
  }

  @Test
  void aParallelMapWhoseCallerIsInterruptedLeavesNothing() {
    var interrupted = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    assertThrows(
        AskInterruptedException.class,
        () ->
            Task.parallelMap(
                system,
                List.of(1),
                1,
                n -> {
                  caller.interrupt();
                  return sleepsUntilInterrupted(new CountDownLatch(1), interrupted);
                }));
    assertTrue(Thread.interrupted());
    assertEquals(0, interrupted.getCount());
  }
}
