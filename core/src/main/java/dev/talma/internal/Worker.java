package dev.talma.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A virtual thread that runs event-driven actors while it holds a lane. It may block inside of an
/// actor; then the lane goes to another worker, and this one finishes what it does without it.
final class Worker implements Runnable, Runner {
  /// How many times the actor made ready last may go first before the others have a turn.
  private static final int MAX_NEXT = 32;

  /// After how many actors the others of the machine's virtual threads have a turn.
  private static final int YIELD_EVERY = 64;

  /// After how many actors those made ready from outside have a turn.
  private static final int LOOK_AT_SHARED_EVERY = 16;

  /// How often it looks again before it goes to sleep.
  private static final int LOOKS = 4;

  private static final VarHandle CURRENT;
  private static final VarHandle TICKS;

  static {
    try {
      var lookup = MethodHandles.lookup();
      CURRENT = lookup.findVarHandle(Worker.class, "current", HandlerCell.class);
      TICKS = lookup.findVarHandle(Worker.class, "ticks", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Dispatcher dispatcher;
  private final Thread thread;
  private volatile @Nullable Lane lane;
  private volatile boolean standby;
  private boolean searching;
  private int nextRuns;
  private int turns;

  /// What it runs now, and how many messages it has run. Written by the worker alone, in opaque
  /// mode: the monitor, which reads them, only has to see them some time.
  @SuppressWarnings("unused") // through CURRENT
  private @Nullable HandlerCell<?> current;

  @SuppressWarnings("unused") // through TICKS
  private long ticks;

  Worker(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
    this.thread =
        Thread.ofVirtual().name("talma-worker").uncaughtExceptionHandler(this).unstarted(this);
  }

  Thread thread() {
    return thread;
  }

  long ticks() {
    return (long) TICKS.getOpaque(this);
  }

  @Override
  public @Nullable HandlerCell<?> current() {
    return (HandlerCell<?>) CURRENT.getOpaque(this);
  }

  /// Any thread, when this worker has no lane: gives it one.
  void assign(Lane assigned, boolean search) {
    searching = search;
    assigned.owner.set(this);
    lane = assigned;
  }

  /// After a message: counts it, and tells whether the worker still has its lane.
  boolean tick() {
    TICKS.setOpaque(this, ticks + 1);
    return hasLane();
  }

  boolean hasLane() {
    Lane held = lane;
    return held != null && held.owner.get() == this;
  }

  @Override
  public void run() {
    try {
      do {
        if (standby) {
          standby = false;
          dispatcher.standBy(this);
        }
        if (lane != null) {
          work();
        }
      } while (dispatcher.awaitLane(this));
    } finally {
      // reached by an error that no actor may swallow, too
      Lane held = lane;
      if (held != null) {
        leave(held);
      }
    }
  }

  /// Runs actors until the lane is lost or given back.
  private void work() {
    int looks = 0;
    while (true) {
      Lane held = lane;
      if (held == null || held.owner.get() != this) {
        lane = null;
        stopSearching();
        return;
      }
      HandlerCell<?> cell = find(held);
      if (cell != null) {
        looks = 0;
        if (stopSearching()) {
          dispatcher.signalIfWork(); // others may be needed as well
        }
        execute(cell);
      } else if (looks < LOOKS && startSearching()) {
        looks++;
        Thread.yield();
      } else {
        looks = 0;
        stopSearching();
        leave(held);
        return;
      }
    }
  }

  private @Nullable HandlerCell<?> find(Lane held) {
    if (nextRuns < MAX_NEXT) {
      HandlerCell<?> cell = held.next.get() == null ? null : held.next.getAndSet(null);
      if (cell != null) {
        nextRuns++;
        return cell;
      }
    }
    nextRuns = 0;
    return dispatcher.find(held, turns % LOOK_AT_SHARED_EVERY == 0);
  }

  private void execute(HandlerCell<?> cell) {
    if (++turns >= YIELD_EVERY) {
      turns = 0;
      Thread.yield();
    }
    dispatcher.beforeActor();
    CURRENT.setOpaque(this, cell);
    boolean again;
    try {
      again = cell.activate(this);
    } finally {
      CURRENT.setOpaque(this, (HandlerCell<?>) null);
      restore();
    }
    if (again) {
      Lane held = lane;
      if (held != null && held.owner.get() == this) {
        held.queue.add(cell);
        dispatcher.signal();
      } else {
        dispatcher.submit(cell);
      }
    }
  }

  /// What one actor did to the thread is not for the next one.
  private void restore() {
    boolean _ = Thread.interrupted();
    if (thread.getUncaughtExceptionHandler() != this) {
      thread.setUncaughtExceptionHandler(this); // by which actors know on whose behalf they run
    }
  }

  /// An actor that runs here has made another one ready.
  void schedule(HandlerCell<?> cell) {
    Lane held = lane;
    if (held == null || held.owner.get() != this) {
      dispatcher.submit(cell);
      return;
    }
    HandlerCell<?> displaced = held.next.getAndSet(cell);
    if (displaced != null) {
      held.queue.add(displaced);
      dispatcher.signal();
    }
    if (held.owner.get() != this) {
      // the lane was lost in between, and its new owner may not have seen the actor
      HandlerCell<?> stranded = held.next.getAndSet(null);
      if (stranded != null) {
        dispatcher.submit(stranded);
      }
    }
  }

  /// Gives the lane up before a wait that is known to come.
  @Override
  public void aboutToBlock() {
    Lane held = lane;
    if (held != null) {
      lane = null;
      dispatcher.handOver(held, this);
    }
  }

  private void leave(Lane held) {
    lane = null;
    dispatcher.retire(held, this);
  }

  private boolean startSearching() {
    if (!searching) {
      searching = dispatcher.startSearching();
    }
    return searching;
  }

  private boolean stopSearching() {
    if (!searching) {
      return false;
    }
    searching = false;
    dispatcher.stopSearching();
    return true;
  }

  /// Any thread, when this worker has no lane: makes it a standby.
  void standBy() {
    standby = true;
  }

  /// Waits to be given a lane or to be made a standby.
  void parkUntilAssigned() {
    while (lane == null && !standby) {
      LockSupport.park(dispatcher);
    }
  }
}
