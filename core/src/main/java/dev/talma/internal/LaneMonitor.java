package dev.talma.internal;

import java.util.concurrent.locks.LockSupport;

/// Looks at the lanes about once in a millisecond while one of them is in use, and frees those
/// whose worker is stuck inside of an actor:
///
/// - The worker's thread is blocked: the lane is taken away at once.
/// - It is not blocked and has stayed in one message for [#PATIENCE_NANOS]: it computes, or it
///   waits in a way that does not show (reading a file). If anything waits for the lane, it is
///   taken away too, so that a carrier that is free can go on with the others; but not of more than
///   [#MAX_RUNAWAYS] at once.
///
/// It is a platform thread, so that it runs even if all carriers are busy.
final class LaneMonitor implements Runnable {
  private static final long TICK_NANOS = 1_000_000;
  private static final long PATIENCE_NANOS = 10_000_000;
  private static final int QUIET_TICKS = 20;

  /// As many as there can be carriers: while one waits in the operating system, the JDK replaces
  /// it.
  private static final int MAX_RUNAWAYS =
      Integer.getInteger("jdk.virtualThreadScheduler.maxPoolSize", 256);

  private final Dispatcher dispatcher;
  private final Thread thread;
  private final java.util.ArrayList<Worker> runaways = new java.util.ArrayList<>();
  private volatile boolean sleeping;

  LaneMonitor(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
    this.thread = Thread.ofPlatform().daemon().name("talma-monitor").unstarted(this);
    thread.start();
  }

  /// Any thread: a lane comes into use.
  void awake() {
    if (sleeping) {
      sleeping = false;
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void run() {
    int quiet = 0;
    while (true) {
      if (quiet < QUIET_TICKS) {
        LockSupport.parkNanos(this, TICK_NANOS);
      } else {
        sleeping = true;
        if (!isAnyInUse()) { // after saying that it sleeps, so that no lane is missed
          LockSupport.park(this);
        }
        sleeping = false;
        quiet = 0;
      }
      quiet = look() ? 0 : quiet + 1;
    }
  }

  private boolean isAnyInUse() {
    for (Lane lane : dispatcher.lanes) {
      if (lane.owner.get() != null) {
        return true;
      }
    }
    return false;
  }

  private boolean look() {
    long now = System.nanoTime();
    boolean used = false;
    for (Lane lane : dispatcher.lanes) {
      Worker owner = lane.owner.get();
      if (owner == null) {
        continue;
      }
      used = true;
      if (owner != lane.seenOwner || owner.ticks() != lane.seenTicks || owner.current() == null) {
        lane.seenOwner = owner;
        lane.seenTicks = owner.ticks();
        lane.seenSince = now;
      } else {
        stuck(lane, owner, now - lane.seenSince);
      }
    }
    return used;
  }

  private void stuck(Lane lane, Worker owner, long nanos) {
    if (Dispatcher.isBlocked(owner)) {
      dispatcher.takeOver(lane, owner);
    } else if (nanos > PATIENCE_NANOS && dispatcher.hasWorkFor(lane)) {
      runaways.removeIf(worker -> worker.current() == null || worker.hasLane());
      if (runaways.size() < MAX_RUNAWAYS && dispatcher.takeOver(lane, owner)) {
        runaways.add(owner);
      }
    } else if (lane.next.get() != null) {
      // others may run what the stuck one has made ready
      HandlerCell<?> waiting = lane.next.getAndSet(null);
      if (waiting != null) {
        dispatcher.submit(waiting);
      }
    }
  }
}
