package dev.talma.otp;

import dev.talma.ActorOwner;
import dev.talma.ActorRef;
import dev.talma.AskInterruptedException;
import dev.talma.AskTimeoutException;
import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.NoProcessException;
import dev.talma.TargetStoppedException;
import dev.talma.TaskResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Work that runs beside its caller and gives one result: the module `Task` of Elixir.
///
/// {@snippet :
/// Task<Integer> price = Task.async(system, () -> priceOf("book"));
/// int total = price.join() + 3;
/// }
///
/// A task is an actor: it has an owner and ends with it, shows up in snapshots, and its crash is
/// logged. It is asked to stop as others are, which lets the work go on for
/// [dev.talma.SystemSettings#stopTimeout()]; after that, or at once by [#cancel()], it is
/// interrupted.
///
/// *Threading*: every method may be called from every thread, but not by the task itself. Those
/// that wait block the caller; interrupting it ends the wait with [AskInterruptedException], leaves
/// its flag set, and the task goes on.
///
/// *Failure*: [#join()] throws [TaskFailedException], whatever the work threw, or
/// [AskTimeoutException] when the time is over. When a task is seen to have ended, its actor is
/// gone.
///
/// @param <R> the type of the result
public final class Task<R> {
  private final ActorRef<?> ref;
  private final TaskWork<R> work;

  Task(ActorRef<?> ref, TaskWork<R> work) {
    this.ref = ref;
    this.work = work;
  }

  // --- starting

  /// Starts a task. If the owner is the context of an actor, the two are linked: unless that actor
  /// traps exits, it ends if the task crashes or is cancelled.
  ///
  /// @param owner who owns it: a context, a scope or a system
  /// @param work what to do, on a thread of its own; it may block, and must not give null
  /// @param <R> the type of the result
  /// @return the task
  public static <R> Task<R> async(ActorOwner owner, Callable<? extends R> work) {
    TaskWork<R> actor = new TaskWork<>(work, null);
    return new Task<>(
        owner instanceof Context<?> ctx ? ctx.spawnLinked(actor) : owner.spawn(actor), actor);
  }

  /// As [#async(ActorOwner, Callable)], but without a link: only those who wait for the task are
  /// told of its crash.
  ///
  /// @param owner who owns it
  /// @param work what to do
  /// @param <R> the type of the result
  /// @return the task
  public static <R> Task<R> asyncNolink(ActorOwner owner, Callable<? extends R> work) {
    TaskWork<R> actor = new TaskWork<>(work, null);
    return new Task<>(owner.spawn(actor), actor);
  }

  // --- waiting

  /// Waits for the result, for as long as it takes. While the calling actor handles a request, no
  /// longer than is left to that.
  ///
  /// @return the result
  /// @throws TaskFailedException if the task ended without one
  /// @throws AskTimeoutException if the time that is left to the request in hand is over; the task
  ///   goes on
  /// @throws AskInterruptedException if the waiting thread is interrupted
  public R join() {
    return valueOf(await(Start.FOREVER), null);
  }

  /// As [#join()], but no longer than this.
  ///
  /// @param timeout how long to wait at most
  /// @return the result
  /// @throws TaskFailedException if the task ended without one
  /// @throws AskTimeoutException if the time is over; the task goes on
  /// @throws AskInterruptedException if the waiting thread is interrupted
  /// @throws IllegalArgumentException if the timeout is not positive
  public R join(Duration timeout) {
    return valueOf(await(timeout), null);
  }

  /// Waits, and gives what came of the task as a value; it can be called again and again.
  ///
  /// @param timeout how long to wait at most; zero only looks
  /// @return what came of it, or empty if it has not ended
  /// @throws AskInterruptedException if the waiting thread is interrupted
  /// @throws IllegalArgumentException if the timeout is negative
  @SuppressWarnings("NamedLikeContextualKeyword") // as in Elixir; and it is called on a task
  public Optional<TaskResult<R>> yield(Duration timeout) {
    if (timeout.isZero()) {
      return ref.isAlive() ? Optional.empty() : Optional.of(ended());
    }
    try {
      return Optional.of(await(timeout));
    } catch (AskTimeoutException over) {
      return Optional.empty();
    }
  }

  /// Waits for so long, and then cancels the task. When this returns, it has ended.
  ///
  /// @param timeout how long it may still take; zero cancels at once
  /// @return what came of it
  /// @throws AskInterruptedException if the waiting thread is interrupted; the task is cancelled
  /// @throws IllegalArgumentException if the timeout is negative
  public TaskResult<R> shutdown(Duration timeout) {
    try {
      Optional<TaskResult<R>> inTime = this.yield(timeout);
      if (inTime.isPresent()) {
        return inTime.get();
      }
    } finally {
      ref.kill();
    }
    return ended();
  }

  /// Ends the task at once: the work is interrupted. Does not wait. Does nothing if it has ended.
  public void cancel() {
    ref.kill();
  }

  /// {@return the result as a future} Completed on a virtual thread of its own, unless the task has
  /// ended already. It fails as [#join()] does; cancelling it leaves the task alone.
  public CompletableFuture<R> asFuture() {
    StackTraceElement[] here = new Throwable().getStackTrace();
    return ask(Start.FOREVER)
        .handle((_, failure) -> valueOf(afterAsk(unwrapped(failure), Start.FOREVER), here));
  }

  /// {@return the actor of the task} To monitor it, or to link to it.
  public ActorRef<?> ref() {
    return ref;
  }

  /// {@return the reference}
  @Override
  public String toString() {
    return "task " + ref;
  }

  // --- many

  /// Waits for the results of several tasks.
  ///
  /// @param tasks the tasks
  /// @param timeout how long to wait at most, for all together
  /// @param <R> the type of the results
  /// @return the results, in the order of the tasks
  /// @throws TaskFailedException for the first one, in that order, that ended without a result; the
  ///   others go on
  /// @throws AskTimeoutException if the time is over; the tasks go on
  /// @throws AskInterruptedException if the waiting thread is interrupted
  /// @throws IllegalArgumentException if the timeout is not positive
  public static <R> List<R> awaitMany(Collection<Task<R>> tasks, Duration timeout) {
    List<CompletableFuture<Boolean>> asks = new ArrayList<>();
    for (Task<R> task : tasks) {
      asks.add(task.ask(timeout));
    }
    List<R> results = new ArrayList<>();
    for (Task<R> task : tasks) {
      Throwable failure = failureOf(asks.get(results.size()), task);
      results.add(valueOf(task, task.afterAsk(failure, timeout)));
    }
    return List.copyOf(results);
  }

  private static @Nullable Throwable failureOf(CompletableFuture<?> ask, Task<?> task) {
    try {
      Object _ = ask.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ask.cancel(true);
      return new AskInterruptedException("The thread was interrupted while it waited for " + task);
    }
  }

  /// Applies a function to each item, to so many at the same time, and waits for all of it. When
  /// this returns or throws, nothing of it goes on. The tasks are not linked to the owner.
  ///
  /// {@snippet :
  /// List<Integer> prices = Task.parallelMap(system, items, 2, item -> priceOf(item));
  /// }
  ///
  /// @param owner who owns the tasks
  /// @param items the items
  /// @param limit how many are worked on at the same time at most
  /// @param work the function; it may block, and must not give null
  /// @param <T> the type of the items
  /// @param <R> the type of the results
  /// @return the results, in the order of the items
  /// @throws TaskFailedException if the function throws for an item; the others are cancelled
  /// @throws AskTimeoutException if the time that is left to the request in hand is over; all are
  ///   cancelled
  /// @throws AskInterruptedException if the waiting thread is interrupted; all are cancelled
  /// @throws IllegalArgumentException if the limit is below 1
  public static <T, R> List<R> parallelMap(
      ActorOwner owner,
      Collection<? extends T> items,
      int limit,
      Work<? super T, ? extends R> work) {
    return new ParallelMap<T, R>(owner, items, limit, work).run();
  }

  /// A function that may throw.
  ///
  /// @param <T> the type of what it takes
  /// @param <R> the type of what it gives
  @FunctionalInterface
  public interface Work<T, R> {
    /// {@return what it makes of an item}
    ///
    /// @param item the item
    /// @throws Exception as it likes; the task has failed then
    R apply(T item) throws Exception;
  }

  // --- how it ends

  private TaskResult<R> await(Duration timeout) {
    return afterAsk(failureOf(ask(timeout), this), timeout);
  }

  private CompletableFuture<Boolean> ask(Duration timeout) {
    return work.ask(ref, timeout).orElseGet(() -> CompletableFuture.completedFuture(true));
  }

  /// The ask was answered, or failed.
  private TaskResult<R> afterAsk(@Nullable Throwable failure, Duration timeout) {
    switch (failure) {
      case null -> {}
      case TargetStoppedException stopped -> {
        TaskResult<R> _ = work.settle(stopped.reason());
      }
      case NoProcessException gone -> {}
      case AskTimeoutException over ->
          throw new AskTimeoutException(
              this
                  + " has not ended in "
                  + (timeout.equals(Start.FOREVER) ? "the time that was left" : timeout)
                  + ", and goes on");
      default -> Sneaky.rethrow(failure);
    }
    return ended();
  }

  /// Its end is certain: waits for that.
  private TaskResult<R> ended() {
    try {
      boolean _ = ref.awaitTermination(Start.FOREVER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AskInterruptedException("The thread was interrupted while it waited for " + this);
    }
    return work.settle(ref.exitReason().orElse(ExitReason.noProcess()));
  }

  private static <R> R valueOf(Task<R> task, TaskResult<R> result) {
    return task.valueOf(result, null);
  }

  private R valueOf(TaskResult<R> result, StackTraceElement @Nullable [] stack) {
    return switch (result) {
      case TaskResult.Success<R>(R value) -> value;
      case TaskResult.Failure<R>(ExitReason reason) -> {
        var failed =
            new TaskFailedException(this + " gave no result: " + Start.describe(reason), reason);
        if (stack != null) {
          failed.setStackTrace(stack);
        }
        throw failed;
      }
    };
  }

  private static @Nullable Throwable unwrapped(@Nullable Throwable failure) {
    return failure instanceof CompletionException wrapper
        ? Objects.requireNonNullElse(wrapper.getCause(), wrapper)
        : failure;
  }
}
