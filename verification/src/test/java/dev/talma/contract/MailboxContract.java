package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.talma.ActorRef;
import dev.talma.AskInterruptedException;
import dev.talma.Overflow;
import dev.talma.SendInterruptedException;
import dev.talma.testkit.Await;
import dev.talma.testkit.Gate;
import java.util.concurrent.CompletableFuture;

/// The stage of a full mailbox, for both styles.
abstract class MailboxContract extends StyledContract {

  ActorRef<Cue> start(int capacity, Overflow overflow) {
    return start("actor", puppet("actor").bounded(capacity, overflow));
  }

  /// Keeps the actor busy, and fills its mailbox with `1`, `2` and so on.
  Gate fill(ActorRef<Cue> actor, int capacity) {
    Gate gate = hold(actor);
    for (int i = 1; i <= capacity; i++) {
      actor.send(Cue.note("" + i));
    }
    return gate;
  }

  /// A thread that does something and keeps what came of it.
  static final class Other {
    final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    final Thread thread;

    Other(Runnable work) {
      thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      work.run();
                      interrupted.complete(Thread.currentThread().isInterrupted());
                    } catch (RuntimeException e) {
                      assertEquals(
                          e instanceof SendInterruptedException
                              || e instanceof AskInterruptedException,
                          Thread.currentThread().isInterrupted());
                      interrupted.completeExceptionally(e);
                    } catch (Throwable t) {
                      interrupted.completeExceptionally(t);
                    }
                  });
    }

    Other waits() {
      Await.until(
          "the sender waits",
          PATIENCE,
          () ->
              thread.getState() == Thread.State.WAITING
                  || thread.getState() == Thread.State.TIMED_WAITING);
      return this;
    }

    /// Is done, without a failure and without being interrupted.
    void isDone() {
      assertFalse(value(interrupted));
    }
  }
}
