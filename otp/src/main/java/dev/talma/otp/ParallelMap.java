package dev.talma.otp;

import dev.talma.ActorOwner;
import dev.talma.ExitReason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// One parallel map: as many tasks as may work at the same time take items until none is left, so
/// that one slow item holds up no others. The first one that fails cancels the others.
final class ParallelMap<T, R> {
  private final ActorOwner owner;
  private final List<T> items;
  private final int workers;
  private final Task.Work<? super T, ? extends R> work;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReferenceArray<R> results;
  private final Queue<Task<Boolean>> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  ParallelMap(
      ActorOwner owner,
      Collection<? extends T> items,
      int limit,
      Task.Work<? super T, ? extends R> work) {
    if (limit < 1) {
      throw new IllegalArgumentException("The limit must be at least 1, but is " + limit);
    }
    this.owner = Objects.requireNonNull(owner, "owner");
    this.items = List.copyOf(items);
    this.workers = Math.min(limit, items.size());
    this.work = Objects.requireNonNull(work, "work");
    this.results = new AtomicReferenceArray<>(items.size());
  }

  List<R> run() {
    try {
      for (int i = 0; i < workers; i++) {
        int worker = i;
        tasks.add(Task.asyncNolink(owner, () -> takeItems(worker)));
      }
      for (Task<Boolean> task : tasks) {
        join(task);
      }
    } finally {
      cancelAll();
    }
    List<R> all = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      all.add(Objects.requireNonNull(results.get(i)));
    }
    return List.copyOf(all);
  }

  private void join(Task<Boolean> task) {
    try {
      boolean _ = task.join();
    } catch (TaskFailedException failed) {
      Throwable cause = failure.get();
      if (cause == null || cause.equals(failed.getCause())) {
        throw failed;
      }
      ExitReason reason = ExitReason.crashed(cause); // this one was cancelled because of it
      throw new TaskFailedException("A parallel map failed: " + cause, reason);
    }
  }

  private boolean takeItems(int worker) throws Exception {
    for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
      if (failure.get() != null) {
        return false;
      }
      try {
        results.set(i, Objects.requireNonNull(work.apply(items.get(i)), "the work gave null"));
      } catch (Exception | Error e) {
        if (failure.compareAndSet(null, e)) {
          next.set(items.size());
          cancelOthers(worker);
        }
        throw e;
      }
    }
    return true;
  }

  /// Those that are started later find nothing to do.
  private void cancelOthers(int worker) {
    int i = 0;
    for (Task<Boolean> task : tasks) {
      if (i++ != worker) {
        task.cancel();
      }
    }
  }

  private void cancelAll() {
    tasks.forEach(Task::cancel);
    // nothing goes on when this is left, not even for an interrupted caller
    boolean interrupted = false;
    for (Task<Boolean> task : tasks) {
      interrupted |= awaitEnd(task);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// {@return whether the thread was interrupted meanwhile}
  private static boolean awaitEnd(Task<Boolean> task) {
    boolean interrupted = false;
    while (true) {
      try {
        boolean _ = task.ref().awaitTermination(Start.FOREVER);
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }
}
