package dev.talma.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// A place in an actor's code at which a test holds it, to set up an order of events that would
/// otherwise be a matter of luck: a message that arrives while another one is being handled, a kill
/// in the middle of work, a full mailbox.
///
/// {@snippet :
/// Gate gate = system.gate("working");
/// ActorRef<String> worker = system.spawn("worker", (mailbox, ctx) -> {
///   for (var job : mailbox) {
///     gate.pass();
///     done.send(job);
///   }
/// });
/// worker.send("one");
/// gate.awaitArrival();       // the worker is in the middle of it now
/// worker.stop();             // and is asked to stop there
/// gate.open();
/// }
///
/// A gate is closed at first. Those who wait are let through in the order of their arrival.
///
/// *Threading*: every method may be called from every thread. What one did before arriving is
/// visible to the test after [#awaitArrival()], and what the test did before it let one through is
/// visible to that one.
///
/// *Defaults*: the test waits for 3 s at most, or as long as its [TestSystem] has patience. Who
/// waits at the gate gives up after ten times as long, with an [IllegalStateException], which in an
/// actor is a crash. A gate made by [TestSystem#gate(String)] opens by itself when the system
/// closes, and actors that wait at it count as being at rest for [TestSystem#settle].
public final class Gate {
  private static final int PATIENCE_FACTOR = 10;

  private final String name;
  private final Duration patience;
  private final Function<String, ExpectationError> failure;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// All below are guarded by `lock`.
  private final Deque<Visitor> visitors = new ArrayDeque<>();

  private boolean open;
  private int permits;
  private long passed;

  private static final class Visitor {
    private boolean released;
  }

  /// @param failure makes the error of the test from its text
  Gate(String name, Duration patience, Function<String, ExpectationError> failure) {
    this.name = name;
    this.patience = Waiting.check(patience);
    this.failure = failure;
  }

  /// {@return a closed gate}
  ///
  /// @param name shows up in messages
  public static Gate closed(String name) {
    return closed(name, Waiting.STANDARD);
  }

  /// {@return a closed gate}
  ///
  /// @param name shows up in messages
  /// @param patience how long the test waits at most; who waits at the gate waits ten times as long
  public static Gate closed(String name, Duration patience) {
    return new Gate(name, patience, ExpectationError::new);
  }

  // --- for the actor

  /// Waits at the gate until the test lets the caller through.
  ///
  /// @throws InterruptedException if the caller is interrupted meanwhile, as a killed actor is
  /// @throws IllegalStateException if it is not let through for so long
  public void pass() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (!open && permits == 0) {
        queueUp();
      } else if (!open) {
        permits--;
      }
      passed++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void queueUp() throws InterruptedException {
    Visitor visitor = new Visitor();
    visitors.add(visitor);
    changed.signalAll();
    Waiting waiting = Waiting.atMost(patience.multipliedBy(PATIENCE_FACTOR));
    try {
      while (!visitor.released) {
        if (waiting.isOver()) {
          visitors.remove(visitor);
          throw new IllegalStateException(
              "Nobody opened the gate \"" + name + "\" for " + waiting.limit());
        }
        changed.awaitNanos(waiting.nanosLeft());
      }
    } catch (InterruptedException e) {
      if (visitor.released) {
        letPass(1); // the leave that it had is for the next one
      } else {
        visitors.remove(visitor);
      }
      throw e;
    }
  }

  // --- for the test

  /// Waits until somebody waits at the gate.
  ///
  /// @throws ExpectationError if nobody does in time, or the caller is interrupted
  public void awaitArrival() {
    awaitArrivals(1);
  }

  /// Waits until several wait at the gate at the same time.
  ///
  /// @param count how many, at least
  /// @throws ExpectationError if there are fewer in time, or the caller is interrupted
  public void awaitArrivals(int count) {
    await(() -> visitors.size() >= count, count + " to wait at");
  }

  /// Waits until so many have gone through, since the gate was made.
  ///
  /// @param count how many, at least
  /// @throws ExpectationError if there are fewer in time, or the caller is interrupted
  public void awaitPassed(long count) {
    await(() -> passed >= count, count + " to pass");
  }

  /// Lets everybody through, those who wait and those to come.
  public void open() {
    lock.lock();
    try {
      open = true;
      permits = 0;
      letPass(visitors.size());
    } finally {
      lock.unlock();
    }
  }

  /// Closes the gate again for those to come. Leave given by [#letPass(int)] and not used is taken
  /// back.
  public void shut() {
    lock.lock();
    try {
      open = false;
      permits = 0;
    } finally {
      lock.unlock();
    }
  }

  /// Lets one through: the one who has waited longest, or if nobody waits, the next to come.
  public void letOnePass() {
    letPass(1);
  }

  /// Lets several through: those who have waited longest, then the next to come.
  ///
  /// @param count how many
  public void letPass(int count) {
    lock.lock();
    try {
      for (int i = 0; i < count; i++) {
        Visitor first = visitors.poll();
        if (first != null) {
          first.released = true;
        } else if (!open) {
          permits++;
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// {@return how many wait at the gate}
  public int waiting() {
    lock.lock();
    try {
      return visitors.size();
    } finally {
      lock.unlock();
    }
  }

  /// {@return how many have gone through}
  public long passed() {
    lock.lock();
    try {
      return passed;
    } finally {
      lock.unlock();
    }
  }

  /// {@return the name, and how many wait and have passed}
  @Override
  public String toString() {
    lock.lock();
    try {
      return "gate \"%s\" (%s, %d waiting, %d passed)"
          .formatted(name, open ? "open" : "closed", visitors.size(), passed);
    } finally {
      lock.unlock();
    }
  }

  private void await(BooleanSupplier condition, String forWhat) {
    Waiting waiting = Waiting.atMost(patience);
    lock.lock();
    try {
      while (!condition.getAsBoolean()) {
        if (waiting.isOver()) {
          throw failure.apply(
              "Waited in vain for %s the %s (for %s)".formatted(forWhat, this, waiting.soFar()));
        }
        changed.awaitNanos(waiting.nanosLeft());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExpectationError(
          "Interrupted while it waited for %s the %s".formatted(forWhat, this), e);
    } finally {
      lock.unlock();
    }
  }
}
