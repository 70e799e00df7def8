package dev.talma;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/// A place where an actor puts messages that it cannot handle yet, to get them again later. Each
/// one keeps its sender and its pending reply: whoever asked goes on waiting, for as long as it
/// granted.
///
/// {@snippet :
/// static Actor<Store> store() {
///   return (mailbox, ctx) -> {
///     Stash<Store> early = Stash.of(ctx, 1_000);
///     Optional<Table> table = Optional.empty();
///     for (var msg : mailbox) {
///       switch (msg) {
///         case Loaded(Table loaded) -> {
///           table = Optional.of(loaded);
///           early.unstashAll(); // they come next, in their order
///         }
///         case Get get -> {
///           if (table.isEmpty()) {
///             early.stash();
///           } else {
///             ctx.reply(get, table.get().row(get.key()));
///           }
///         }
///       }
///     }
///   };
/// }
/// }
///
/// Where a few lines wait for one particular message,
/// [Mailbox#receive(java.util.function.Function)] is simpler: it leaves the others where they are.
/// A stash suits a state that lasts, and the event-driven style.
///
/// *Threading*: only the actor whose context it was made of.
///
/// *Failure*: when the actor restarts, what is stashed goes back into its mailbox, in order and
/// before all that waits; when it ends, it becomes dead letters. So a stash belongs inside of the
/// actor's function, or into a field of its handler, as other state does.
///
/// @param <M> the type of the messages
public final class Stash<M> {
  private final Context<M> ctx;
  private final int capacity;
  private final Deque<Held<M>> stashed = new ArrayDeque<>();

  private Stash(Context<M> ctx, int capacity) {
    this.ctx = ctx;
    this.capacity = capacity;
  }

  /// {@return an empty stash}
  ///
  /// @param ctx the context of the actor that stashes
  /// @param capacity how many messages it holds at most, at least 1. There is no stash without a
  ///   limit: an actor that waits for something which never comes would fill the memory
  /// @param <M> the type of the messages
  /// @throws IllegalArgumentException if the capacity is below 1
  public static <M> Stash<M> of(Context<M> ctx, int capacity) {
    Objects.requireNonNull(ctx, "ctx");
    if (capacity < 1) {
      throw new IllegalArgumentException(
          "The capacity of a stash must be at least 1, but is " + capacity);
    }
    return new Stash<>(ctx, capacity);
  }

  /// Puts the message that is being handled away. It then counts as not handled yet.
  ///
  /// @throws StashFullException if there is no room; the message is still being handled
  public void stash() {
    if (isFull()) {
      throw new StashFullException(
          "The stash of "
              + ctx.self()
              + " is full, as it was made for "
              + capacity
              + "; the message was not stashed. Make room for more, or answer it now");
    }
    stashed.addLast(ctx.hold());
  }

  /// Delivers all stashed messages again, in the order in which they were stashed, before those
  /// that wait in the mailbox. They come after the message that is being handled.
  public void unstashAll() {
    unstash(stashed.size());
  }

  /// As [#unstashAll()], but only for those that were stashed first. The others stay.
  ///
  /// @param count how many; if fewer are stashed, all of them
  /// @throws IllegalArgumentException if the count is negative
  public void unstash(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("The count must not be negative, but is " + count);
    }
    Deque<Held<M>> lastFirst = new ArrayDeque<>();
    for (int left = Math.min(count, stashed.size()); left > 0; left--) {
      lastFirst.push(stashed.removeFirst());
    }
    // each one goes to the very front, so that the one for the front has to be the last
    lastFirst.forEach(Held::redeliver);
  }

  /// {@return how many messages are stashed}
  public int size() {
    return stashed.size();
  }

  /// {@return how many messages can be stashed at most}
  public int capacity() {
    return capacity;
  }

  /// {@return whether nothing is stashed}
  public boolean isEmpty() {
    return stashed.isEmpty();
  }

  /// {@return whether the next [#stash()] would fail}
  public boolean isFull() {
    return stashed.size() == capacity;
  }
}
