package dev.talma.internal;

import dev.talma.Restart;
import dev.talma.Supervision;
import dev.talma.SystemEvent;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An actor as a place in the tree of its system: who it is, who owns it, and what it owns.
abstract sealed class TreeNode<M> extends Addressee<M> permits Cell {
  private static final VarHandle CHILDREN;
  private static final int NAMES_IN_TEXT = 32;

  static {
    try {
      CHILDREN = MethodHandles.lookup().findVarHandle(TreeNode.class, "children", Children.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final @Nullable Cell<?> owner;
  final @Nullable String givenName;
  final long id;
  final Blueprint<?> blueprint;

  /// The neighbours among the children of the owner; guarded by those.
  @Nullable Cell<?> before;

  @Nullable Cell<?> after;

  private volatile @Nullable Children children;

  TreeNode(
      LocalSystem system,
      @Nullable Cell<?> owner,
      @Nullable String givenName,
      Blueprint<?> blueprint) {
    super(system);
    this.owner = owner;
    this.givenName = givenName;
    this.id = system.nextId();
    this.blueprint = blueprint;
  }

  abstract boolean isKilled();

  // --- what it owns

  final Children children() {
    Children there = children;
    if (there != null) {
      return there;
    }
    Children made = new Children(this);
    return CHILDREN.compareAndSet(this, null, made) ? made : Objects.requireNonNull(children);
  }

  final boolean hasChildren() {
    Children there = children;
    return there != null && !there.isEmpty();
  }

  final void closeChildren() {
    Children there = children;
    if (there != null) {
      there.close();
    }
  }

  final void reopenToChildren() {
    Children there = children;
    if (there != null) {
      there.reopen();
    }
  }

  final List<Cell<?>> childList() {
    Children there = children;
    return there == null ? List.of() : there.list();
  }

  // --- who it is

  /// Whether it owns others and does nothing else.
  abstract boolean isScope();

  final Supervision supervision() {
    return blueprint.supervision();
  }

  /// How long its owner waits for it to stop.
  final Duration stopTimeout() {
    return blueprint.stopTimeout().orElse(system.settings().stopTimeout());
  }

  final boolean restartsWithSiblings() {
    return supervision() instanceof Restart restart
        && restart.strategy() == Restart.Strategy.ALL_FOR_ONE;
  }

  @Override
  public final String name() {
    return givenName == null ? "$" + Long.toString(id, Character.MAX_RADIX) : givenName;
  }

  @Override
  public final String path() {
    return path(Integer.MAX_VALUE);
  }

  private String path(int names) {
    var innermost = new ArrayDeque<String>();
    TreeNode<?> cell = this;
    while (cell != null && !system.isGuardian(cell) && innermost.size() < names) {
      innermost.push(cell.name());
      cell = cell.owner;
    }
    boolean all = cell == null || system.isGuardian(cell);
    return (all ? "/" : "/…/") + String.join("/", innermost);
  }

  /// For logs and messages: never longer than some names, however deep in the tree the actor is.
  @Override
  public final String toString() {
    return system.name() + ":" + path(NAMES_IN_TEXT);
  }

  final void publish(SystemEvent event) {
    if (!system.isInternal(this)) {
      system.events().publish(event);
    }
  }
}
