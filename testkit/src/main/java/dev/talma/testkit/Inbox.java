package dev.talma.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// What has come and was not taken yet, in the order of coming. Actors add, the test's thread
/// takes.
final class Inbox<T> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();

  /// Guarded by `lock`.
  private final ArrayDeque<T> items = new ArrayDeque<>();

  void add(T item) {
    lock.lock();
    try {
      items.add(item);
      added.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// {@return the first item, which is taken out; empty when the wait is over}
  Optional<T> take(Waiting waiting) throws InterruptedException {
    return take(item -> true, waiting);
  }

  /// {@return the first item that fits, which is taken out; empty when the wait is over} It looks
  /// at least once, even if the wait was over before.
  Optional<T> take(Predicate<? super T> fits, Waiting waiting) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        Optional<T> item = takeNow(fits);
        if (item.isPresent() || waiting.isOver()) {
          return item;
        }
        added.awaitNanos(waiting.nanosLeft());
      }
    } finally {
      lock.unlock();
    }
  }

  private Optional<T> takeNow(Predicate<? super T> fits) {
    for (Iterator<T> each = items.iterator(); each.hasNext(); ) {
      T item = each.next();
      if (fits.test(item)) {
        each.remove();
        return Optional.of(item);
      }
    }
    return Optional.empty();
  }

  /// {@return the items, which stay}
  List<T> items() {
    lock.lock();
    try {
      return List.copyOf(items);
    } finally {
      lock.unlock();
    }
  }

  /// {@return the items, which are taken out}
  List<T> drain() {
    lock.lock();
    try {
      List<T> all = new ArrayList<>(items);
      items.clear();
      return all;
    } finally {
      lock.unlock();
    }
  }
}
