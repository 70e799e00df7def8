package dev.talma.testkit;

import dev.talma.Cancellable;
import dev.talma.TimeSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// A clock that stands still until the test moves it. Everything in a system that waits for time
/// goes by it: schedules, timeouts of asks and receives, back-off before a restart, stop timeouts.
///
/// {@snippet :
/// var time = new VirtualTime();
/// var system = ActorSystem.create("shop", s -> s.withTimeSource(time));
/// }
///
/// Moving the clock runs the timers that come due, in the thread that moves it, in the order of
/// their due times and for the same due time in the order of scheduling. During each, the clock
/// shows that timer's own instant. Timers that are scheduled meanwhile and come due within the same
/// move are part of it.
///
/// A timer usually only puts a message into a mailbox: the actor then handles it on its own thread,
/// which this clock knows nothing about. [TestSystem#advance] moves the clock *and* lets the actors
/// finish what they do, before, after and at each instant between; prefer it wherever an actor sets
/// timers as an answer to timers.
///
/// *Threading*: every method may be called from every thread. Moves exclude each other, and a timer
/// must not move the clock.
///
/// *Failure*: if a timer throws, the exception comes out of the move. The clock then stands at that
/// timer's instant, that timer is done, and later ones are still pending.
public final class VirtualTime implements TimeSource {
  /// Neither zero nor small, so that nobody takes a time for a duration and gets away with it.
  private static final long ORIGIN = TimeUnit.DAYS.toNanos(1);

  private static final long END = Long.MAX_VALUE / 2;
  private static final int MOST_IN_ONE_INSTANT = 1_000_000;
  private static final int MOST_ROUSED = 1_000;

  private final ReentrantLock moving = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();

  /// Guarded by `lock`, as is `sequence`. Those that are due first come first.
  private final TreeSet<Timer> timers =
      new TreeSet<>(Comparator.comparingLong(Timer::due).thenComparingLong(Timer::sequence));

  private long sequence;

  /// Written by who holds `moving` and `lock`.
  private volatile long elapsed;

  /// Threads that have set a timer which has run, and perhaps have not come to rest since. Guarded
  /// by `lock`.
  private final Set<Thread> roused = new HashSet<>();

  private record Timer(long due, long sequence, Runnable task, Thread setBy) {}

  /// Makes a clock that has not moved yet.
  public VirtualTime() {}

  @Override
  public long nanoTime() {
    return ORIGIN + elapsed;
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable task) {
    Objects.requireNonNull(task, "task");
    lock.lock();
    try {
      Timer timer = new Timer(after(elapsed, delay), sequence++, task, Thread.currentThread());
      timers.add(timer);
      added.signalAll();
      return () -> cancel(timer);
    } finally {
      lock.unlock();
    }
  }

  /// {@return how far the clock has been moved in all}
  public Duration elapsed() {
    return Duration.ofNanos(elapsed);
  }

  /// {@return how many timers are set, and neither run nor called off}
  public int pending() {
    lock.lock();
    try {
      return timers.size();
    } finally {
      lock.unlock();
    }
  }

  /// {@return how far the next timer is away; zero if one is due now, empty if none is set}
  public Optional<Duration> untilNext() {
    lock.lock();
    try {
      return timers.isEmpty()
          ? Optional.empty()
          : Optional.of(Duration.ofNanos(timers.first().due - elapsed));
    } finally {
      lock.unlock();
    }
  }

  /// Moves the clock, and runs what comes due on the way. Moving it by nothing runs what is due
  /// now.
  ///
  /// @param by how far
  /// @throws IllegalArgumentException if that is negative
  /// @throws IllegalStateException if a timer calls this, or if timers set each other for the same
  ///   instant without end
  public void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("Time does not run backwards, not even by " + by);
    }
    move(() -> after(elapsed, by));
  }

  /// Moves the clock to the next instant at which a timer is due, and runs all that are due then.
  ///
  /// @return how far that was, or empty if no timer is set
  /// @throws IllegalStateException as for [#advance(Duration)]
  public Optional<Duration> advanceToNext() {
    long before = enter();
    try {
      Optional<Duration> distance = untilNext();
      distance.ifPresent(by -> runUntil(after(before, by)));
      return distance;
    } finally {
      moving.unlock();
    }
  }

  /// Waits, in real time, until timers are set: for when an actor's thread is about to wait for
  /// time, and the clock shall not move before it does.
  ///
  /// {@snippet :
  /// var answer = shop.askAsync(new Buy(), Duration.ofSeconds(5));
  /// time.awaitTimers(1);              // the timeout of the ask
  /// time.advance(Duration.ofSeconds(5));
  /// }
  ///
  /// @param atLeast how many have to be pending
  /// @throws ExpectationError if there are fewer for 3 s
  public void awaitTimers(int atLeast) {
    Waiting waiting = Waiting.atMost(Waiting.STANDARD);
    lock.lock();
    try {
      while (timers.size() < atLeast) {
        if (waiting.isOver()) {
          throw new ExpectationError(
              "Waited in vain until %d timers are set: there are %d (waited for %s)"
                  .formatted(atLeast, timers.size(), waiting.soFar()));
        }
        added.awaitNanos(waiting.nanosLeft());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExpectationError("Interrupted while it waited until timers are set", e);
    } finally {
      lock.unlock();
    }
  }

  /// {@return how far the clock has been moved, and how many timers are set}
  @Override
  public String toString() {
    return "virtual time +" + Waiting.text(elapsed()) + ", " + pending() + " timers set";
  }

  /// Moves the clock to an instant, unless it is there already, and runs what is due.
  ///
  /// @return how many timers have run
  long advanceTo(Duration instant) {
    return move(() -> Math.max(elapsed, instant.toNanos()));
  }

  /// {@return whether a thread that waits for time is being woken, or is to be woken next and does
  /// not sleep yet}
  ///
  /// A timer may do no more than wake the thread that has set it, as that of a receive with a
  /// timeout does. Until that thread runs, nobody else can see that it has something to do. Its own
  /// state tells, provided that it slept before: one that is woken while it falls asleep shows for
  /// a moment that it sleeps. (Only virtual threads are watched: actors run on those.)
  boolean isStirring() {
    lock.lock();
    try {
      roused.removeIf(VirtualTime::isAtRest);
      return !roused.isEmpty()
          || timers.stream().takeWhile(this::isNext).anyMatch(timer -> !isAtRest(timer.setBy));
    } finally {
      lock.unlock();
    }
  }

  private boolean isNext(Timer timer) {
    return timer.due == timers.first().due;
  }

  private void rouse(Thread thread) {
    if (roused.size() >= MOST_ROUSED) { // nobody asks
      roused.removeIf(VirtualTime::isAtRest);
    }
    roused.add(thread);
  }

  private static boolean isAtRest(Thread thread) {
    if (!thread.isVirtual() || thread.equals(Thread.currentThread())) {
      return true;
    }
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING, BLOCKED, TERMINATED -> true;
      case NEW, RUNNABLE -> false;
    };
  }

  private long move(LongSupplier target) {
    enter();
    try {
      return runUntil(target.getAsLong());
    } finally {
      moving.unlock();
    }
  }

  private long enter() {
    if (moving.isHeldByCurrentThread()) {
      throw new IllegalStateException("A timer must not move the clock that runs it");
    }
    moving.lock();
    return elapsed;
  }

  private long runUntil(long target) {
    long ran = 0;
    long inThisInstant = 0;
    while (true) {
      long before = elapsed;
      Optional<Timer> due = nextUntil(target);
      if (due.isEmpty()) {
        return ran;
      }
      inThisInstant = elapsed == before ? inThisInstant + 1 : 1;
      if (inThisInstant > MOST_IN_ONE_INSTANT) {
        throw new IllegalStateException(
            "Over a million timers ran at one instant ("
                + Waiting.text(elapsed())
                + " after the start): they seem to set each other without a delay");
      }
      due.get().task.run();
      ran++;
    }
  }

  /// Takes the next timer until the target and sets the clock to its instant; to the target, if
  /// there is none.
  private Optional<Timer> nextUntil(long target) {
    lock.lock();
    try {
      if (timers.isEmpty() || timers.first().due > target) {
        elapsed = target;
        return Optional.empty();
      }
      Timer timer = timers.removeFirst();
      elapsed = timer.due;
      rouse(timer.setBy);
      return Optional.of(timer);
    } finally {
      lock.unlock();
    }
  }

  private void cancel(Timer timer) {
    lock.lock();
    try {
      timers.remove(timer);
    } finally {
      lock.unlock();
    }
  }

  /// {@return the instant after a delay; far delays all end at the end of time}
  private static long after(long instant, Duration delay) {
    if (delay.isNegative()) {
      return instant;
    }
    long nanos = delay.compareTo(Duration.ofNanos(END)) >= 0 ? END : delay.toNanos();
    return Math.min(END, instant + nanos);
  }
}
