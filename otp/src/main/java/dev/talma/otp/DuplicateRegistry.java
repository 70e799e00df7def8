package dev.talma.otp;

import dev.talma.ActorRef;
import dev.talma.MailboxFullException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A registry in which a key is the name of a group of members. A member is in a group once, and
/// may be in several.
///
/// {@snippet :
/// news.subscribe("weather", reader);
/// int readers = news.send("weather", new News("rain"));
/// }
///
/// @param <K> the type of the keys
/// @param <M> what can be sent to members
/// @see Registry#duplicate(dev.talma.ActorOwner, String)
public final class DuplicateRegistry<K, M> extends Registry<K, M> {

  DuplicateRegistry(String name) {
    super(name);
  }

  /// Puts an actor into a group.
  ///
  /// @param key the key of the group
  /// @param member who gets into it
  /// @return whether it was not in it yet
  /// @throws NotRegisteredException if the member has ended, or the registry does not run
  public boolean register(K key, ActorRef<? super M> member) {
    return enter(key, member, null);
  }

  /// As [#register(Object, ActorRef)], and keeps a value with it. If the member is in the group
  /// already, the value is not changed.
  ///
  /// @param key the key of the group
  /// @param member who gets into it
  /// @param value what to keep; best a value that does not change
  /// @return whether it was not in it yet
  /// @throws NotRegisteredException if the member has ended, or the registry does not run
  public boolean register(K key, ActorRef<? super M> member, Object value) {
    return enter(key, member, Objects.requireNonNull(value, "value"));
  }

  /// The same as [#register(Object, ActorRef)], for those who think of a topic.
  ///
  /// @param topic the key of the group
  /// @param member who gets what is sent to it
  /// @return whether it did not so far
  /// @throws NotRegisteredException if the member has ended, or the registry does not run
  public boolean subscribe(K topic, ActorRef<? super M> member) {
    return enter(topic, member, null);
  }

  private boolean enter(K key, ActorRef<? super M> member, @Nullable Object value) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(member, "member");
    RegistryTable<K, M> there;
    lock.lock();
    try {
      there = requireRunning(member);
      if (there.find(key, member) != null) {
        requireLiving(there, member);
        return false;
      }
      add(there, key, member, value);
    } finally {
      lock.unlock();
    }
    requireLiving(there, member);
    return true;
  }

  /// {@return the members of a group, in the order in which they came; nobody if there is none}
  ///
  /// @param key the key of the group
  public List<ActorRef<M>> lookup(K key) {
    return at(key).map(entry -> entry.member).toList();
  }

  /// {@return the registrations of a group, in order}
  ///
  /// @param key the key of the group
  public List<Registration<K, M>> entries(K key) {
    return at(key).map(Registry::shown).toList();
  }

  /// Calls a function for each member of a group, in order, on the calling thread. One that throws
  /// ends it, and the exception comes here.
  ///
  /// @param key the key of the group
  /// @param action what to do with one
  /// @return for how many it was called
  public int dispatch(K key, Consumer<? super Registration<K, M>> action) {
    List<Registration<K, M>> members = entries(key);
    members.forEach(action);
    return members.size();
  }

  /// Sends a message to all members of a group, in order.
  ///
  /// @param key the key of the group
  /// @param message the message
  /// @return to how many; one whose mailbox is full and rejects is left out
  public int send(K key, M message) {
    Objects.requireNonNull(message, "message");
    int sent = 0;
    for (ActorRef<M> member : lookup(key)) {
      try {
        member.send(message);
        sent++;
      } catch (MailboxFullException full) {
        ServerLog.listenerFull(member, message.getClass().getName());
      }
    }
    return sent;
  }

  /// {@return what is kept with the members of a group, in order, where something is}
  ///
  /// @param key the key of the group
  /// @param type the type of the values
  /// @param <V> the type of the values
  /// @throws ClassCastException if a value is of another type
  public <V> List<V> values(K key, Class<V> type) {
    return at(key)
        .map(entry -> Optional.ofNullable(entry.value))
        .flatMap(Optional::stream)
        .map(type::cast)
        .toList();
  }
}
