package dev.talma.internal;

import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.Handler;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An actor of the event-driven style. A [Worker] runs it while there is something to do, and takes
/// the next message out of its inbox for it.
///
/// It is *awake* while a worker has it or it is in a queue of the [Dispatcher], and *asleep*, as
/// its inbox says, while nothing is to do; the sender that wakes it puts it into a queue. To wait
/// without a thread for something else than a message (for its children to go, for a pause to end),
/// it stays awake without being in a queue; whoever ends the wait puts it there.
final class HandlerCell<M> extends Conduct<M> {
  /// How many messages it may handle before others have a turn.
  private static final int BATCH = 64;

  private static final VarHandle RUNNER;

  static {
    try {
      RUNNER = MethodHandles.lookup().findVarHandle(HandlerCell.class, "runner", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// Where it is between two messages.
  private enum Phase {
    TO_START,
    RUNNING,
    WAITING,
    ENDED
  }

  /// Whether handlers of a class have a clean-up, or what every handler has, which does nothing.
  private static final ClassValue<Boolean> CLEANS_UP =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          try {
            return type.getMethod("terminate", ExitReason.class, Context.class).getDeclaringClass()
                != Handler.class;
          } catch (NoSuchMethodException e) {
            throw new AssertionError(e); // every handler has one
          }
        }
      };

  private final Supplier<? extends Handler<M>> factory;
  private Phase phase = Phase.TO_START;
  private @Nullable Handler<M> handler;

  /// While waiting: what sets the wait off, and what to do when it is over.
  private @Nullable Runnable wait;

  private @Nullable Runnable continuation;

  /// What the logging context says, if there is one.
  private @Nullable String logName;

  /// The thread that runs it. The receiver sets it in opaque mode; a kill that does not see it yet
  /// tries again. It is cleared before the receiver looks for a kill: see [#release()].
  @SuppressWarnings("unused") // through RUNNER
  private @Nullable Thread runner;

  HandlerCell(
      LocalSystem system,
      @Nullable Cell<?> owner,
      @Nullable String givenName,
      Blueprint<M> blueprint,
      Supplier<? extends Handler<M>> factory) {
    super(system, owner, givenName, blueprint);
    this.factory = factory;
  }

  @Override
  boolean isScope() {
    return (Object) factory == Blueprint.SCOPE_FACTORY;
  }

  @Override
  boolean hasCleanUp() {
    Handler<M> there = handler;
    return there != null && !isKilled() && CLEANS_UP.get(there.getClass());
  }

  @Override
  void start() {
    Dispatcher.SHARED.schedule(this);
  }

  @Override
  void wake() {
    Dispatcher.SHARED.schedule(this);
  }

  @Override
  @Nullable Thread runningThread() {
    return (Thread) RUNNER.getVolatile(this);
  }

  @Override
  void interrupt() {
    synchronized (inbox) { // no other thread locks it
      Thread running = runningThread();
      if (running != null) {
        running.interrupt();
      }
    }
  }

  /// Worker: runs it for a while. After that the worker must not touch it, unless it gets true.
  ///
  /// @return whether it has to be put into a queue again
  boolean activate(Worker worker) {
    RUNNER.setOpaque(this, worker.thread());
    boolean asleep;
    try {
      if (system.logContext) {
        if (logName == null) {
          logName = toString();
        }
        LogContext.enter(logName);
      }
      asleep = run(worker);
    } catch (Throwable failure) {
      endBroken(failure); // unless it is the actor's own, and has ended it
      RUNNER.setOpaque(this, (Thread) null);
      throw failure;
    } finally {
      if (system.logContext) {
        LogContext.leave();
      }
    }
    if (asleep) {
      awaitInterrupter();
      return false;
    }
    boolean again = phase == Phase.RUNNING;
    Runnable setOff = wait;
    wait = null;
    release();
    if (setOff != null) {
      setOff.run(); // from here on somebody else may run it
    }
    return again;
  }

  /// The receiver is about to leave: nobody may interrupt this thread on its account from now on.
  ///
  /// Clearing `runner` comes before reading `urgent`, with a full fence between; a kill writes
  /// `urgent` before it reads `runner`. So either the kill finds no thread, or it is seen here and
  /// waited for, and the interrupt is cleared by the worker.
  private void release() {
    RUNNER.setOpaque(this, (Thread) null);
    VarHandle.fullFence();
    awaitInterrupter();
  }

  private void awaitInterrupter() {
    if (isKilled()) {
      synchronized (inbox) {
        // whoever interrupts on its account is done
        Thread.onSpinWait();
      }
    }
  }

  /// @return whether it has fallen asleep; then it is not this thread's any more
  private boolean run(Worker worker) {
    Runnable next = continuation;
    if (next != null) {
      continuation = null;
      next.run();
    }
    if (phase == Phase.TO_START) {
      begin();
    }
    boolean more = true;
    for (int left = BATCH; more && left > 0 && phase == Phase.RUNNING; left--) {
      if (!step()) {
        flushHandled();
        RUNNER.setOpaque(this, (Thread) null);
        if (inbox.sleep()) { // a full fence
          return true;
        }
        RUNNER.setOpaque(this, worker.thread());
      }
      more = worker.tick();
    }
    flushHandled();
    return false;
  }

  private void begin() {
    beginRun();
    try {
      requireNotKilled(); // before the user's code begins
      Handler<M> made = Objects.requireNonNull(factory.get(), "the factory of handlers gave null");
      made.init(context);
      handler = made;
      phase = Phase.RUNNING;
      forgetInterrupt();
    } catch (Throwable t) {
      finishRun(t);
    }
  }

  /// Handles one message, if there is one.
  ///
  /// @return false if there is none, and nothing else has happened
  private boolean step() {
    try {
      Envelope envelope = advance();
      if (envelope != null) {
        current = envelope;
        if (envelope.isSystem()) {
          heedSystem(envelope);
        } else {
          Objects.requireNonNull(handler).handle(message(envelope), context);
        }
        settle(current); // not the local: it may have been put on hold
        current = null;
        forgetInterrupt();
        return true;
      }
      if (!isRunOver()) {
        return false;
      }
    } catch (Throwable t) {
      finishRun(t);
      return true;
    }
    finishRun(null);
    return true;
  }

  /// The thread belongs to all: an interrupt that one call of the handler left set must not meet
  /// the next one, only because that comes in the same turn. A kill is not forgotten with it, as it
  /// is looked for after this.
  private static void forgetInterrupt() {
    boolean _ = Thread.interrupted();
  }

  @SuppressWarnings("unchecked") // the reference took nothing but M
  private M message(Envelope envelope) {
    return (M) envelope.message;
  }

  // --- the end of a run, in steps that may wait

  private void finishRun(@Nullable Throwable thrown) {
    if (thrown == null && imposed == null && !isKilled()) {
      awaitChildren(
          () -> {
            terminate(ending == null ? ExitReason.normal() : ending);
            follow(conclude(null));
          });
    } else {
      Outcome outcome = conclude(thrown);
      if (!isKilled()) {
        terminate(outcome.reason());
      }
      awaitChildren(() -> follow(outcome));
    }
  }

  private void terminate(ExitReason reason) {
    Handler<M> ended = handler;
    handler = null;
    if (ended != null && !isKilled()) {
      try {
        ended.terminate(reason, context);
      } catch (Throwable t) {
        Log.cleanUpFailed(this, reason, t);
      }
    }
  }

  private void awaitChildren(Runnable next) {
    closeToChildren();
    if (hasChildren()) {
      phase = Phase.WAITING;
      continuation = next;
      wait = () -> children().stopAll(() -> Dispatcher.SHARED.schedule(this));
    } else {
      next.run();
    }
  }

  private void follow(Outcome outcome) {
    handler = null;
    if (outcome instanceof Outcome.End end) {
      phase = Phase.ENDED;
      end(end);
      return;
    }
    prepareRestart(outcome);
    phase = Phase.WAITING;
    continuation = this::runAgain;
    wait = () -> beginPause(new Pause(() -> Dispatcher.SHARED.schedule(this)), outcome);
  }

  private void runAgain() {
    Optional<ExitReason> ended = endedWhilePausing();
    if (ended.isPresent()) {
      phase = Phase.ENDED;
      die(Outcome.End.as(ended.get()));
    } else {
      restarted();
      phase = Phase.TO_START;
    }
  }
}
