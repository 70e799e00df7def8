package dev.talma.otp;

import dev.talma.Actor;
import dev.talma.ActorOwner;
import dev.talma.ActorRef;
import dev.talma.AskInterruptedException;
import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.Request;
import dev.talma.Supervision;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// The owner of tasks that outlive their callers: the module `Task.Supervisor` of Elixir.
///
/// {@snippet :
/// TaskSupervisor mails = TaskSupervisor.start(system, "mails", 100);
/// mails.start(() -> deliver("anna"));
/// Task<Integer> size = mails.asyncNolink(() -> priceOf("book"));
/// }
///
/// A task that crashes ends alone: neither the supervisor nor its other tasks mind.
///
/// *Threading*: every method may be called from every thread. Each asks the supervisor and waits,
/// as an ask does and with its failures; after one of them a task may have been started. The tasks
/// themselves may start more, but not stop the supervisor.
public final class TaskSupervisor {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ActorRef<Message> ref;

  private TaskSupervisor(ActorRef<Message> ref) {
    this.ref = ref;
  }

  /// What a task supervisor understands. Made by this class alone.
  public sealed interface Message {}

  /// @param caller whom the task is linked to, if anybody
  record Spawn(Actor<Object> actor, @Nullable ActorRef<?> caller)
      implements Message, Request<Message, Optional<ActorRef<?>>> {}

  record Children() implements Message, Request<Message, List<ActorRef<?>>> {}

  /// Nothing is to be started any more; answered with those that live.
  record Close() implements Message, Request<Message, List<ActorRef<?>>> {}

  record CallerEnded(ActorRef<?> task, ExitReason reason) implements Message {}

  record TaskEnded(ActorRef<?> task) implements Message {}

  /// What is to be done, without a result.
  @FunctionalInterface
  public interface Job {
    /// Does it.
    ///
    /// @throws Exception as it likes; that is a crash
    void run() throws Exception;
  }

  // --- starting

  /// Starts a supervisor of as many tasks as one likes.
  ///
  /// @param owner who owns it: a system, a context or a scope
  /// @param name its name among the owner's actors
  /// @return the supervisor
  public static TaskSupervisor start(ActorOwner owner, String name) {
    return start(owner, name, Integer.MAX_VALUE);
  }

  /// Starts a supervisor.
  ///
  /// @param owner who owns it
  /// @param name its name among the owner's actors
  /// @param maxChildren how many tasks may live at the same time
  /// @return the supervisor
  /// @throws IllegalArgumentException if that is below 1
  public static TaskSupervisor start(ActorOwner owner, String name, int maxChildren) {
    requirePositive(maxChildren);
    return of(GenServer.start(owner, name, () -> new TaskSupervisorServer(maxChildren)));
  }

  /// {@return the actor of such a supervisor} For a supervisor above it.
  ///
  /// @param maxChildren how many tasks may live at the same time
  /// @throws IllegalArgumentException if that is below 1
  public static Actor<Message> actor(int maxChildren) {
    requirePositive(maxChildren);
    return GenServer.actor(() -> new TaskSupervisorServer(maxChildren));
  }

  /// {@return such a supervisor as the child of another one}
  ///
  /// @param id the id of the child
  /// @param maxChildren how many tasks may live at the same time
  /// @throws IllegalArgumentException if that is below 1
  public static ChildSpec<Message> childSpec(String id, int maxChildren) {
    requirePositive(maxChildren);
    return ChildSpec.server(id, () -> new TaskSupervisorServer(maxChildren));
  }

  /// {@return the supervisor behind a reference, such as one that a registry gives out}
  ///
  /// @param ref the reference to what [#actor(int)] made
  public static TaskSupervisor of(ActorRef<Message> ref) {
    return new TaskSupervisor(Objects.requireNonNull(ref, "ref"));
  }

  private static void requirePositive(int maxChildren) {
    if (maxChildren < 1) {
      throw new IllegalArgumentException(
          "A task supervisor must allow at least 1 task, but was given " + maxChildren);
    }
  }

  // --- tasks

  /// Starts a job that nobody waits for. If it crashes, that is logged, and it is not run again.
  ///
  /// @param job what to do, on a thread of its own; it may block
  /// @return the actor that does it
  /// @throws TooManyTasksException if there are as many tasks as there may be
  public ActorRef<?> start(Job job) {
    Objects.requireNonNull(job, "job");
    return spawn((mailbox, ctx) -> job.run(), null);
  }

  /// As [#start(Job)], and decides what happens when it crashes: with a [dev.talma.Restart] it is
  /// run again, as `:transient` says in OTP.
  ///
  /// @param supervision what happens when it crashes
  /// @param job what to do
  /// @return the actor that does it, again and again if need be
  /// @throws TooManyTasksException if there are as many tasks as there may be
  public ActorRef<?> start(Supervision supervision, Job job) {
    Objects.requireNonNull(job, "job");
    Actor<Object> actor = (mailbox, ctx) -> job.run();
    return spawn(actor.supervised(supervision), null);
  }

  /// Starts a task and links it to its caller: if it crashes or is cancelled, the caller ends too,
  /// unless that traps exits; and if the caller crashes or is stopped, the task is cancelled.
  ///
  /// @param caller the context of the calling actor
  /// @param work what to do; it must not give null
  /// @param <R> the type of the result
  /// @return the task
  /// @throws TooManyTasksException if there are as many tasks as there may be
  public <R> Task<R> async(Context<?> caller, Callable<? extends R> work) {
    TaskWork<R> actor = new TaskWork<>(work, caller.self());
    return new Task<>(spawn(actor, caller.self()), actor);
  }

  /// Starts a task that lives and ends on its own; only those who wait for it are told of its
  /// crash.
  ///
  /// @param work what to do; it must not give null
  /// @param <R> the type of the result
  /// @return the task
  /// @throws TooManyTasksException if there are as many tasks as there may be
  public <R> Task<R> asyncNolink(Callable<? extends R> work) {
    TaskWork<R> actor = new TaskWork<>(work, null);
    return new Task<>(spawn(actor, null), actor);
  }

  private ActorRef<?> spawn(Actor<Object> actor, @Nullable ActorRef<?> caller) {
    return ref.ask(new Spawn(actor, caller))
        .orElseThrow(
            () ->
                new TooManyTasksException(
                    ref + " has as many tasks as it may have, or is stopping; none was started"));
  }

  /// {@return the tasks that live, in the order of their start}
  public List<ActorRef<?>> children() {
    return ref.ask(new Children());
  }

  // --- its own life

  /// {@return its actor}
  public ActorRef<Message> ref() {
    return ref;
  }

  /// As [#stop(Duration)], with 5 s.
  public void stop() {
    stop(GRACE);
  }

  /// Stops it: starts nothing more, gives its tasks so long to end, all at the same time, cancels
  /// those that have not, and waits until all is gone.
  ///
  /// @param grace how long they may still take; zero cancels them at once
  /// @throws AskInterruptedException if the waiting thread is interrupted; all is killed
  /// @throws IllegalArgumentException if the time is negative
  /// @throws IllegalStateException if called by one of its tasks, which would wait for itself
  public void stop(Duration grace) {
    if (grace.isNegative()) {
      throw new IllegalArgumentException("The time must not be negative, but is " + grace);
    }
    List<ActorRef<?>> left = ref.ask(new Close());
    left.forEach(ActorRef::stop); // one that waits for its restart ends
    long deadline = System.nanoTime() + Start.nanos(grace);
    try {
      for (ActorRef<?> task : left) {
        Duration rest = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        if (!task.awaitTermination(rest)) {
          task.kill();
        }
      }
    } catch (InterruptedException e) {
      ref.kill();
      Thread.currentThread().interrupt();
      throw new AskInterruptedException("The thread was interrupted while it stopped " + ref);
    }
    GenServer.stop(ref);
  }

  /// {@return the reference}
  @Override
  public String toString() {
    return "tasks of " + ref;
  }
}
