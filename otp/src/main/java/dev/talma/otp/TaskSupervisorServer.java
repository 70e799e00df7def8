package dev.talma.otp;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ExitReason;
import dev.talma.Monitor;
import dev.talma.Request;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The actor of a [TaskSupervisor]. Its state is how many tasks it may have; none once it is
/// closed.
final class TaskSupervisorServer extends GenServer<TaskSupervisor.Message, Integer> {
  private final int maxChildren;

  /// The watches over the callers of linked tasks.
  private final Map<ActorRef<?>, Monitor> callers = new HashMap<>();

  TaskSupervisorServer(int maxChildren) {
    this.maxChildren = maxChildren;
  }

  @Override
  protected InitResult<Integer> init() {
    return ok(maxChildren);
  }

  @Override
  protected CallResult<Integer> handleCall(
      Request<TaskSupervisor.Message, ?> request, Integer allowed) {
    return switch (request) {
      case TaskSupervisor.Spawn spawn -> reply(spawn, spawn(spawn, allowed), allowed);
      case TaskSupervisor.Children children -> reply(children, ctx().children(), allowed);
      case TaskSupervisor.Close close -> reply(close, ctx().children(), 0);
      default -> unexpected(request);
    };
  }

  private Optional<ActorRef<?>> spawn(TaskSupervisor.Spawn request, int allowed) {
    if (allowed < Integer.MAX_VALUE && ctx().children().size() >= allowed) {
      return Optional.empty();
    }
    Actor<Object> actor = request.actor();
    ActorRef<?> caller = request.caller();
    return Optional.of(caller == null ? ctx().spawn(actor) : spawnFor(caller, actor));
  }

  /// The task links itself to its caller, before it works. That ends the caller at once; but a task
  /// at work does not look at its mailbox, so its caller's end has to be brought to it.
  private ActorRef<?> spawnFor(ActorRef<?> caller, Actor<Object> actor) {
    ActorRef<?> task =
        ctx().spawnMonitored(actor, down -> new TaskSupervisor.TaskEnded(down.ref()));
    callers.put(
        task, ctx().monitor(caller, down -> new TaskSupervisor.CallerEnded(task, down.reason())));
    return task;
  }

  @Override
  protected CastResult<Integer> handleInfo(TaskSupervisor.Message message, Integer allowed) {
    switch (message) {
      case TaskSupervisor.CallerEnded(ActorRef<?> task, ExitReason reason) -> {
        if (!(reason instanceof ExitReason.Normal)) {
          task.kill();
        }
      }
      case TaskSupervisor.TaskEnded(ActorRef<?> task) -> {
        @Nullable Monitor watch = callers.remove(task);
        if (watch != null) {
          watch.cancel();
        }
      }
      default -> unexpected(message);
    }
    return noReply(allowed);
  }
}
