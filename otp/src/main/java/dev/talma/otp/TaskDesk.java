package dev.talma.otp;

import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.TaskResult;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/// The tasks of one server.
final class TaskDesk<M> {
  private final Context<M> ctx;

  TaskDesk(Context<M> ctx) {
    this.ctx = ctx;
  }

  <R> ActorRef<?> start(Callable<? extends R> work) {
    CompletableFuture<ActorRef<?>> self = new CompletableFuture<>();
    ActorRef<?> task = ctx.<R>async(work, result -> end(self.join(), result));
    self.complete(task); // before this actor takes any message, and so before the end is told
    return task;
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // as of what it calls
  private static <M> M end(ActorRef<?> task, TaskResult<?> result) {
    return new ServerMessage.TaskEnd(task, result).asMessage();
  }
}
