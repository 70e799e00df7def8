package dev.talma.otp;

import dev.talma.Actor;
import dev.talma.ActorOwner;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.Cancellable;
import dev.talma.Restart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A table of actors by key: the module `Registry` of Elixir. There are two kinds: in a
/// [UniqueRegistry] a key is the name of one member, in a [DuplicateRegistry] that of a group.
///
/// {@snippet :
/// UniqueRegistry<String, Cart> carts = Registry.unique(system, "carts");
/// ActorRef<Cart> cart = system.spawn(cart());
/// carts.register("anna", cart);
/// Optional<ActorRef<Cart>> found = carts.lookup("anna");
/// }
///
/// Whoever has ended is not found: as soon as anybody can know of the end of a member, by a notice,
/// an exit, an ask that failed or `awaitTermination`, no method shows it any more, and its keys can
/// be registered again. What is left of it is removed soon after that.
///
/// *Threading*: every method may be called from every thread. Reading takes neither a message nor a
/// lock; writing takes a lock for a moment, and no message.
///
/// *The registry's own life*: behind it is an actor, which watches the members. If that crashes, it
/// is restarted and nothing is lost. When it ends, nothing is found any more and nothing can be
/// registered; the members go on. A registry that a supervisor starts again begins empty; members
/// that want to be in it again monitor [#ref()].
///
/// @param <K> the type of the keys; with `equals` and `hashCode`, as for a map
/// @param <M> what can be sent to members; an actor that understands more can be one too
public abstract sealed class Registry<K, M> permits UniqueRegistry, DuplicateRegistry {
  private static final Restart SUPERVISION = Restart.upTo(3).within(Duration.ofSeconds(5));

  final String name;
  final ReentrantLock lock = new ReentrantLock();

  /// Guarded by the lock.
  private final List<ActorRef<? super RegistryEvent<K, M>>> listeners = new ArrayList<>();

  private volatile @Nullable RegistryTable<K, M> table;
  private volatile @Nullable ActorSystem system;

  Registry(String name) {
    this.name = Objects.requireNonNull(name, "name");
  }

  // --- starting

  /// Starts a registry of names.
  ///
  /// @param owner who owns it: a system, a context or a scope
  /// @param name its name among the owner's actors
  /// @param <K> the type of the keys
  /// @param <M> what can be sent to members
  /// @return the registry
  public static <K, M> UniqueRegistry<K, M> unique(ActorOwner owner, String name) {
    UniqueRegistry<K, M> registry = new UniqueRegistry<>(name);
    launch(registry, owner);
    return registry;
  }

  /// {@return a registry of names that does not run yet} For a supervisor, which starts its
  /// [#actor()].
  ///
  /// @param name shows up in errors
  /// @param <K> the type of the keys
  /// @param <M> what can be sent to members
  public static <K, M> UniqueRegistry<K, M> unique(String name) {
    return new UniqueRegistry<>(name);
  }

  /// Starts a registry of groups.
  ///
  /// @param owner who owns it
  /// @param name its name among the owner's actors
  /// @param <K> the type of the keys
  /// @param <M> what can be sent to members
  /// @return the registry
  public static <K, M> DuplicateRegistry<K, M> duplicate(ActorOwner owner, String name) {
    DuplicateRegistry<K, M> registry = new DuplicateRegistry<>(name);
    launch(registry, owner);
    return registry;
  }

  /// {@return a registry of groups that does not run yet} For a supervisor, which starts its
  /// [#actor()].
  ///
  /// @param name shows up in errors
  /// @param <K> the type of the keys
  /// @param <M> what can be sent to members
  public static <K, M> DuplicateRegistry<K, M> duplicate(String name) {
    return new DuplicateRegistry<>(name);
  }

  /// {@return the actor that this registry runs with} One at a time: a second one fails to start
  /// while the first one lives. Each new one begins with an empty table; one that is restarted by
  /// `supervised` keeps it.
  public Actor<?> actor() {
    return GenServer.actor(() -> new RegistryServer<>(this));
  }

  /// {@return this registry as the child of a supervisor} That waits until it runs before it starts
  /// the next child, which may register then. To be declared before those that use it.
  ///
  /// @param id the id of the child
  public ChildSpec<?> childSpec(String id) {
    return ChildSpec.server(id, () -> new RegistryServer<>(this));
  }

  private static <K, M> void launch(Registry<K, M> registry, ActorOwner owner) {
    String name = registry.name;
    ActorRef<RegistryMessage> _ =
        Start.orThrow(
            name,
            Start.start(
                () -> new RegistryServer<>(registry),
                actor -> owner.spawn(name, actor.supervised(SUPERVISION))));
  }

  /// The actor begins a run. {@return whom it has to watch}
  final Collection<ActorRef<?>> begin(ActorRef<RegistryMessage> server, ActorSystem home) {
    lock.lock();
    try {
      RegistryTable<K, M> former = table;
      if (former != null && former.server.equals(server)) {
        return former.members();
      }
      if (former != null && !former.server.isEnding()) {
        throw new IllegalStateException(this + " runs already, as " + former.server);
      }
      system = home;
      table = new RegistryTable<>(server);
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  // --- registering

  /// Ends a registration.
  ///
  /// @param key the key
  /// @param member who has it
  /// @return whether there was one
  public final boolean unregister(K key, ActorRef<? super M> member) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(member, "member");
    lock.lock();
    try {
      RegistryTable<K, M> there = running();
      var entry = there == null ? null : there.find(key, member);
      if (there == null || entry == null) {
        return false;
      }
      drop(there, entry);
      there.server.send(new RegistryMessage.Forget(member));
      return entry.counts();
    } finally {
      lock.unlock();
    }
  }

  /// Ends all registrations of a member.
  ///
  /// @param member who has them
  public final void unregister(ActorRef<? super M> member) {
    for (K key : keys(member)) {
      boolean _ = unregister(key, member);
    }
  }

  /// Changes the value that is kept with a registration, at once as others see it.
  ///
  /// @param key the key
  /// @param member who has it
  /// @param type the type of the value
  /// @param change makes the new value of the old one; runs while others wait to register, so it
  ///   has to be short
  /// @param <V> the type of the value
  /// @return the new value
  /// @throws NotRegisteredException if there is no such registration with a value
  /// @throws ClassCastException if the value is of another type
  public final <V> V updateValue(
      K key, ActorRef<? super M> member, Class<V> type, UnaryOperator<V> change) {
    Objects.requireNonNull(change, "change");
    lock.lock();
    try {
      RegistryTable<K, M> there = running();
      var entry = there == null ? null : there.find(key, member);
      Object old = entry == null || !entry.counts() ? null : entry.value;
      if (entry == null || old == null) {
        throw new NotRegisteredException(
            member + " has no value under " + key + " in " + this + "; nothing was changed");
      }
      V next = Objects.requireNonNull(change.apply(type.cast(old)), "the new value");
      entry.value = next;
      return next;
    } finally {
      lock.unlock();
    }
  }

  /// Under the lock.
  final void add(
      RegistryTable<K, M> to, K key, ActorRef<? super M> member, @Nullable Object value) {
    @SuppressWarnings("unchecked") // it takes all that an ActorRef<M> takes
    ActorRef<M> asMember = (ActorRef<M>) member;
    to.add(key, asMember, value);
    to.server.send(new RegistryMessage.Watch(member)); // if it is dead, the answer comes at once
    tell(to, new RegistryEvent.Registered<>(key, asMember, Optional.ofNullable(value)));
  }

  /// Refuses the registration of one that has ended, also if that was while it was registered.
  final void requireLiving(RegistryTable<K, M> in, ActorRef<?> member) {
    if (member.isEnding()) {
      clear(in, member);
      throw new NotRegisteredException(member + " has ended, and was not registered in " + this);
    }
    if (in.server.isEnding()) {
      throw new NotRegisteredException(notRunning() + "; " + member + " was not registered");
    }
  }

  /// Under the lock: forgets what the dead have left under a key, so that it can be taken.
  final void sweep(RegistryTable<K, M> in, K key) {
    in.leftAt(key).forEach(entry -> drop(in, entry));
  }

  final void drop(RegistryTable<K, M> from, RegistryTable.Entry<K, M> entry) {
    from.remove(entry);
    tell(from, new RegistryEvent.Unregistered<>(entry.key, entry.member));
  }

  /// Its actor heard that a member has ended.
  final void clear(ActorRef<?> member) {
    RegistryTable<K, M> there = table;
    if (there != null) {
      clear(there, member);
    }
  }

  private void clear(RegistryTable<K, M> in, ActorRef<?> member) {
    lock.lock();
    try {
      for (K key : in.keysOf(member)) {
        var entry = in.find(key, member);
        if (entry != null) {
          drop(in, entry);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  final boolean knows(ActorRef<?> member) {
    lock.lock();
    try {
      RegistryTable<K, M> there = table;
      return there != null && !there.keysOf(member).isEmpty();
    } finally {
      lock.unlock();
    }
  }

  // --- reading

  /// {@return what is kept with a registration; empty if there is none, or nothing is kept}
  ///
  /// @param key the key
  /// @param member who has it
  /// @param type the type of the value
  /// @param <V> the type of the value
  /// @throws ClassCastException if the value is of another type
  public final <V> Optional<V> value(K key, ActorRef<? super M> member, Class<V> type) {
    return at(key)
        .filter(entry -> entry.member.equals(member))
        .findFirst()
        .map(entry -> entry.value)
        .map(type::cast);
  }

  /// {@return the keys of a member, in the order of registration; empty if it has ended}
  ///
  /// @param member whose
  public final List<K> keys(ActorRef<? super M> member) {
    Objects.requireNonNull(member, "member");
    lock.lock();
    try {
      RegistryTable<K, M> there = running();
      return there == null || member.isEnding() ? List.of() : there.keysOf(member);
    } finally {
      lock.unlock();
    }
  }

  /// {@return all keys that somebody has, in no order}
  public final Set<K> registered() {
    return all().map(entry -> entry.key).collect(Collectors.toUnmodifiableSet());
  }

  /// {@return all registrations, in no order} While others register, it may show some of that.
  public final List<Registration<K, M>> entries() {
    return all().map(Registry::shown).toList();
  }

  /// {@return how many registrations there are} Costs a walk.
  public final int count() {
    return (int) all().count();
  }

  /// {@return how many members have a key}
  ///
  /// @param key the key
  public final int count(K key) {
    return (int) at(key).count();
  }

  final Stream<RegistryTable.Entry<K, M>> at(K key) {
    RegistryTable<K, M> there = running();
    return there == null ? Stream.empty() : there.at(key);
  }

  private Stream<RegistryTable.Entry<K, M>> all() {
    RegistryTable<K, M> there = running();
    return there == null ? Stream.empty() : there.all();
  }

  static <K, M> Registration<K, M> shown(RegistryTable.Entry<K, M> entry) {
    return new Registration<>(entry.key, entry.member, Optional.ofNullable(entry.value));
  }

  // --- events

  /// Tells an actor of each registration and of each end of one, from now on and in their order,
  /// until it ends or this is called off. The end of a registration whose member has died is told
  /// soon after that. The subscription outlives the registry's own actor; its end is no event.
  ///
  /// @param listener who is told; if its mailbox is full and rejects, it misses events
  /// @return to end it
  public final Cancellable listen(ActorRef<? super RegistryEvent<K, M>> listener) {
    Objects.requireNonNull(listener, "listener");
    lock.lock();
    try {
      listeners.add(listener);
    } finally {
      lock.unlock();
    }
    return () -> {
      lock.lock();
      try {
        listeners.remove(listener);
      } finally {
        lock.unlock();
      }
    };
  }

  /// Under the lock. The actor passes it on, so that nobody waits here for a mailbox with no room.
  private void tell(RegistryTable<K, M> in, RegistryEvent<K, M> event) {
    listeners.removeIf(ActorRef::isEnding);
    if (!listeners.isEmpty()) {
      in.server.send(new RegistryMessage.Tell<>(event, List.copyOf(listeners)));
    }
  }

  // --- its own life

  /// {@return the actor behind it} To monitor it, or to look into it with [Sys].
  ///
  /// @throws IllegalStateException if it was never started
  public final ActorRef<?> ref() {
    RegistryTable<K, M> there = table;
    if (there == null) {
      throw new IllegalStateException(notRunning());
    }
    return there.server;
  }

  /// Ends it, and waits for that. The members go on.
  public final void stop() {
    GenServer.stop(ref());
  }

  final ActorSystem system() {
    ActorSystem there = system;
    if (there == null) {
      throw new IllegalStateException(notRunning());
    }
    return there;
  }

  /// The table, if there is an actor that sees to it.
  final @Nullable RegistryTable<K, M> running() {
    RegistryTable<K, M> there = table;
    return there == null || there.server.isEnding() ? null : there;
  }

  final RegistryTable<K, M> requireRunning(ActorRef<?> member) {
    RegistryTable<K, M> there = running();
    if (there == null) {
      throw new NotRegisteredException(notRunning() + "; " + member + " was not registered");
    }
    return there;
  }

  final String notRunning() {
    return this + " does not run";
  }

  /// For tests: whether nothing is left, not even of the dead.
  final boolean isBare() {
    lock.lock();
    try {
      RegistryTable<K, M> there = table;
      return there == null || there.isBare();
    } finally {
      lock.unlock();
    }
  }

  /// {@return its name}
  @Override
  public String toString() {
    return "registry " + name;
  }
}
