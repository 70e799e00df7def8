package dev.talma.otp;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorStoppingException;
import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.Mailbox;
import dev.talma.SelfAskException;
import dev.talma.TaskResult;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The actor of a task: does the work, and then answers those who wait for it. They ask, so that
/// what holds for asks holds for them: the deadline of the request that they handle, virtual time.
final class TaskWork<R> implements Actor<Object> {
  private final Callable<? extends R> work;
  private final @Nullable ActorRef<?> linked;

  /// Whom it must not wait for: itself.
  private volatile @Nullable Thread worker;

  /// The work is over, and nobody may ask any more; guarded by this.
  private boolean over;

  /// What came of it; what is said first counts. The work says only what it gave: why it gave
  /// nothing is known when the actor has ended.
  private final AtomicReference<@Nullable TaskResult<R>> result = new AtomicReference<>();

  /// @param linked whom to link to before the work begins, beside the owner
  TaskWork(Callable<? extends R> work, @Nullable ActorRef<?> linked) {
    this.work = Objects.requireNonNull(work, "work");
    this.linked = linked;
  }

  @Override
  public void run(Mailbox<Object> mailbox, Context<Object> ctx) throws Exception {
    worker = Thread.currentThread();
    if (linked != null) {
      ctx.link(linked);
    }
    ctx.onSystemMessage(
        message -> {
          if (message instanceof TaskJoin join) {
            ctx.replySystem(join, true);
            return true;
          }
          return false;
        });
    try {
      R value = Objects.requireNonNull(work.call(), "the work of a task gave null");
      TaskResult<R> _ = settle(new TaskResult.Success<>(value));
    } finally {
      answerThoseWhoWait(mailbox);
    }
  }

  /// Asks the task to answer when the work is over. That is under a lock, so that whoever may ask
  /// is answered, and does not leave a dead letter.
  ///
  /// @return the answer to come, or empty if the work is over or called off
  Optional<CompletableFuture<Boolean>> ask(ActorRef<?> self, Duration timeout) {
    if (Thread.currentThread() == worker) {
      throw new SelfAskException(self + " is a task and would wait for itself for ever");
    }
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("The timeout must be positive, but is " + timeout);
    }
    synchronized (this) {
      return over || !self.isAlive()
          ? Optional.empty()
          : Optional.of(self.askSystemAsync(TaskJoin.INSTANCE, timeout));
    }
  }

  private void answerThoseWhoWait(Mailbox<Object> mailbox) {
    synchronized (this) {
      over = true;
    }
    try {
      while (mailbox.poll(Duration.ZERO).isPresent()) {
        // nobody has a reason to send it anything
      }
    } catch (ActorStoppingException stopped) {
      // those who came after the stop find out by the end
    }
  }

  /// {@return what came of it, which is this unless something was said before}
  TaskResult<R> settle(TaskResult<R> outcome) {
    TaskResult<R> before = result.compareAndExchange(null, outcome);
    return before == null ? outcome : before;
  }

  TaskResult<R> settle(ExitReason reason) {
    return settle(new TaskResult.Failure<>(reason));
  }
}
