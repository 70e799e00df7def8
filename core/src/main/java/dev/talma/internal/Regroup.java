package dev.talma.internal;

import dev.talma.Cancellable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One common restart of siblings, all for one: the others are called back one after the other, the
/// last started first; when all have come, and the back-off of those that crashed is over, all run
/// again, in the order of their start.
///
/// A sibling that crashes meanwhile, or ends, counts as come. One that does not come in time is not
/// waited for any longer; it restarts when it comes.
final class Regroup {
  private final LocalSystem system;
  private final List<Cell<?>> members;
  private final Set<Cell<?>> awaited;
  private final Map<Cell<?>, Pause> waiting = new HashMap<>();
  private Duration delay = Duration.ZERO;
  private final Map<Cell<?>, Runnable> callbacks = new HashMap<>();
  private boolean begun;
  private boolean releasing;
  private volatile boolean over;
  private @Nullable Cell<?> called;

  /// Ends the patience with the one that is called.
  private @Nullable Cancellable alarm;

  Regroup(LocalSystem system, List<Cell<?>> members) {
    this.system = system;
    this.members = List.copyOf(members);
    this.awaited = new HashSet<>(members);
  }

  synchronized boolean includes(Cell<?> cell) {
    return awaited.contains(cell);
  }

  /// Whether a member took part in the common start. A call to come that reaches it after that is
  /// out of date.
  synchronized boolean hasCome(Cell<?> member) {
    return waiting.containsKey(member);
  }

  /// A member has ended its run and waits for the common start.
  ///
  /// @param pause ends at the common start
  /// @param backoff how long to wait at least, for one that crashed
  void come(Cell<?> member, Pause pause, Duration backoff) {
    begin();
    synchronized (this) {
      if (!over) {
        waiting.put(member, pause);
        awaited.remove(member);
        delay = backoff.compareTo(delay) > 0 ? backoff : delay;
      }
    }
    if (over) {
      pause.end();
    } else {
      callNext(member);
    }
  }

  /// At the first member that comes: notices from now on if one of them ends.
  private void begin() {
    synchronized (this) {
      if (begun) {
        return;
      }
      begun = true;
      members.forEach(member -> callbacks.put(member, () -> gone(member)));
    }
    for (Cell<?> member : members) {
      if (!member.relations().onEnd(callbackOf(member))) {
        gone(member);
      }
    }
  }

  private synchronized Runnable callbackOf(Cell<?> member) {
    return Objects.requireNonNull(callbacks.get(member));
  }

  private void gone(Cell<?> member) {
    synchronized (this) {
      awaited.remove(member);
      waiting.remove(member);
    }
    callNext(member);
  }

  /// Calls the next one back, unless one is on its way that has not come.
  private void callNext(Cell<?> come) {
    Cell<?> next = null;
    Cancellable former;
    synchronized (this) {
      if (over || releasing || (called != null && called != come)) {
        return;
      }
      for (int i = members.size() - 1; i >= 0 && next == null; i--) {
        next = awaited.contains(members.get(i)) ? members.get(i) : null;
      }
      called = next;
      releasing = next == null;
      former = alarm;
      alarm = null;
    }
    if (former != null) {
      former.cancel();
    }
    if (next == null) {
      system.time().schedule(delay, this::release);
    } else {
      limitPatience(next);
      next.callBack(this);
    }
  }

  private void limitPatience(Cell<?> member) {
    Duration own = member.stopTimeout(); // zero is about a kill, and this is none
    Duration patience = own.isZero() ? system.settings().stopTimeout() : own;
    Cancellable set = system.time().schedule(patience, () -> tooLate(member, patience));
    synchronized (this) {
      if (called == member && awaited.contains(member)) {
        alarm = set;
        return;
      }
    }
    set.cancel(); // it came in the meantime
  }

  private void tooLate(Cell<?> member, Duration patience) {
    synchronized (this) {
      if (!awaited.remove(member)) {
        return;
      }
    }
    Log.notWaitedFor(member, patience);
    callNext(member);
  }

  private void release() {
    List<Pause> pauses = new ArrayList<>();
    synchronized (this) {
      over = true;
      for (Cell<?> member : members) {
        Pause pause = waiting.get(member);
        if (pause != null) {
          pauses.add(pause);
        }
      }
    }
    members.forEach(member -> member.relations().offEnd(callbackOf(member)));
    pauses.forEach(Pause::end);
  }
}
