package dev.talma.examples;

import dev.talma.ActorSystem;
import dev.talma.ExitReason;
import dev.talma.TaskResult;
import dev.talma.otp.Agent;
import dev.talma.otp.Task;
import dev.talma.otp.TaskSupervisor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A queue of jobs: a few of them at the same time, each as a task that is tried again when it
/// fails, with the results in the order of the jobs. An agent counts how often each was tried.
final class TaskQueue {
  private static final int AT_ONCE = 3;
  private static final int TRIES = 3;

  // @start region=task-queue-jobs
  /// @param broken how often the job fails before it succeeds
  record Job(String name, int broken) {}

  /// A job that a task is working on.
  record Running(Job job, int tries, Task<String> task) {}

  // @end region=task-queue-jobs

  private final TaskSupervisor workers;
  private final Agent<Map<String, Integer>> tries;

  private TaskQueue(TaskSupervisor workers, Agent<Map<String, Integer>> tries) {
    this.workers = workers;
    this.tries = tries;
  }

  // @start region=task-queue-run
  private List<String> run(List<Job> jobs) {
    Deque<Job> waiting = new ArrayDeque<>(jobs);
    Deque<Running> running = new ArrayDeque<>();
    List<String> results = new ArrayList<>();
    while (!waiting.isEmpty() || !running.isEmpty()) {
      while (!waiting.isEmpty() && running.size() < AT_ONCE) {
        running.addLast(start(waiting.removeFirst(), 1));
      }
      Running first = running.removeFirst();
      switch (first.task().shutdown(Duration.ofSeconds(5))) { // or it is cancelled
        case TaskResult.Success<String>(String result) -> results.add(result);
        case TaskResult.Failure<String>(ExitReason reason) when first.tries() < TRIES ->
            running.addFirst(start(first.job(), first.tries() + 1)); // it keeps its place
        case TaskResult.Failure<String>(ExitReason reason) ->
            results.add(first.job().name() + " failed " + TRIES + " times");
      }
    }
    return results;
  }

  private Running start(Job job, int attempt) {
    return new Running(job, attempt, workers.asyncNolink(() -> work(job)));
  }

  // @end region=task-queue-run

  private String work(Job job) {
    int attempt =
        tries.getAndUpdate(
            counts -> {
              Map<String, Integer> next = new TreeMap<>(counts);
              int now = next.merge(job.name(), 1, Integer::sum);
              return new Agent.Next<>(now, next);
            });
    if (attempt <= job.broken()) {
      throw new IllegalStateException(job.name() + " is broken");
    }
    return job.name() + " done";
  }

  static void main(String[] args) {
    try (var system = ActorSystem.create("queue")) {
      TaskSupervisor workers = TaskSupervisor.start(system, "workers", AT_ONCE);
      Agent<Map<String, Integer>> tries = Agent.start(system, "tries", TreeMap::new);
      List<Job> jobs =
          List.of(
              new Job("sweep", 0),
              new Job("wash", 2),
              new Job("iron", 0),
              new Job("mend", 9),
              new Job("fold", 1));
      for (String line : new TaskQueue(workers, tries).run(jobs)) {
        IO.println(line);
      }
      IO.println("tries: " + tries.get(counts -> counts));
      workers.stop();
    }
  }
}
