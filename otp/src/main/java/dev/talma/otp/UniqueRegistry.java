package dev.talma.otp;

import dev.talma.ActorRef;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A registry in which a key is the name of one living member, who may have several.
///
/// @param <K> the type of the keys
/// @param <M> what can be sent to members
/// @see Registry#unique(dev.talma.ActorOwner, String)
public final class UniqueRegistry<K, M> extends Registry<K, M> {

  UniqueRegistry(String name) {
    super(name);
  }

  /// Gives an actor a key. Of several callers at the same time one succeeds.
  ///
  /// @param key the key
  /// @param member who gets it
  /// @throws AlreadyRegisteredException if a living actor has it, also if that is the same one
  /// @throws NotRegisteredException if the member has ended, or the registry does not run
  public void register(K key, ActorRef<? super M> member) {
    register(key, member, Optional.empty());
  }

  /// As [#register(Object, ActorRef)], and keeps a value with it.
  ///
  /// @param key the key
  /// @param member who gets it
  /// @param value what to keep; best a value that does not change
  /// @throws AlreadyRegisteredException if a living actor has it, also if that is the same one
  /// @throws NotRegisteredException if the member has ended, or the registry does not run
  public void register(K key, ActorRef<? super M> member, Object value) {
    register(key, member, Optional.of(value));
  }

  private void register(K key, ActorRef<? super M> member, Optional<Object> value) {
    ActorRef<M> holder = enter(key, member, value.orElse(null));
    if (holder != null) {
      throw taken(key, holder);
    }
  }

  /// As [#register(Object, ActorRef)], for a key that may be taken.
  ///
  /// @param key the key
  /// @param member who gets it
  /// @return who has it, if somebody does; empty if the member has it now
  /// @throws AlreadyRegisteredException if the key's holder is just being started
  /// @throws NotRegisteredException if the member has ended, or the registry does not run
  public Optional<ActorRef<M>> tryRegister(K key, ActorRef<? super M> member) {
    return Optional.ofNullable(enter(key, member, null));
  }

  /// {@return who has the key already, or null}
  private @Nullable ActorRef<M> enter(K key, ActorRef<? super M> member, @Nullable Object value) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(member, "member");
    RegistryTable<K, M> there;
    lock.lock();
    try {
      there = requireRunning(member);
      ActorRef<M> holder = holder(there, key);
      if (holder != null) {
        return holder;
      }
      add(there, key, member, value);
    } finally {
      lock.unlock();
    }
    requireLiving(there, member);
    return null;
  }

  /// Under the lock.
  private @Nullable ActorRef<M> holder(RegistryTable<K, M> in, K key) {
    if (in.reserved.contains(key)) {
      throw new AlreadyRegisteredException(
          key + " is taken in " + this + " by one that is just being started", null);
    }
    sweep(in, key);
    return in.at(key).findFirst().map(entry -> entry.member).orElse(null);
  }

  private AlreadyRegisteredException taken(K key, ActorRef<?> holder) {
    return new AlreadyRegisteredException(key + " is taken in " + this + " by " + holder, holder);
  }

  /// Starts an actor under a key: takes the key first, so that of several callers at the same time
  /// one starts something, and gives it back if the start fails.
  ///
  /// {@snippet :
  /// ActorRef<Cart> berta = carts.start("berta", () -> system.spawn(cart()));
  /// }
  ///
  /// @param key the key; nobody finds the actor under it before the start is through
  /// @param start starts the actor; what it throws comes here
  /// @param <A> the type of the reference
  /// @return what it gave
  /// @throws AlreadyRegisteredException if the key is taken; nothing was started
  /// @throws NotRegisteredException if the registry does not run; if it ended meanwhile, or the
  ///   actor did, what was started is killed
  public <A extends ActorRef<? super M>> A start(K key, Supplier<? extends A> start) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(start, "start");
    RegistryTable<K, M> there = reserve(key);
    A started = null;
    try {
      started = Objects.requireNonNull(start.get(), "what was started");
    } finally {
      lock.lock();
      try {
        there.reserved.remove(key);
        if (started != null) {
          add(there, key, started, null);
        }
      } finally {
        lock.unlock();
      }
    }
    try {
      requireLiving(there, started);
    } catch (NotRegisteredException notFound) {
      started.kill();
      throw notFound;
    }
    return started;
  }

  private RegistryTable<K, M> reserve(K key) {
    lock.lock();
    try {
      RegistryTable<K, M> there = running();
      if (there == null) {
        throw new NotRegisteredException(notRunning() + "; nothing was started for " + key);
      }
      ActorRef<M> holder = holder(there, key);
      if (holder != null) {
        throw taken(key, holder);
      }
      there.reserved.add(key);
      return there;
    } finally {
      lock.unlock();
    }
  }

  /// {@return who has a key}
  ///
  /// @param key the key
  public Optional<ActorRef<M>> lookup(K key) {
    return at(key).findFirst().map(entry -> entry.member);
  }

  /// {@return what is kept with a key; empty if nobody has it, or nothing is kept}
  ///
  /// @param key the key
  /// @param type the type of the value
  /// @param <V> the type of the value
  /// @throws ClassCastException if the value is of another type
  public <V> Optional<V> value(K key, Class<V> type) {
    return at(key).findFirst().map(entry -> entry.value).map(type::cast);
  }

  /// {@return a reference to whoever has the key at the moment of use} It follows the key from one
  /// holder to the next, so that nobody need look up again. While nobody has it, it is a reference
  /// to an actor that has ended; see [dev.talma.ActorSystem#via(String, Supplier)].
  ///
  /// @param key the key
  /// @throws IllegalStateException if the registry was never started
  public ActorRef<M> via(K key) {
    Objects.requireNonNull(key, "key");
    return system().via(name + "/" + key, () -> lookup(key));
  }
}
