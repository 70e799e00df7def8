package dev.talma.internal;

import dev.talma.ExitReason;
import dev.talma.NameTakenException;
import dev.talma.SystemClosedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The children of one actor: a list in the order of their places and, for those of the same place,
/// of their start, which runs through the children themselves; and a map of those that were given a
/// name.
final class Children {
  private final TreeNode<?> owner;
  private final Map<String, Cell<?>> named = new HashMap<>(4);
  private @Nullable Cell<?> first;
  private @Nullable Cell<?> last;
  private boolean closed;
  private @Nullable Regroup regroup;

  Children(TreeNode<?> owner) {
    this.owner = owner;
  }

  synchronized void add(Cell<?> child) {
    if (closed) {
      throw new SystemClosedException(
          owner + " is stopping or has ended, and starts no children; nothing was started");
    }
    if (child.givenName != null) {
      Cell<?> holder = named.putIfAbsent(child.givenName, child);
      if (holder != null) {
        throw new NameTakenException(
            "The name \""
                + child.givenName
                + "\" is taken by the living actor "
                + holder
                + "; nothing was started. Choose another name, or none; to share one actor by its name,"
                + " get it with ActorSystem.actor(type, name) everywhere");
      }
    }
    Cell<?> predecessor = last;
    while (predecessor != null && predecessor.blueprint.place() > child.blueprint.place()) {
      predecessor = predecessor.before;
    }
    insertAfter(predecessor, child);
  }

  /// @param predecessor null for the beginning
  private void insertAfter(@Nullable Cell<?> predecessor, Cell<?> child) {
    Cell<?> successor = predecessor == null ? first : predecessor.after;
    child.before = predecessor;
    child.after = successor;
    if (predecessor == null) {
      first = child;
    } else {
      predecessor.after = child;
    }
    if (successor == null) {
      last = child;
    } else {
      successor.before = child;
    }
  }

  synchronized void freeName(Cell<?> child) {
    if (child.givenName != null) {
      named.remove(child.givenName, child);
    }
  }

  synchronized void remove(Cell<?> child) {
    freeName(child);
    if (child.before == null) {
      if (first != child) {
        return; // was removed before
      }
      first = child.after;
    } else {
      child.before.after = child.after;
    }
    if (child.after == null) {
      last = child.before;
    } else {
      child.after.before = child.before;
    }
    child.before = null;
    child.after = null;
  }

  synchronized @Nullable Cell<?> byName(String name) {
    return named.get(name);
  }

  /// {@return the children in their order}
  synchronized List<Cell<?>> list() {
    List<Cell<?>> list = new ArrayList<>();
    for (Cell<?> child = first; child != null; child = child.after) {
      list.add(child);
    }
    return list;
  }

  private synchronized @Nullable Cell<?> last() {
    return last;
  }

  synchronized void close() {
    closed = true;
  }

  synchronized void reopen() {
    closed = false;
  }

  synchronized boolean isEmpty() {
    return first == null;
  }

  /// Takes no more children and stops those that are there: one after the other, the last started
  /// first, or all together if the owner says so.
  ///
  /// @param done runs when all are gone, on the thread that ended the last one
  void stopAll(Runnable done) {
    close();
    if (owner.isKilled()) { // and has come here before the kill has come to its children
      list().forEach(Cell::killHere);
    }
    if (owner.blueprint.together()) {
      StopTogether.begin(owner.system, ExitReason.shutdown(), list(), done);
    } else {
      new StopChain(owner.system, ExitReason.shutdown(), this::last, done).step();
    }
  }

  /// {@return the common restart of siblings that a child which has crashed takes part in}
  synchronized Regroup regroup(Cell<?> crashed) {
    if (regroup == null || !regroup.includes(crashed)) {
      List<Cell<?>> members = new ArrayList<>();
      for (Cell<?> child = first; child != null; child = child.after) {
        if (child == crashed || child.restartsWithSiblings()) {
          members.add(child);
        }
      }
      regroup = new Regroup(owner.system, members);
    }
    return regroup;
  }
}
