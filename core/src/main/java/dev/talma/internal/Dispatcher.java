package dev.talma.internal;

import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Runs event-driven actors on virtual threads that may block.
///
/// There is one for the JVM, as there is one scheduler of virtual threads. It has as many [Lane]s
/// as that scheduler has carriers. A [Worker] with a lane runs one ready actor after the other, at
/// the cost of an event loop. When an actor blocks, its lane moves on:
///
/// - A wait of the runtime's own (an ask, a full mailbox) announces itself, and the lane is handed
///   over at once.
/// - Any other one is found by the [LaneMonitor], within about a millisecond.
/// - Where one actor blocks, others are likely to. So from then on, every worker that begins an
///   actor has a *standby* worker queued behind it in the scheduler of virtual threads: at the
///   moment the actor blocks, its carrier takes the standby, which takes the lane. This ends when a
///   standby finds that nobody has blocked.
///
/// Waking up. Who makes an actor ready puts it into a queue, and then looks whether a lane is idle
/// and nobody is searching. Who goes idle first says so, and then looks into the queues. Both are
/// fully ordered (each step is a volatile or atomic access), so one of the two sees the other. At
/// most one worker searches at a time; when it finds something and more is left, it wakes the next
/// one.
///
/// Source: the roles of lane, worker and monitor are those of P, M and sysmon in the Go scheduler
/// (D. Vyukov, Scalable Go Scheduler Design, 2012); the standby is ours.
final class Dispatcher {
  static final Dispatcher SHARED = new Dispatcher(parallelism());

  private static final int MAX_SPARES = 64;

  final Lane[] lanes;
  private final ConcurrentLinkedQueue<HandlerCell<?>> shared = new ConcurrentLinkedQueue<>();
  private final AtomicInteger searching = new AtomicInteger();
  private final LaneMonitor monitor;

  // guarded by this
  private final ArrayDeque<Lane> idleLanes = new ArrayDeque<>();
  private final ArrayDeque<Worker> spares = new ArrayDeque<>();
  private volatile int idleCount;

  private volatile boolean blocking;
  private final AtomicInteger standbys = new AtomicInteger();

  private Dispatcher(int parallelism) {
    lanes = new Lane[parallelism];
    for (int i = 0; i < parallelism; i++) {
      lanes[i] = new Lane();
      idleLanes.add(lanes[i]);
    }
    idleCount = parallelism;
    monitor = new LaneMonitor(this);
  }

  private static int parallelism() {
    return Math.max(
        1,
        Integer.getInteger(
            "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors()));
  }

  /// Any thread: the caller is about to block. Costs nothing outside of a worker.
  static void aboutToBlock() {
    if (Thread.currentThread().getUncaughtExceptionHandler() instanceof Runner runner) {
      runner.aboutToBlock();
    }
  }

  /// Any thread: the actor is ready, and it is the caller who has to see to it.
  void schedule(HandlerCell<?> cell) {
    if (Thread.currentThread().getUncaughtExceptionHandler() instanceof Worker worker) {
      worker.schedule(cell);
    } else {
      submit(cell);
    }
  }

  /// Puts an actor where every worker finds it.
  void submit(HandlerCell<?> cell) {
    shared.add(cell);
    signal();
  }

  /// Something was put into a queue: wakes a worker if there is a lane for one and nobody searches.
  void signal() {
    if (idleCount == 0 || searching.get() != 0 || !searching.compareAndSet(0, 1)) {
      return;
    }
    Worker worker;
    synchronized (this) {
      Lane lane = idleLanes.poll();
      if (lane == null) {
        searching.set(0);
        return;
      }
      idleCount = idleLanes.size();
      worker = spareOrNew();
      worker.assign(lane, true);
    }
    monitor.awake();
    wake(worker);
  }

  void signalIfWork() {
    if (idleCount != 0 && hasQueuedWork()) {
      signal();
    }
  }

  private Worker spareOrNew() {
    Worker spare = spares.poll();
    return spare == null ? new Worker(this) : spare;
  }

  private static void wake(Worker worker) {
    Thread thread = worker.thread();
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    } else {
      LockSupport.unpark(thread);
    }
  }

  boolean startSearching() {
    return searching.compareAndSet(0, 1);
  }

  void stopSearching() {
    searching.set(0);
  }

  boolean hasQueuedWork() {
    if (!shared.isEmpty()) {
      return true;
    }
    for (Lane lane : lanes) {
      if (!lane.queue.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /// Whether something waits that nobody but the owner of the lane may come to, if all other lanes
  /// are stuck as well.
  boolean hasWorkFor(Lane lane) {
    return lane.hasWork() || !shared.isEmpty();
  }

  /// Worker with that lane: an actor to run.
  ///
  /// @param sharedFirst whether those made ready from outside go first
  @Nullable HandlerCell<?> find(Lane mine, boolean sharedFirst) {
    HandlerCell<?> cell = sharedFirst ? shared.poll() : null;
    if (cell == null) {
      cell = mine.queue.poll();
    }
    if (cell == null) {
      cell = mine.next.getAndSet(null);
    }
    if (cell == null) {
      cell = shared.poll();
    }
    for (int i = 0; cell == null && i < lanes.length; i++) {
      cell = lanes[i].queue.poll();
    }
    return cell;
  }

  /// Worker: has found nothing to do, or ends, and gives its lane back.
  void retire(Lane lane, Worker worker) {
    release(lane, worker);
    if (hasQueuedWork()) {
      signal();
    }
  }

  /// Makes the lane idle, if the worker still has it. What is ready in it goes to all.
  boolean release(Lane lane, Worker worker) {
    if (!lane.owner.compareAndSet(worker, null)) {
      return false;
    }
    HandlerCell<?> stranded = lane.next.getAndSet(null);
    if (stranded != null) {
      shared.add(stranded);
    }
    synchronized (this) {
      idleLanes.push(lane);
      idleCount = idleLanes.size();
    }
    return true;
  }

  /// Worker: is about to block; another one goes on with the lane, if there is something to do.
  void handOver(Lane lane, Worker worker) {
    if (!hasWorkFor(lane)) {
      retire(lane, worker);
      return;
    }
    Worker successor;
    synchronized (this) {
      successor = spareOrNew();
    }
    if (lane.owner.compareAndSet(worker, successor)) {
      successor.assign(lane, false);
      wake(successor);
    } else {
      park(successor);
    }
  }

  private synchronized void park(Worker unused) {
    if (unused.thread().getState() != Thread.State.NEW) {
      spares.push(unused);
    }
  }

  /// Worker without a lane: gets one, now or later. False if it shall end.
  boolean awaitLane(Worker worker) {
    synchronized (this) {
      Lane idle = hasQueuedWork() ? idleLanes.poll() : null;
      if (idle != null) {
        idleCount = idleLanes.size();
        worker.assign(idle, false);
        return true;
      }
      if (spares.size() >= MAX_SPARES) {
        return false;
      }
      spares.push(worker);
    }
    worker.parkUntilAssigned();
    return true;
  }

  // --- blocking

  /// Worker: is about to run an actor. Where actors block, sees to it that a standby is there.
  void beforeActor() {
    if (blocking && standbys.get() == 0 && standbys.compareAndSet(0, 1)) {
      Worker standby;
      synchronized (this) {
        standby = spareOrNew();
      }
      standby.standBy();
      wake(standby);
    }
  }

  /// Standby: runs when a carrier had nothing better to do, most likely because a worker has
  /// blocked on it. Takes that one's lane.
  void standBy(Worker standby) {
    standbys.set(0);
    for (Lane lane : lanes) {
      Worker owner = lane.owner.get();
      if (owner != null && isBlocked(owner) && lane.owner.compareAndSet(owner, standby)) {
        standby.assign(lane, false);
        return;
      }
    }
    blocking = false;
  }

  /// Takes the lane from a worker that is stuck. Another one goes on if there is something to do.
  boolean takeOver(Lane lane, Worker stuck) {
    if (!hasWorkFor(lane)) {
      boolean released = release(lane, stuck);
      signalIfWork();
      return released;
    }
    blocking = true;
    Worker successor;
    synchronized (this) {
      successor = spareOrNew();
    }
    if (!lane.owner.compareAndSet(stuck, successor)) {
      park(successor);
      return false;
    }
    successor.assign(lane, false);
    wake(successor);
    return true;
  }

  static boolean isBlocked(Worker worker) {
    return worker.current() != null
        && switch (worker.thread().getState()) {
          case BLOCKED, WAITING, TIMED_WAITING -> true;
          default -> false;
        };
  }
}
