package dev.talma.internal;

import dev.talma.Actor;
import dev.talma.ExitReason;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// An actor of the loop style: a virtual thread of its own runs its function, parks in its mailbox,
/// and goes through the runs, pauses and the end one after the other.
final class LoopCell<M> extends Conduct<M> implements Runnable, Runner {
  private final Actor<M> function;
  private final Thread thread;

  /// How often it parks at once before it first tries a look, and before it tries again after one
  /// in vain. A look saves a park and an unpark where two actors play to each other, and costs a
  /// switch where the next message comes later. And it needs more stack than the parked thread had,
  /// of which the JVM keeps both pieces: nothing for the many actors that hardly ever have a
  /// message.
  private static final byte COLD = -4;

  private static final byte DISAPPOINTED = -32;

  private final LoopMailbox<M> mailbox = new LoopMailbox<>(this);
  private byte hope = COLD;

  /// It is not in the user's code: it has not begun, or it waits for a message, its children or the
  /// end of a pause. Then a kill need not be afraid that it goes on for ever.
  private volatile boolean waits = true;

  LoopCell(
      LocalSystem system,
      @Nullable Cell<?> owner,
      @Nullable String givenName,
      Blueprint<M> blueprint,
      Actor<M> function) {
    super(system, owner, givenName, blueprint);
    this.function = function;
    this.thread =
        Thread.ofVirtual()
            .name(givenName == null ? "" : givenName)
            .uncaughtExceptionHandler(this)
            .unstarted(this);
  }

  @Override
  boolean isScope() {
    return false;
  }

  @Override
  boolean hasCleanUp() {
    return false; // the code behind the loop is a part of the function, and has run
  }

  @Override
  void start() {
    thread.start();
  }

  @Override
  void wake() {
    LockSupport.unpark(thread);
  }

  @Override
  void interrupt() {
    if (!waits) { // else the message wakes it, or the end of what it waits for
      thread.interrupt();
    }
  }

  @Override
  @Nullable Thread runningThread() {
    return waits ? null : thread;
  }

  @Override
  public Cell<?> current() {
    return this;
  }

  @Override
  public void run() {
    try {
      if (system.logContext) {
        LogContext.enter(toString());
      }
      live();
    } catch (Throwable failure) {
      endBroken(failure); // unless it is the actor's own, and has ended it
      throw failure;
    }
  }

  private void live() {
    while (true) {
      Outcome outcome = oneRun();
      stopChildren();
      if (outcome instanceof Outcome.End end) {
        end(end);
        return;
      }
      pauseBeforeRestart(outcome);
      Optional<ExitReason> ended = endedWhilePausing();
      if (ended.isPresent()) {
        die(Outcome.End.as(ended.get()));
        return;
      }
      restarted();
    }
  }

  private Outcome oneRun() {
    Throwable thrown = null;
    beginRun();
    mailbox.reset();
    boolean _ = Thread.interrupted(); // what the run before left set; a kill is looked for next
    try {
      requireNotKilled(); // before the user's code begins
      waits = false;
      function.run(mailbox, context);
    } catch (Throwable t) {
      thrown = t;
    }
    return conclude(thrown);
  }

  /// Stops the children and waits for them.
  void stopChildren() {
    closeToChildren();
    if (!hasChildren()) {
      return;
    }
    AtomicBoolean gone = new AtomicBoolean();
    children()
        .stopAll(
            () -> {
              gone.set(true);
              LockSupport.unpark(thread);
            });
    parkUntil(gone::get);
  }

  private void pauseBeforeRestart(Outcome outcome) {
    prepareRestart(outcome);
    Pause wait = new Pause(() -> LockSupport.unpark(thread));
    beginPause(wait, outcome);
    parkUntil(wait::isOver);
    pause = null;
  }

  /// Waits without taking notice of interrupts, which stay for the actor's own code.
  private void parkUntil(BooleanSupplier over) {
    boolean waited = waits;
    waits = true;
    boolean interrupted = false;
    while (!over.getAsBoolean()) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    waits = waited;
    if (interrupted) {
      thread.interrupt();
    }
  }

  /// Parks with as few frames and locals as possible: they are most of an idle actor's memory.
  private boolean sleep() {
    while (inbox.isAsleep()) {
      LockSupport.park();
      if (thread.isInterrupted()) {
        return sleepInSpiteOfInterrupt();
      }
    }
    return true;
  }

  private boolean sleepInSpiteOfInterrupt() {
    parkUntil(() -> !inbox.isAsleep());
    return true;
  }

  /// Waits for a message. It looks once more after it gave others a turn, as parking is dear.
  ///
  /// @return false if the time is over and there is none
  boolean awaitMessage(Wait wait) {
    flushHandled();
    boolean looks = hope >= 0;
    if (looks) {
      Thread.yield();
    } else {
      hope++;
    }
    if (!inbox.sleep()) {
      return true;
    }
    if (looks) {
      hope = DISAPPOINTED;
    }
    waits = true;
    boolean woken = wait == Wait.forever() ? sleep() : sleepUntil(wait);
    waits = false;
    return woken;
  }

  private boolean sleepUntil(Wait wait) {
    boolean interrupted = false;
    boolean inTime = true;
    while (inTime && inbox.isAsleep()) {
      if (wait.park(this)) {
        interrupted |= Thread.interrupted();
      } else {
        inTime = !inbox.wakeBySelf(); // unless a sender was faster
      }
    }
    if (interrupted) {
      thread.interrupt();
    }
    return inTime;
  }
}
